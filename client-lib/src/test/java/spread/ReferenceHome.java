package spread;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * An installed Spread to compare with, named by {@code -Dspread.home=DIR}: {@code DIR/sbin/spread},
 * {@code DIR/bin/spuser}, {@code DIR/lib/spread.jar}.
 */
record ReferenceHome(Path directory) {
    private static final String PROPERTY = "spread.home";

    /** The installation; the test is skipped when there is none. */
    static ReferenceHome require() {
        String home = System.getProperty(PROPERTY, "");
        Assumptions.assumeFalse(home.isEmpty(), "skipped: no -D" + PROPERTY + "=DIR with an installed Spread");
        return new ReferenceHome(Path.of(home));
    }

    Path jar() {
        return existing(library("spread.jar"));
    }

    Path examplesJar() {
        return existing(library("spread-examples.jar"));
    }

    Path daemon() {
        return existing(directory.resolve("sbin").resolve("spread"));
    }

    Path tool(String name) {
        return existing(directory.resolve("bin").resolve(name));
    }

    private Path library(String name) {
        return directory.resolve("lib").resolve(name);
    }

    private static Path existing(Path path) {
        Assumptions.assumeTrue(Files.exists(path), "skipped: no " + path);
        return path;
    }
}
