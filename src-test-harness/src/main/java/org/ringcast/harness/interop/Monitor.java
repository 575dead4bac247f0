package org.ringcast.harness.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.ringcast.harness.process.CapturedProcess;

/** Spread's own monitor program, beside the first daemon and in its name. */
final class Monitor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** It reads one line and then looks at its socket: lines that come together would wait for each other. */
    private static final long BETWEEN_LINES_MS = 150;

    private static final int PORT_ABOVE = 40;
    /** In the folder in which the program is started: a path of 80 characters or more ends it. */
    private static final String FILE = "monitor.conf";

    private final Site site;
    private final CapturedProcess process;

    Monitor(Site site) throws IOException {
        this(site, site.configuration());
    }

    /** With a file of its own. */
    Monitor(Site site, String configuration) throws IOException {
        this.site = site;
        Files.writeString(site.folder().resolve(FILE), configuration);
        process = site.reference()
                .startTool(
                        site.folder(),
                        site.launcher(0),
                        "spmonitor",
                        "-n",
                        "d1",
                        "-c",
                        FILE,
                        "-p",
                        Integer.toString(site.port(0) + PORT_ABOVE));
        process.awaitLine("9. Exit", PATIENCE);
    }

    private void enter(String line) {
        process.send(line);
        Site.pause(BETWEEN_LINES_MS);
    }

    /** Puts each daemon into the component with this number. */
    void partition(int... components) {
        enter("1");
        for (int component : components) {
            enter(Integer.toString(component));
        }
        enter("2");
        process.awaitLine("Monitor: send partition", PATIENCE);
    }

    /** Ends the partition. */
    void cancel() {
        int before = process.output().size();
        enter("4");
        process.awaitLine("Monitor: send partition", before, PATIENCE);
    }

    /** Asks all daemons for their status, until each has told of a ring of all of them. */
    void awaitStatusOfAll() {
        enter("0");
        enter("all");
        enter("");
        for (Node node : site.nodes()) {
            process.awaitLine("Status at " + node.name() + " V", PATIENCE);
        }
        process.await(
                "a ring of all",
                PATIENCE,
                lines -> lines.stream()
                                .filter(line -> line.contains("Membership")
                                        && line.contains(site.nodes().size() + "  procs"))
                                .count()
                        >= site.nodes().size());
    }

    /** Tells all daemons to read their files; its own must be the new one by now. */
    void reload() {
        enter("r");
        process.awaitLine("[Ss]end.*reload|send conf reload", PATIENCE);
    }

    @Override
    public void close() {
        process.close();
    }
}
