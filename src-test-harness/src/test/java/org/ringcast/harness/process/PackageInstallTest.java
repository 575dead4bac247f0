package org.ringcast.harness.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Debian package, installed in a clean root, run and removed by {@code conf/deb/test-install} and {@code test-service}. Needs
 * a root directory ({@code -Dringcast.debian.root=DIR}) and a package of an earlier {@code mvn package}; is skipped without.
 */
final class PackageInstallTest {
    private static final int SKIPPED = 77;

    @TempDir
    private Path directory;

    @Test
    void thePackageRunsInACleanRootAndLeavesNothingBehind() throws Exception {
        run("test-install", "Nothing is left behind.");
    }

    /** Readiness, reload, restart after a crash and by the watchdog; the root needs systemd. */
    @Test
    void theServiceRunsUnderSystemd() throws Exception {
        run("test-service", "The service is well.");
    }

    private void run(String name, String lastLine) throws Exception {
        String root = System.getProperty("ringcast.debian.root", "");
        assumeTrue(!root.isEmpty(), "no -Dringcast.debian.root=DIR: the package is not installed anywhere");
        Path script = Installation.top().resolve("conf/deb").resolve(name);
        try (CapturedProcess test = new CapturedProcess(name, directory, List.of(script.toString(), root))) {
            int status = test.awaitExit(Duration.ofMinutes(7));
            assumeTrue(status != SKIPPED, () -> String.join("\n", test.output()));
            assertThat(test.output()).contains(lastLine);
            assertThat(status).isZero();
        }
    }
}
