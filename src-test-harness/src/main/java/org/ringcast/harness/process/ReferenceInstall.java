package org.ringcast.harness.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * An installed Spread daemon with its tools, to test against. Tests that want one are skipped, and say so, when the property
 * is not set.
 *
 * @param home the prefix that it was installed with
 * @param level ring protocol level of its daemon, 5 or 4
 */
public record ReferenceInstall(Path home, int level) {
    /** The 5.0 installation of {@code -Dspread.home}. */
    public static ReferenceInstall assumeLevel5() {
        return assume("spread.home", 5);
    }

    /** The 4.4 installation of {@code -Dspread4.home}. */
    public static ReferenceInstall assumeLevel4() {
        return assume("spread4.home", 4);
    }

    private static ReferenceInstall assume(String property, int level) {
        String home = System.getProperty(property, "");
        Assumptions.assumeFalse(
                home.isEmpty(),
                () -> "skipped: needs an installed Spread daemon; set -D" + property
                        + "=DIRECTORY to the prefix of one");
        return at(Path.of(home), level);
    }

    /**
     * The installation in a directory.
     *
     * @throws IllegalArgumentException when there is no daemon in it
     */
    public static ReferenceInstall at(Path home, int level) {
        Path daemon = home.resolve("sbin").resolve("spread");
        if (!Files.isExecutable(daemon)) {
            throw new IllegalArgumentException("no Spread daemon at " + daemon);
        }
        return new ReferenceInstall(home.toAbsolutePath(), level);
    }

    /**
     * Starts its daemon. Its output comes at once, and it stays the user that it is.
     *
     * @param configuration contents of its {@code spread.conf}
     * @param name of the daemon in it
     */
    public CapturedProcess startDaemon(Path directory, String configuration, String name) throws IOException {
        return startDaemon(directory, List.of(), configuration, name);
    }

    /**
     * As {@link #startDaemon(Path, String, String)}.
     *
     * @param prefix words before the command, for example those that enter a namespace
     */
    public CapturedProcess startDaemon(Path directory, List<String> prefix, String configuration, String name)
            throws IOException {
        Path file = directory.resolve(name + "-reference.conf");
        Files.writeString(file, runnable(configuration));
        return start("spread " + name, directory, prefix, "sbin/spread", "-n", name, "-c", file.toString());
    }

    /** A configuration with what lets the daemon stay the user that it is, and find its file again at a reload. */
    public static String runnable(String configuration) {
        return configuration + "\nDaemonUser = \"root\"\nDaemonGroup = \"root\"\nRuntimeDir = \"/\"\n";
    }

    /** Starts one of its tools: {@code spuser}, {@code spflooder}, {@code spmonitor}, ... */
    public CapturedProcess startTool(Path directory, String tool, String... arguments) throws IOException {
        return startTool(directory, List.of(), tool, arguments);
    }

    /**
     * As {@link #startTool(Path, String, String...)}.
     *
     * @param prefix words before the command, for example those that enter a namespace
     */
    public CapturedProcess startTool(Path directory, List<String> prefix, String tool, String... arguments)
            throws IOException {
        return start(tool, directory, prefix, "bin/" + tool, arguments);
    }

    private CapturedProcess start(String name, Path directory, List<String> prefix, String program, String... arguments)
            throws IOException {
        // Without stdbuf a program that prints into a pipe keeps its lines to itself until it has 4096 bytes of them.
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("stdbuf", "-o0", "-e0", home.resolve(program).toString()));
        command.addAll(List.of(arguments));
        return new CapturedProcess(name, directory, command);
    }
}
