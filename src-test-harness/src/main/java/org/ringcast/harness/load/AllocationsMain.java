package org.ringcast.harness.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.ringcast.harness.netns.Namespaces;
import org.ringcast.harness.process.CapturedProcess;
import org.ringcast.harness.process.Installation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What the daemons of a saturated ring still allocate, by class and place, as the virtual machine's own samples tell; bytes for a
 * message, of all daemons together.
 */
@Command(
        name = "allocations",
        mixinStandardHelpOptions = true,
        description = "Samples what the daemons of a loaded ring allocate. Needs root on Linux, and a JDK's jcmd.")
public final class AllocationsMain implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String SETTINGS = """
            <?xml version="1.0" encoding="UTF-8"?>
            <configuration version="2.0">
              <event name="jdk.ObjectAllocationSample">
                <setting name="enabled">true</setting>
                <setting name="throttle">2000/s</setting>
                <setting name="stackTrace">true</setting>
              </event>
            </configuration>
            """;

    @Mixin
    private RingOptions ring;

    @Mixin
    private LoadOptions load;

    @Option(names = "--first", defaultValue = "14", description = "seconds of load before (${DEFAULT-VALUE})")
    private double firstSeconds;

    @Option(names = "--seconds", defaultValue = "5", description = "of sampling (${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--rows", defaultValue = "15", description = "of the table (${DEFAULT-VALUE})")
    private int rows;

    private final Map<String, Long> weights = new TreeMap<>();

    private AllocationsMain() {}

    /** Ends with 1 when nothing can be measured here. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new AllocationsMain()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        String whyNot = Namespaces.whyNot();
        if (whyNot != null) {
            System.out.println("allocations " + whyNot);
            return 1;
        }
        Path directory = Files.createTempDirectory("ringcast-allocations");
        Path settings = Files.writeString(directory.resolve("allocations.jfc"), SETTINGS);
        String json;
        try (Namespaces net = Namespaces.create(ring.daemons);
                LoadAgent agent = LoadAgent.start(directory, net.inHub());
                RingSubject subject =
                        RingSubject.start(net, directory, ring.port, ring.ours().starters(), "")) {
            RingCell cell = load.cell(0);
            subject.load(agent, load.before(load.bytes), ring.receivers, 0, firstSeconds);
            for (long pid : subject.pids()) {
                jcmd(directory, pid, "JFR.start", "name=allocations", "settings=" + settings);
            }
            json = subject.load(agent, cell, ring.receivers, 0, seconds);
            for (long pid : subject.pids()) {
                Path recording = directory.resolve(pid + ".jfr");
                jcmd(directory, pid, "JFR.stop", "name=allocations", "filename=" + recording);
                read(recording);
            }
        }
        print(RingResults.figure(json, "messagesSent"));
        return 0;
    }

    private static void jcmd(Path directory, long pid, String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Installation.java().resolveSibling("jcmd").toString());
        command.add(Long.toString(pid));
        command.addAll(List.of(words));
        try (CapturedProcess process = new CapturedProcess("jcmd", directory, command)) {
            if (process.awaitExit(PATIENCE) != 0) {
                throw new IOException("jcmd failed:\n" + String.join("\n", process.output()));
            }
        }
    }

    private void read(Path recording) throws IOException {
        Set<String> seen = new TreeSet<>();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                String thread =
                        event.getThread() == null ? "?" : event.getThread().getJavaName();
                // The first sample of a thread stands for all that it had allocated before, too.
                if (event.getEventType().getName().equals("jdk.ObjectAllocationSample") && !seen.add(thread)) {
                    RecordedClass type = event.getClass("objectClass");
                    String row = "%s | %s | %s".formatted(simple(type.getName()), place(event), thread);
                    weights.merge(row, event.getLong("weight"), Long::sum);
                }
            }
        }
    }

    /** The innermost frame of this program, or the innermost at all. */
    private static String place(RecordedEvent event) {
        if (event.getStackTrace() == null || event.getStackTrace().getFrames().isEmpty()) {
            return "?";
        }
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        for (RecordedFrame frame : frames) {
            if (frame.getMethod().getType().getName().startsWith("org.ringcast.")) {
                return place(frame);
            }
        }
        return place(frames.get(0));
    }

    private static String place(RecordedFrame frame) {
        return simple(frame.getMethod().getType().getName()) + "."
                + frame.getMethod().getName();
    }

    private static String simple(String className) {
        if (className.startsWith("[")) {
            String element = className.substring(className.lastIndexOf('[') + 1).replace(";", "");
            return switch (element) {
                case "B" -> "byte[]";
                case "I" -> "int[]";
                case "J" -> "long[]";
                case "S" -> "short[]";
                case "C" -> "char[]";
                default -> simple(element) + "[]";
            };
        }
        int lambda = className.indexOf("$$Lambda");
        String name = lambda < 0 ? className : className.substring(0, lambda) + " (lambda)";
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private void print(double messages) {
        long sum = weights.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf(
                Locale.ROOT,
                "%s, %d B, window %d, %d daemons: %,.0f messages, %.1f bytes allocated a message%n%n",
                load.service,
                load.bytes,
                load.window,
                ring.daemons,
                messages,
                sum / messages);
        System.out.println("| class | allocated in | thread | bytes a message | share |\n|---|---|---|---:|---:|");
        weights.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(rows)
                .forEach(entry -> System.out.printf(
                        Locale.ROOT,
                        "| %s | %.2f | %.1f %% |%n",
                        entry.getKey(),
                        entry.getValue() / messages,
                        100.0 * entry.getValue() / sum));
    }
}
