package org.ringcast.harness.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MembershipTest {
    private static final List<String> RING = List.of(
            "Membership id is ( 1, 7)", "--------------------", "\t\td1     \t10.0.0.1", "====================");
    private static final Membership INSTALLED = new Membership("1, 7", List.of("d1"));

    private static List<String> log(List<String> before, String... after) {
        return Stream.concat(before.stream(), Stream.of(after)).toList();
    }

    /** Who lost its ring has none, however many lines of it the log has. */
    @Test
    void aRingThatWasLostIsNotThePresentOne() {
        assertThat(Membership.presentIn(RING)).contains(INSTALLED);
        List<String> lost =
                log(RING, "Memb_token_loss: ############### I lost my token, state was 1", "Scast_alive: State is 2");
        assertThat(Membership.presentIn(lost)).isEmpty();
        assertThat(Membership.allIn(lost)).containsExactly(INSTALLED);
        assertThat(Membership.presentIn(log(lost, RING.toArray(String[]::new)))).contains(INSTALLED);
        assertThat(Membership.presentIn(List.of())).isEmpty();
    }
}
