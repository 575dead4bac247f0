package org.ringcast.daemon.session.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which methods run for which choice: the table of docs/client-protocol.md, authentication. */
final class AuthenticatorTest {
    /** A method that decides nothing here. */
    private record Named(String name, int credentialBytes) implements AuthMethod {
        @Override
        public boolean admits(Peer peer, byte[] credentials) {
            return false;
        }
    }

    private static final List<AuthMethod> METHODS = List.of(new Named("IP", 0), new Named("PWORD", 40));

    private static Authenticator authenticator(String enabled, String required) {
        return new Authenticator(METHODS, names(enabled), names(required));
    }

    private static List<String> names(String text) {
        return text == null ? List.of() : List.of(text.split(" "));
    }

    private static String run(AuthDecision decision) {
        return decision.isDenied()
                ? "denied"
                : String.join(
                        " ", decision.methods().stream().map(AuthMethod::name).toList());
    }

    @ParameterizedTest(name = "enabled {0}, required {1}, client {2}: {4}")
    @CsvSource({
        "NULL,,NULL,NULL,NULL",
        "NULL,,IP,NULL,denied",
        "NULL IP,,NULL,NULL IP,NULL",
        "NULL IP,,IP,NULL IP,IP",
        "IP NULL,,IP NULL,NULL IP,IP NULL",
        "IP,,NULL,IP,denied",
        "IP,,IP,IP,IP",
        "NULL,IP,NULL,NULL,NULL IP",
        "NULL,IP,IP,NULL,denied",
        "NULL IP,IP,IP,NULL IP,IP",
        "NULL,PWORD IP,NULL,NULL,NULL IP PWORD",
        "NULL,,NULL NULL NULL,NULL,NULL",
        "NULL,,FOO,NULL,denied",
        "NULL,,null,NULL,denied",
        "NULL,FOO,NULL,NULL,NULL",
    })
    void table5_4_rows(String enabled, String required, String chosen, String offered, String outcome) {
        Authenticator authenticator = authenticator(enabled, required);
        assertThat(authenticator.offeredNames()).isEqualTo(names(offered));
        assertThat(run(authenticator.decide(names(chosen), 1))).isEqualTo(outcome);
    }

    @Test
    void table5_4_requiredAloneOffersNothing() {
        assertThat(authenticator(null, "NULL").offeredNames()).isEmpty();
        assertThat(run(authenticator(null, "IP").decide(List.of("IP"), 1))).isEqualTo("denied");
    }

    @ParameterizedTest(name = "enabled {0}, required {1}: {2}")
    @CsvSource({
        "NULL,,NULL",
        "NULL IP,,IP",
        "IP,,IP",
        ",,denied",
        "PWORD,,denied",
        "NULL,IP,NULL IP",
        "IP,NULL,IP NULL",
        "NULL,PWORD,denied",
    })
    void defect20_10_requiredMethodsApplyToOldLibraries(String enabled, String required, String outcome) {
        assertThat(run(authenticator(enabled, required).decideForOldLibrary(1))).isEqualTo(outcome);
    }
}
