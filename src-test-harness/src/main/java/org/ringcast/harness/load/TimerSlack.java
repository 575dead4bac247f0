package org.ringcast.harness.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much later than asked for the kernel may wake a thread that waits for a time. */
final class TimerSlack {
    private static final Path SELF = Path.of("/proc/thread-self");

    private TimerSlack() {}

    /**
     * Lets the calling thread be woken within a microsecond instead of 50. Does nothing where the kernel has no such file, or
     * does not let this user write it; then a message goes out up to 50 us after it was due, which counts as its latency.
     */
    static void reduce() {
        try {
            Path thread = Files.readSymbolicLink(SELF).getFileName();
            Files.writeString(Path.of("/proc").resolve(thread).resolve("timerslack_ns"), "1000");
        } catch (IOException | UnsupportedOperationException e) {
            // As accurate as it is, then.
        }
    }
}
