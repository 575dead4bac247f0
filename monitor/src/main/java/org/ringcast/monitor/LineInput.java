package org.ringcast.monitor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Standard input, read line by line by one thread that can also ask whether a line is there.
 *
 * <p>A thread of its own reads ahead, at most {@link #MAX_BUFFERED} bytes.
 */
final class LineInput {
    private static final int MAX_BUFFERED = 1 << 20;
    private static final int CHUNK = 8192;
    private static final int NOT_FOUND = -1;

    private final InputStream in;
    private final Runnable onInput;
    private byte[] buffer = new byte[CHUNK];
    private int start;
    private int end;
    private boolean ended;

    /**
     * Starts reading.
     *
     * @param onInput called by the reading thread whenever {@link #isReady()} may have become true
     */
    LineInput(InputStream in, Runnable onInput) {
        this.in = in;
        this.onInput = onInput;
        Thread reader = new Thread(this::readAll, "standard input");
        reader.setDaemon(true);
        reader.start();
    }

    private void readAll() {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                append(chunk, count);
                onInput.run();
            }
        } catch (IOException e) {
            // there will be no more input, as at its end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endInput();
        onInput.run();
    }

    private synchronized void append(byte[] chunk, int count) throws InterruptedException {
        while (end - start > MAX_BUFFERED) {
            wait();
        }
        if (end + count > buffer.length) {
            int length = end - start;
            byte[] larger = new byte[Math.max(2 * length, length + count)];
            System.arraycopy(buffer, start, larger, 0, length);
            buffer = larger;
            start = 0;
            end = length;
        }
        System.arraycopy(chunk, 0, buffer, end, count);
        end += count;
        notifyAll();
    }

    private synchronized void endInput() {
        ended = true;
        notifyAll();
    }

    /** True when {@link #readLine} would return at once for a line of a command. */
    synchronized boolean isReady() {
        return ended || end - start > MAX_BUFFERED || lengthOfLine(end - start) != NOT_FOUND;
    }

    /** Waits until {@link #isReady()}. */
    synchronized void await() throws InterruptedException {
        while (!isReady()) {
            wait();
        }
    }

    /**
     * Waits for a line.
     *
     * @param maxBytes when the line is longer, its first part; the rest is the beginning of the next line
     * @return the line with its newline; without when it was cut, or when the input ended in it; null at the end
     */
    synchronized byte[] readLine(int maxBytes) throws InterruptedException {
        while (true) {
            int waiting = end - start;
            int length = lengthOfLine(Math.min(maxBytes, waiting));
            if (length != NOT_FOUND) {
                return take(length);
            }
            if (waiting >= maxBytes || ended) {
                return waiting == 0 ? null : take(Math.min(maxBytes, waiting));
            }
            wait();
        }
    }

    /** Bytes up to and with the first newline of the next {@code limit} bytes. */
    private int lengthOfLine(int limit) {
        for (int i = 0; i < limit; i++) {
            if (buffer[start + i] == '\n') {
                return i + 1;
            }
        }
        return NOT_FOUND;
    }

    private byte[] take(int count) {
        byte[] line = Arrays.copyOfRange(buffer, start, start + count);
        start += count;
        notifyAll();
        return line;
    }

    /**
     * Waits for lines up to an empty one, which is read, too.
     *
     * @param maxLineBytes longer lines come in parts, as in {@link #readLine}
     * @param maxBytes when there are more, the rest is left
     * @return the lines with their newlines; null when the input ended before
     */
    byte[] readLines(int maxLineBytes, int maxBytes) throws InterruptedException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        while (lines.size() < maxBytes) {
            byte[] line = readLine(Math.min(maxLineBytes, maxBytes - lines.size()));
            if (line == null) {
                return null;
            }
            if (line.length == 1 && line[0] == '\n') {
                break;
            }
            lines.writeBytes(line);
        }
        return lines.toByteArray();
    }
}
