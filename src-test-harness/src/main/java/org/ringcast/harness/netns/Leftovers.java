package org.ringcast.harness.netns;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Namespaces whose maker is gone: the names carry the process id of the JVM that made them, so those of a JVM that was killed
 * can be told from those in use.
 */
final class Leftovers {
    /** {@code ringcast-PID-NUMBER-NODE}. */
    private static final Pattern OURS = Pattern.compile("^ringcast-(\\d+)-\\d+-\\w+$");

    private Leftovers() {}

    /** Ends what still runs in namespaces of JVMs that are gone, and removes them. */
    static void sweep() throws IOException {
        for (String name : list()) {
            Matcher matcher = OURS.matcher(name);
            if (matcher.find()
                    && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()) {
                remove(name);
            }
        }
    }

    /** Names of all namespaces of this machine. */
    static List<String> list() throws IOException {
        // A line has the name, and an id in parentheses when there is one.
        return Shell.mustRun("ip netns list")
                .lines()
                .map(line -> line.split(" ", 2)[0])
                .toList();
    }

    /** Ends the processes in a namespace, which can only be those that a test started there, and removes it. */
    static void remove(String name) throws IOException {
        Shell.Result pids = Shell.run(List.of("ip", "netns", "pids", name));
        if (pids.isOk()) {
            pids.output()
                    .lines()
                    .map(Long::parseLong)
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .forEach(ProcessHandle::destroyForcibly);
        }
        Shell.run(List.of("ip", "netns", "del", name));
    }
}
