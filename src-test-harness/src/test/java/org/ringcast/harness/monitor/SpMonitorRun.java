package org.ringcast.harness.monitor;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.monitor.SpMonitor;

/**
 * One run of an {@code spmonitor} command.
 *
 * @param status exit status
 * @param output all that was printed
 */
record SpMonitorRun(int status, String output) {
    /**
     * Runs it.
     *
     * @param folder where a file with the configuration is made
     * @param words of the command line, without {@code -c}
     */
    static SpMonitorRun of(Path folder, String configuration, String... words) throws Exception {
        Path file = Files.createTempFile(folder, "monitor", ".conf");
        Files.writeString(file, configuration);
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("-c", file.toString()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.ISO_8859_1);
        int status = SpMonitor.run(arguments.toArray(String[]::new), InputStream.nullInputStream(), out);
        out.flush();
        return new SpMonitorRun(status, bytes.toString(StandardCharsets.ISO_8859_1));
    }

    /** The line that begins with a word, and a blank behind it. */
    String line(String word) {
        return output.lines()
                .filter(line -> line.startsWith(word + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line '" + word + "' in\n" + output));
    }
}
