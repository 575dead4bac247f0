package org.ringcast.harness.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel knows of a process, from {@code /proc}. */
final class ProcessStat {
    /** {@code USER_HZ} of every Linux that Java runs on. */
    private static final long NS_PER_TICK = 10_000_000;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private ProcessStat() {}

    /** CPU time of all threads so far, nanoseconds, in steps of 10 ms. */
    static long cpuNs(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The name of the command, in parentheses, may contain anything.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) * NS_PER_TICK;
    }

    /** Memory that it occupies, bytes. */
    static long residentBytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("no VmRSS of process " + pid);
    }
}
