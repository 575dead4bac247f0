package org.ringcast.daemon.observe;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.ringcast.daemon.config.FileTrouble;

/**
 * Writes to a file as long as the file takes it, and to the standard output otherwise: a log that ends without a word because
 * its file system is full is worse than one in the wrong place. One line there says why it comes; when the file can be written
 * again, a line in it says how many it lacks. A file that failed is tried again with the first line after each second.
 *
 * <p>Any thread may write.
 */
final class FailSafeStream extends OutputStream {
    static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);

    private final PrintStream instead;
    private final LongSupplier nowNs;
    private OutputStream file;
    private Path path;
    private boolean failing;
    private long failedNs;
    private long missingLines;

    /**
     * A stream to a file that was just opened.
     *
     * @param path the file's name, for the lines about it
     * @param instead takes what the file does not
     * @param nowNs a clock that never goes back
     */
    FailSafeStream(OutputStream file, Path path, PrintStream instead, LongSupplier nowNs) {
        this.file = file;
        this.path = path;
        this.instead = instead;
        this.nowNs = nowNs;
    }

    /** Goes on with another file, or with the same one opened anew. */
    synchronized void replace(OutputStream other, Path otherPath) {
        OutputStream old = file;
        file = other;
        path = otherPath;
        failedNs = nowNs.getAsLong() - RETRY_NS;
        try {
            old.close();
        } catch (IOException e) {
            // What it took it has; there is nothing left to write to it.
        }
    }

    @Override
    public void write(int oneByte) {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        if (failing ? !resumed(bytes, offset, length) : !written(bytes, offset, length)) {
            for (int i = offset; i < offset + length; i++) {
                missingLines += bytes[i] == '\n' ? 1 : 0;
            }
            instead.write(bytes, offset, length);
            instead.flush();
        }
    }

    private boolean written(byte[] bytes, int offset, int length) {
        try {
            file.write(bytes, offset, length);
            return true;
        } catch (IOException e) {
            failing = true;
            failedNs = nowNs.getAsLong();
            missingLines = 0;
            instead.println("EventLogFile: " + path + " cannot be written: " + FileTrouble.text(e)
                    + "; lines come here until it can");
            return false;
        }
    }

    /** Tries again now and then. The line of what is missing and the bytes are one write: both are there or none. */
    private boolean resumed(byte[] bytes, int offset, int length) {
        long now = nowNs.getAsLong();
        if (now - failedNs < RETRY_NS) {
            return false;
        }
        // The line break ends what the file may have taken of the line that failed.
        byte[] note = ("\nEventLogFile: " + path + " can be written again; " + missingLines
                        + " lines are not in it, they went to the standard output\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] both = new byte[note.length + length];
        System.arraycopy(note, 0, both, 0, note.length);
        System.arraycopy(bytes, offset, both, note.length, length);
        try {
            file.write(both);
        } catch (IOException e) {
            failedNs = now;
            return false;
        }
        failing = false;
        instead.println("EventLogFile: " + path + " can be written again, lines go there");
        return true;
    }

    @Override
    public synchronized void flush() {
        try {
            file.flush();
        } catch (IOException e) {
            // The next line finds out.
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
