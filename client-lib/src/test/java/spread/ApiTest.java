package spread;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The signatures against the list of those of spread.jar (4.4 and 5.0.1 have the same). */
class ApiTest {
    private static Set<String> lines(String resource) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(ApiTest.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            return reader.lines().collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void check01_signaturesAreThoseOfTheReferenceAndTheListedAdditions() throws Exception {
        Set<String> expected = lines("/spread-api.txt");
        assertThat(expected).hasSize(154);
        expected.addAll(lines("/spread-api-additions.txt"));
        assertThat(String.join("\n", ApiSignatures.of(ApiTest.class.getClassLoader())))
                .isEqualTo(String.join("\n", expected));
    }

    /** Additions must not make calls ambiguous or give classes that people extend a second method of a name. */
    @Test
    void check01_additionsAreOnlyInSpreadConnection() throws Exception {
        assertThat(lines("/spread-api-additions.txt")).allMatch(line -> line.startsWith("spread.SpreadConnection: "));
        assertThat(BasicMessageListener.class.getMethods()).hasSize(1);
        assertThat(AdvancedMessageListener.class.getMethods()).hasSize(2);
    }

    @Test
    void check01_theListIsThatOfAnInstalledReference() throws Exception {
        URL jar = ReferenceHome.require().jar().toUri().toURL();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader())) {
            assertThat(String.join("\n", ApiSignatures.of(loader)))
                    .isEqualTo(String.join("\n", lines("/spread-api.txt")));
        }
    }
}
