package org.ringcast.harness.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A look at one daemon from outside.
 *
 * @param timeNs when
 * @param cpuNs CPU time of its process so far
 * @param residentBytes memory that the process occupies
 * @param oldBytes in use in the part of the heap for what lives long; grows when something is kept that should not be
 * @param collections of this part, and of the young part, so far
 * @param packets that went over the wire of its node, both directions together
 * @param wireBytes of these
 */
record SoakSample(
        long timeNs, long cpuNs, long residentBytes, long oldBytes, long collections, long packets, long wireBytes) {
    private static final int JSTAT_PATIENCE_S = 20;

    /** Looks; the traffic is handed in. */
    static SoakSample of(long pid, long packets, long wireBytes) throws IOException {
        List<String> lines = jstat(pid);
        String[] names = lines.get(0).trim().split("\\s+", -1);
        String[] values = lines.get(1).trim().split("\\s+", -1);
        double oldKib = 0;
        long collections = 0;
        for (int i = 0; i < Math.min(names.length, values.length); i++) {
            if (names[i].equals("OU")) {
                oldKib = Double.parseDouble(values[i]);
            } else if (names[i].equals("YGC") || names[i].equals("FGC")) {
                collections += Long.parseLong(values[i]);
            }
        }
        return new SoakSample(
                System.nanoTime(),
                ProcessStat.cpuNs(pid),
                ProcessStat.residentBytes(pid),
                (long) (oldKib * 1024),
                collections,
                packets,
                wireBytes);
    }

    /** The JDK's own tool; it reads counters that every JVM keeps in a file, so the daemon does nothing for it. */
    private static List<String> jstat(long pid) throws IOException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "jstat").toString();
        Process process = new ProcessBuilder(tool, "-gc", Long.toString(pid))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(JSTAT_PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("jstat of process " + pid + " failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        List<String> lines = output.lines().toList();
        if (lines.size() < 2) {
            throw new IOException("jstat of process " + pid + " said " + output);
        }
        return lines;
    }
}
