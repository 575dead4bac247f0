package org.ringcast.daemon.observe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Consumer;
import org.ringcast.daemon.config.FileTrouble;
import org.ringcast.daemon.core.RingMembers;

/**
 * The membership and session log of the flag {@code -l y}: a text file with one record a line (start, membership, connect,
 * disconnect). The file is opened for each record, so it can be moved away at any time.
 *
 * <p>Owning thread: the ring loop.
 */
public final class SessionLog {
    private final Path file;
    private final InstantSource clock;
    private final Consumer<String> trouble;

    /**
     * Opens the log and writes the start record.
     *
     * @param file appended to; Spread's daemons name it like the daemon, in the working directory
     * @param trouble told when a later record cannot be written
     * @throws IOException when the file cannot be written
     */
    public SessionLog(Path file, InstantSource clock, Consumer<String> trouble) throws IOException {
        this.file = file;
        this.clock = clock;
        this.trouble = trouble;
        append(String.format(Locale.ROOT, "B %13d", now()));
    }

    /** A ring was installed. */
    public void membership(RingMembers ring, int highestSeq) {
        StringBuilder record = new StringBuilder(String.format(
                Locale.ROOT, "M %13d %13d %11d > ", now(), ring.id().time(), highestSeq));
        for (int daemon = 0; daemon < ring.topology().daemonCount(); daemon++) {
            record.append(ring.contains(daemon) ? String.format(Locale.ROOT, " %2d", daemon) : " --");
        }
        write(record.toString());
    }

    /** A client was accepted; {@code address} is that of its host. */
    public void connect(int highestSeq, int mailbox, String address, String privateName) {
        write(String.format(
                Locale.ROOT, "C %13d %11d %3d %-16s %-10s", now(), highestSeq, mailbox, address, privateName));
    }

    /** A client is gone, with {@code queued} messages that it did not read. */
    public void disconnect(int highestSeq, int mailbox, String address, String privateName, int queued) {
        write(String.format(
                Locale.ROOT,
                "D %13d %11d %3d %-46s %-10s %d",
                now(),
                highestSeq,
                mailbox,
                address,
                privateName,
                queued));
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private void write(String record) {
        try {
            append(record);
        } catch (IOException e) {
            trouble.accept("Log_alive: error (" + FileTrouble.text(e) + ") could not open file " + file);
        }
    }

    private void append(String record) throws IOException {
        Files.writeString(
                file, record + '\n', StandardCharsets.ISO_8859_1, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
