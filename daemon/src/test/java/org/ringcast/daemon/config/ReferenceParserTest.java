package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gives damaged files to an installed Spread 5.0 daemon as well ({@code -Dspread.home=DIR}) and compares: both read the file
 * and compute one hash, or both refuse it with the same words. The daemon is started under a name that is in no file, so it
 * ends when it has read the file and never opens a socket. Files that need the name service are left out.
 */
class ReferenceParserTest {
    private static final int FILES = Integer.getInteger("ringcast.reference.files", 300);
    private static final String NOBODY = "no-such-daemon";
    private static final Pattern HASH = Pattern.compile("Hash value for this configuration is: (\\d+)");
    private static final Pattern ERROR = Pattern.compile("Error type: ([^\n]*)");

    private static final Pattern TOKEN = Pattern.compile(
            "Parse Error -*\nError on or before line \\d+\nOffending token: (.*)\nError type", Pattern.DOTALL);

    /** Words of ours for what Spread accepts, or refuses for another reason. */
    private static final Set<String> OWN_ERRORS = Set.of("Conf_seg_leader", "Memb_init", "Port 65535", "NUL byte");

    /** Of a file with several errors the first counts. These two are found later here: at the end of the file. */
    private static final Set<String> CHECKED_LATER_HERE =
            Set.of("incompatible with ActiveIPVersion!", "The virtual ID '");

    @TempDir
    Path directory;

    private static Path daemon;

    @BeforeAll
    static void findDaemon() {
        String home = System.getProperty("spread.home", "");
        daemon = Path.of(home, "sbin", "spread");
        assumeTrue(!home.isEmpty() && Files.isExecutable(daemon), "no Spread daemon: set -Dspread.home=DIR");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/stdbuf")), "no stdbuf: the daemon's last words would be lost");
    }

    /** Thrown instead of a lookup. */
    private static final class LookedUp extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final HostResolver NO_LOOKUPS = new HostResolver() {
        @Override
        public List<InetAddress> resolve(String hostName) throws UnknownHostException {
            throw new LookedUp();
        }

        @Override
        public int interfaceIndex(String interfaceName) {
            return 0;
        }
    };

    private String reference(byte[] content) throws IOException, InterruptedException {
        Path file = Files.write(directory.resolve("spread.conf"), content);
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(
                        "/usr/bin/stdbuf", "-o0", daemon.toString(), "-n", NOBODY, "-c", file.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        String output = Files.readString(out, StandardCharsets.ISO_8859_1);
        return output.substring(output.indexOf("Conf_load_conf_file"));
    }

    @Test
    void damagedFilesAreJudgedAlike() throws Exception {
        List<byte[]> originals = new ArrayList<>();
        for (String file : ConfigVectors.files("ok")) {
            originals.add(ConfigVectors.bytes("ok", file));
        }
        int compared = 0;
        for (int seed = 1_000_000; compared < FILES; seed++) {
            Random random = new Random(seed);
            byte[] content = Mutations.of(originals.get(random.nextInt(originals.size())), random);
            String text = Text.of(content, 0, content.length);
            // A log file would take the daemon's words away, and our own options mean nothing to it.
            boolean comparable = !text.contains("EventLogFile") && !text.contains("#+");
            if (comparable && isJudgedAlike(seed, content)) {
                compared++;
            }
        }
    }

    private boolean isJudgedAlike(int seed, byte[] content) throws Exception {
        Configuration configuration;
        try {
            configuration = new ConfigurationLoader(NO_LOOKUPS, ExtensionSettings.DEFAULTS).parse("f", content);
        } catch (LookedUp e) {
            return false;
        } catch (ConfigError e) {
            if (OWN_ERRORS.stream().anyMatch(o -> e.text().startsWith(o))
                    || e.text().contains(": ")) {
                return false;
            }
            compareErrors(seed, e, reference(content));
            return true;
        }
        String output = reference(content);
        assertThat(output).as("seed %d: is accepted", seed).contains("My proc " + NOBODY + " is not in configuration");
        Matcher hash = HASH.matcher(output);
        if (hash.find()) {
            boolean accelerated = configuration.options().acceleratedRing().orElse(false);
            assertThat(Integer.toUnsignedString(ConfigurationHash.at(ProtocolLevel.LEVEL_5, configuration, accelerated)
                            .orElseThrow()))
                    .as("seed %d: hash", seed)
                    .isEqualTo(hash.group(1));
        }
        return true;
    }

    private static void compareErrors(int seed, ConfigError error, String output) {
        String about = "seed %d: %s".formatted(seed, error.getMessage());
        assertThat(output).as(about).doesNotContain("My proc");
        Matcher type = ERROR.matcher(output);
        String words = type.find() ? type.group(1) : output;
        if (CHECKED_LATER_HERE.stream().anyMatch(words::contains) && !words.contains(error.text())) {
            return;
        }
        if (!words.equals("No segments specified!") || !error.text().equals("syntax error")) {
            assertThat(Text.display(words)).as(about).contains(Text.display(error.text()));
        }
        Matcher token = TOKEN.matcher(output);
        if (token.find()) {
            assertThat(Text.display(error.noticedToken())).as(about).isEqualTo(Text.display(token.group(1)));
        }
    }
}
