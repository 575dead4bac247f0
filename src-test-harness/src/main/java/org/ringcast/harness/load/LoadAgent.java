package org.ringcast.harness.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.harness.process.CapturedProcess;
import org.ringcast.harness.process.Installation;

/**
 * The load generator as a process that stays for all runs of a comparison: one that is started for each run would compile its code
 * while it measures, on the processors of those that it measures.
 */
final class LoadAgent implements AutoCloseable {
    private final CapturedProcess process;

    private LoadAgent(CapturedProcess process) {
        this.process = process;
    }

    /**
     * Starts the process.
     *
     * @param prefix words that enter the namespace from which it reaches all daemons
     */
    static LoadAgent start(Path directory, List<String> prefix) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Installation.java().toString(),
                // It hardly allocates; what little there is must not be collected while it measures.
                "-XX:+UseSerialGC",
                "-Xms320m",
                "-Xmx640m",
                "-Xmn256m",
                "-XX:+PerfDisableSharedMem",
                "-cp",
                Installation.classPath(),
                LoadGenerator.class.getName(),
                "--serve"));
        return new LoadAgent(new CapturedProcess("load", directory, command));
    }

    /**
     * One run.
     *
     * @param options of the load generator
     * @return its line of JSON
     * @throws IOException when it failed, with what it printed
     */
    String run(List<String> options, Duration patience) throws IOException {
        int before = process.output().size();
        process.send(String.join(" ", options));
        process.awaitLine("^" + LoadGenerator.END, before, patience);
        List<String> lines = process.output();
        List<String> own = lines.subList(before, lines.size());
        return own.stream()
                .filter(line -> line.startsWith("{"))
                .findFirst()
                .orElseThrow(() -> new IOException("the load generator failed:\n" + String.join("\n", own)));
    }

    @Override
    public void close() {
        process.close();
    }
}
