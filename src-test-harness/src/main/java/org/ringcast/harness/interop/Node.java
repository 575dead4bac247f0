package org.ringcast.harness.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ringcast.harness.check.history.InstalledRing;
import org.ringcast.harness.process.CapturedProcess;
import org.ringcast.harness.process.DaemonProcess;
import org.ringcast.harness.process.ReferenceInstall;

/** One daemon of a site, in all its lives. */
final class Node implements AutoCloseable {
    /** What a daemon that is well does not print, whichever it is. */
    private static final Pattern TROUBLE = Pattern.compile(
            "Exit caused|BUG WORKAROUND|bug !!!|[Ii]nvalid msg"
                    + "|ignoring (msg|token) (of size|from different)|Exception|java\\.lang|LEAK:|OutOfMemory|FATAL|Segmentation");

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

    private final int index;
    private Kind kind;
    private final ReferenceInstall reference;
    private final List<String> launcher;
    private final Path folder;
    private final List<CapturedProcess> lives = new ArrayList<>();
    private boolean expectedAlive;

    Node(int index, Kind kind, ReferenceInstall reference, List<String> launcher, Path folder) {
        this.index = index;
        this.kind = kind;
        this.reference = reference;
        this.launcher = launcher;
        this.folder = folder;
    }

    int index() {
        return index;
    }

    Kind kind() {
        return kind;
    }

    String name() {
        return "d" + (index + 1);
    }

    boolean isUp() {
        return expectedAlive;
    }

    /** Starts it; waits for nothing. */
    void start(String configuration) throws IOException {
        expectedAlive = true;
        if (kind == Kind.REFERENCE) {
            lives.add(reference.startDaemon(folder, launcher, configuration, name()));
            return;
        }
        Path file = writeConfiguration(configuration);
        Path sockets = Files.createDirectories(folder.resolve("s" + index));
        lives.add(DaemonProcess.launch(
                folder, launcher, "-n", name(), "-c", file.toString(), "--set", "UnixSocketDir=" + sockets));
    }

    /** Replaces the file that its process has read. */
    Path writeConfiguration(String configuration) throws IOException {
        if (kind == Kind.REFERENCE) {
            return Files.writeString(
                    folder.resolve(name() + "-reference.conf"), ReferenceInstall.runnable(configuration));
        }
        return Files.writeString(folder.resolve(name() + ".conf"), configuration);
    }

    private CapturedProcess life() {
        return lives.get(lives.size() - 1);
    }

    /** Whether its process runs. */
    boolean isAlive() {
        return !lives.isEmpty() && life().isAlive();
    }

    /** From its next start on it is a daemon of this kind. */
    void replace(Kind newKind) {
        kind = newKind;
    }

    /** Ends it in order, as its service manager would. */
    void stop() {
        expectedAlive = false;
        life().signal("TERM");
        life().awaitExit(STOP_PATIENCE);
    }

    /** Ends it as a crash does. */
    void kill() {
        expectedAlive = false;
        life().crash();
    }

    /** When it has ended by itself: that is as expected. */
    boolean acceptEnd() {
        expectedAlive &= isAlive();
        return !expectedAlive;
    }

    /** STOP or CONT. */
    void signal(String signal) {
        life().signal(signal);
    }

    /** Lines of its present life. */
    List<String> log() {
        return life().output();
    }

    /** The ring that it installed last in its present life. */
    Optional<Membership> membership() {
        List<Membership> all = Membership.allIn(log());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** The ring that it has now, as far as its log tells; none after it has lost the last one. */
    Optional<Membership> ring() {
        return Membership.presentIn(log());
    }

    /** Rings of all lives. */
    int memberships() {
        return lives.stream()
                .mapToInt(life -> Membership.allIn(life.output()).size())
                .sum();
    }

    /** The rings that it installed in each of its lives, as far as it has printed them. */
    List<List<InstalledRing>> installedRings() {
        return lives.stream()
                .map(life -> Membership.allIn(life.output()).stream()
                        .map(Membership::installed)
                        .toList())
                .toList();
    }

    /** What is wrong with the daemon itself: it ended, or it printed what it should not. */
    List<String> trouble() {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < lives.size(); i++) {
            for (String line : lives.get(i).output()) {
                if (TROUBLE.matcher(line).find()) {
                    found.add(name() + " printed: " + line.trim());
                }
            }
        }
        if (expectedAlive && !isAlive()) {
            List<String> log = log();
            String last = log.isEmpty() ? "nothing" : log.get(log.size() - 1).trim();
            found.add(name() + " ended by itself; its last line: " + last);
        }
        return found;
    }

    /** Writes the logs of all lives beside each other. */
    void saveLogs(Path target) throws IOException {
        for (int i = 0; i < lives.size(); i++) {
            Files.write(target.resolve(name() + "." + i + ".log"), lives.get(i).timedOutput());
        }
    }

    @Override
    public void close() {
        expectedAlive = false;
        for (CapturedProcess life : lives) {
            life.close();
        }
    }
}
