package org.ringcast.harness.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringcast.harness.process.CapturedProcess;
import org.ringcast.harness.process.DaemonProcess;
import org.ringcast.harness.process.ReferenceInstall;

/** The daemons of one configuration as processes, each of them ours or an installed Spread daemon. */
public final class Cluster implements AutoCloseable {
    /** Level 4 prints no ids. */
    private static final Pattern PRINTED_DAEMON = Pattern.compile("^\\t\\t(\\S+)\\s.*(ID: |\\d\\.\\d+)");

    /** Whose program a daemon is. */
    public enum Kind {
        OURS,
        REFERENCE
    }

    /**
     * One daemon.
     *
     * @param name in the configuration
     * @param prefix words before its command, for example those that enter a namespace
     */
    public record Member(String name, Kind kind, List<String> prefix) {
        public Member {
            prefix = List.copyOf(prefix);
        }
    }

    private final Path folder;
    private String configuration;
    private final List<Member> members;
    private final ReferenceInstall reference;
    private final List<CapturedProcess> processes = new ArrayList<>();

    /**
     * Nothing runs yet.
     *
     * @param folder for configurations and sockets
     * @param configuration contents of every daemon's {@code spread.conf}
     * @param reference null when no member is a reference daemon
     */
    public Cluster(Path folder, String configuration, List<Member> members, ReferenceInstall reference) {
        this.folder = folder;
        this.configuration = configuration;
        this.members = List.copyOf(members);
        this.reference = reference;
        members.forEach(member -> processes.add(null));
    }

    /** Names of the daemons in the order of the configuration. */
    public List<String> names() {
        return members.stream().map(Member::name).toList();
    }

    /** Starts the daemon with this index, and waits for nothing. */
    public void start(int daemon) throws IOException {
        Member member = members.get(daemon);
        CapturedProcess old = processes.get(daemon);
        if (old != null) {
            old.close();
        }
        if (member.kind() == Kind.REFERENCE) {
            processes.set(daemon, reference.startDaemon(folder, member.prefix(), configuration, member.name()));
            return;
        }
        Path file = folder.resolve(member.name() + ".conf");
        Files.writeString(file, configuration);
        // Daemons of one host that share a port cannot share the directory of the Unix socket.
        Path sockets = Files.createDirectories(folder.resolve(member.name() + "-sockets"));
        processes.set(
                daemon,
                DaemonProcess.launch(
                        folder,
                        member.prefix(),
                        "-n",
                        member.name(),
                        "-c",
                        file.toString(),
                        "--set",
                        "UnixSocketDir=" + sockets));
    }

    /** Another {@code spread.conf} for all daemons of ours, in one step as tools for configuration do it; nobody is told. */
    public void setConfiguration(String text) throws IOException {
        configuration = text;
        for (Member member : members) {
            Path file = folder.resolve(member.name() + ".conf");
            if (member.kind() == Kind.OURS && Files.exists(file)) {
                Path fresh = folder.resolve(member.name() + ".new");
                Files.writeString(fresh, text);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Starts all daemons. */
    public void startAll() throws IOException {
        for (int i = 0; i < members.size(); i++) {
            start(i);
        }
    }

    /** The running process of a daemon, or the one that ran last. */
    public CapturedProcess process(int daemon) {
        return processes.get(daemon);
    }

    /** Waits until each of these daemons has printed, as its last membership, the ring of exactly these. */
    public void awaitRing(Duration patience, int... daemons) {
        Set<String> ring = new LinkedHashSet<>();
        Arrays.stream(daemons).sorted().forEach(i -> ring.add(members.get(i).name()));
        for (int daemon : daemons) {
            try {
                processes.get(daemon).await("a ring of " + ring, patience, lines -> ring.equals(lastRing(lines)));
            } catch (AssertionError e) {
                throw new AssertionError(members.get(daemon).name() + ": no ring of " + ring + output(), e);
            }
        }
    }

    /** Members of the ring that was printed last; empty before the first. */
    public static Set<String> lastRing(List<String> output) {
        int start = output.size() - 1;
        while (start >= 0 && !output.get(start).startsWith("Configuration at ")) {
            start--;
        }
        Set<String> ring = new LinkedHashSet<>();
        for (int i = Math.max(0, start); i < output.size(); i++) {
            String line = output.get(i);
            if (line.startsWith("====")) {
                return ring;
            }
            Matcher daemon = PRINTED_DAEMON.matcher(line);
            if (daemon.find()) {
                ring.add(daemon.group(1));
            }
        }
        return Set.of();
    }

    /** Rings that a daemon has printed. */
    public long rings(int daemon) {
        return processes.get(daemon).output().stream()
                .filter(line -> line.startsWith("Configuration at "))
                .count();
    }

    /** The output of all daemons, for messages. */
    public String output() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < members.size(); i++) {
            text.append("\n---- ").append(members.get(i).name()).append(" ----\n");
            if (processes.get(i) != null) {
                text.append(String.join("\n", processes.get(i).output()));
            }
        }
        return text.toString();
    }

    /** Ends all that still run. */
    @Override
    public void close() {
        for (CapturedProcess process : processes) {
            if (process != null) {
                process.close();
            }
        }
    }
}
