package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which methods are offered and required, by what the file says. */
class AuthPolicyTest {
    private static AuthPolicy policy(String options) throws ConfigError {
        return AuthPolicy.of(ConfigVectors.withOptions(options).options());
    }

    private static List<ConfigWarning.Kind> warnings(String options) throws ConfigError {
        return ConfigVectors.withOptions(options).warnings().stream()
                .map(ConfigWarning::kind)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "|NULL |",
                "AllowedAuthMethods = \"NULL IP\"|NULL IP |",
                "AllowedAuthMethods = \"IP NULL\"|NULL IP |",
                "AllowedAuthMethods = \"IP\"|IP |",
                "AllowedAuthMethods = IP AllowedAuthMethods = NULL|NULL IP |",
                "RequiredAuthMethods = IP||IP",
                "RequiredAuthMethods = NULL||NULL",
                "RequiredAuthMethods = IP AllowedAuthMethods = NULL|NULL |IP",
                "RequiredAuthMethods = IP RequiredAuthMethods = NULL AllowedAuthMethods = NULL|NULL |NULL IP",
                "AllowedAuthMethods = \"null\"||",
                "AllowedAuthMethods = \"   \"||",
                "AllowedAuthMethods = \"NULL\tIP\"||",
                "AllowedAuthMethods = \"FOO NULL\"|NULL |",
                "RequiredAuthMethods = \"   \" AllowedAuthMethods = \"NULL IP\"|NULL IP |"
            })
    void check10_offeredAndRequired(String options, String offered, String required) throws ConfigError {
        AuthPolicy policy = policy(options == null ? "" : options);
        assertThat(policy.offer()).isEqualTo(offered == null ? "" : offered);
        assertThat(policy.required().stream().map(Enum::name).toList())
                .isEqualTo(required == null ? List.of() : List.of(required.split(" ", -1)));
    }

    @Test
    void defect23_requiredAloneAndUnknownNamesAreWarnedOf() throws ConfigError {
        assertThat(warnings("RequiredAuthMethods = IP")).contains(ConfigWarning.Kind.REQUIRED_AUTH_ALONE);
        assertThat(warnings("AllowedAuthMethods = null"))
                .contains(ConfigWarning.Kind.UNKNOWN_AUTH_METHOD, ConfigWarning.Kind.NO_AUTH_METHOD);
        assertThat(warnings("RequiredAuthMethods = IP AllowedAuthMethods = NULL"))
                .doesNotContain(
                        ConfigWarning.Kind.REQUIRED_AUTH_ALONE,
                        ConfigWarning.Kind.NO_AUTH_METHOD,
                        ConfigWarning.Kind.UNKNOWN_AUTH_METHOD);
        assertThat(policy("AllowedAuthMethods = 'FOO NULL' RequiredAuthMethods = bar")
                        .unknown())
                .containsExactly("FOO", "bar");
    }

    @Test
    void namesAreNotKeptWithoutLimit() throws ConfigError {
        StringBuilder options = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            options.append("AllowedAuthMethods = name").append(i).append('\n');
        }
        AuthPolicy policy = policy(options + "AllowedAuthMethods = IP");
        assertThat(policy.unknown()).hasSize(20);
        assertThat(policy.offer()).isEqualTo("IP ");
    }
}
