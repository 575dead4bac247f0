package org.ringcast.daemon.observe;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * {@code EventLogFile}: standard output and standard error go to the end of a file, unbuffered, so that what other
 * libraries and the JVM print lands there as well. A file that cannot be opened leaves the output where it was; one that can
 * no longer be written, for its file system is full, say, gives way to the standard output until it can: see
 * {@link FailSafeStream}.
 *
 * <p>Used by one thread at a time.
 */
public final class OutputFile {
    /** Opens a file to write at its end. */
    @FunctionalInterface
    interface Opener {
        OutputStream open(Path file) throws IOException;
    }

    private final Opener opener;
    private final LongSupplier nowNs;
    private final AsyncOutput output;
    private Path path;
    private FailSafeStream stream;

    /** A file that whoever prints writes to. */
    public OutputFile() {
        this(null);
    }

    /**
     * A file that the thread of an output writes to.
     *
     * @param output what standard output and standard error were turned over to; null when they were not
     */
    public OutputFile(AsyncOutput output) {
        this(file -> new FileOutputStream(file.toFile(), true), System::nanoTime, output);
    }

    OutputFile(Opener opener, LongSupplier nowNs, AsyncOutput output) {
        this.opener = opener;
        this.nowNs = nowNs;
        this.output = output;
    }

    /**
     * Opens the file and turns the output over to it.
     *
     * @throws IOException when it cannot be written; nothing has changed then
     */
    public void open(Path file) throws IOException {
        OutputStream opened = opener.open(file);
        path = file;
        if (stream != null) {
            stream.replace(opened, file);
            return;
        }
        if (output != null) {
            stream = new FailSafeStream(opened, file, output.direct(), nowNs);
            output.redirect(stream);
            return;
        }
        stream = new FailSafeStream(opened, file, System.out, nowNs);
        PrintStream both = new PrintStream(stream, true, Charset.defaultCharset());
        System.setOut(both);
        System.setErr(both);
    }

    /** Whether the output goes to a file. */
    public boolean isOpen() {
        return path != null;
    }

    /**
     * Opens the same file again, after somebody moved it away.
     *
     * @return false when the output does not go to a file
     */
    public boolean reopen() throws IOException {
        if (path == null) {
            return false;
        }
        open(path);
        return true;
    }
}
