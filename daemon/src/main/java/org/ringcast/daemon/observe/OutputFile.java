package org.ringcast.daemon.observe;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;

/**
 * {@code EventLogFile}: standard output and standard error go to the end of a file, unbuffered, so that what other
 * libraries and the JVM print lands there as well. A file that cannot be written leaves the output where it was.
 *
 * <p>Used by one thread at a time.
 */
public final class OutputFile {
    private Path path;
    private PrintStream stream;

    /**
     * Opens the file and turns the output over to it.
     *
     * @throws IOException when it cannot be written; nothing has changed then
     */
    public void open(Path file) throws IOException {
        PrintStream opened = new PrintStream(new FileOutputStream(file.toFile(), true), true, Charset.defaultCharset());
        PrintStream old = stream;
        System.setOut(opened);
        System.setErr(opened);
        path = file;
        stream = opened;
        if (old != null) {
            old.close();
        }
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
