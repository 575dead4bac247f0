package org.ringcast.daemon.observe;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The process's output, written by a thread of its own: a pipe that nobody reads and a disk that hangs hold up that thread
 * and nobody else. What waits to be written is bounded; beyond that lines are dropped, whole ones, and when the output flows
 * again a line says how many. Otherwise nothing is lost and nothing changes its place.
 *
 * <p>Any thread may write. A write costs a copy of the bytes, and a wake-up when the writing thread sleeps.
 */
public final class AsyncOutput {
    /** Bytes that may wait, with {@link #PIECE_BYTES} for each piece. */
    static final int MAX_WAITING_BYTES = 2 << 20;

    private static final int PIECE_BYTES = 64;

    /** How often a waiting thread looks whether anything was written. */
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Where pieces go. Written by the output's own thread. */
    private final OutputStream[] targets = new OutputStream[2];

    private final PrintStream direct;
    private final int maxWaitingBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean writing;
    private long writtenPieces;
    private boolean dropping;
    private boolean insideDroppedLine;
    private boolean insideLine;
    private long droppedLines;
    private long droppedTotal;

    /** Bytes for one of the targets, or a target that takes the place of the first. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never changed or compared
    private record Piece(int target, byte[] bytes, OutputStream replacement) {}

    AsyncOutput(OutputStream out, OutputStream err, int maxWaitingBytes) {
        this.targets[0] = out;
        this.targets[1] = err;
        this.direct = new PrintStream(out, true, Charset.defaultCharset());
        this.maxWaitingBytes = maxWaitingBytes;
        Thread thread = new Thread(this::write, "output");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Turns standard output and standard error over to a new thread. What waits when the JVM ends is written then, unless the
     * output takes nothing for half a second.
     */
    public static AsyncOutput install() {
        AsyncOutput output = new AsyncOutput(
                new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err), MAX_WAITING_BYTES);
        System.setOut(output.stream(0));
        System.setErr(output.stream(1));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> output.drain(500, TimeUnit.MILLISECONDS)));
        return output;
    }

    /** A stream to standard output, 0, or standard error, 1. */
    PrintStream stream(int target) {
        return new PrintStream(new Way(target), true, Charset.defaultCharset());
    }

    /** Standard output itself, for the thread that writes. */
    PrintStream direct() {
        return direct;
    }

    /** From here on all output goes to another stream; what waits still goes to the old one. */
    void redirect(OutputStream target) {
        lock.lock();
        try {
            waiting.add(new Piece(0, new byte[0], target));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        System.setErr(System.out);
    }

    /**
     * Waits until everything is written, as long as something is.
     *
     * @param standstill how long the output may take nothing before it is given up
     * @return false when it was
     */
    boolean drain(long standstill, TimeUnit unit) {
        lock.lock();
        try {
            long seen = writtenPieces;
            long leftNs = unit.toNanos(standstill);
            while (writing || !waiting.isEmpty()) {
                if (seen != writtenPieces) {
                    seen = writtenPieces;
                    leftNs = unit.toNanos(standstill);
                }
                if (leftNs <= 0) {
                    return false;
                }
                long sliceNs = Math.min(leftNs, LOOK_NS);
                leftNs -= sliceNs - Math.max(0, changed.awaitNanos(sliceNs));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Lines dropped since the start. */
    long droppedLines() {
        lock.lock();
        try {
            return droppedTotal + droppedLines;
        } finally {
            lock.unlock();
        }
    }

    // ---- Writers -------------------------------------------------------------------------------------------------

    private void put(int target, byte[] bytes, int offset, int length) {
        lock.lock();
        try {
            if (dropping && waitingBytes <= maxWaitingBytes / 2) {
                endDropping();
            }
            int end = offset + length;
            int from = offset;
            while (!dropping && insideDroppedLine && from < end) {
                insideDroppedLine = bytes[from] != '\n';
                from++;
            }
            if (from == end) {
                return;
            }
            if (dropping || waitingBytes + end - from + PIECE_BYTES > maxWaitingBytes) {
                dropping = true;
                drop(bytes, from, end);
                return;
            }
            add(new Piece(target, Arrays.copyOfRange(bytes, from, end), null));
            insideLine = bytes[end - 1] != '\n';
        } finally {
            lock.unlock();
        }
    }

    private void add(Piece piece) {
        waiting.add(piece);
        waitingBytes += piece.bytes().length + PIECE_BYTES;
        changed.signalAll();
    }

    private void drop(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            droppedLines += bytes[i] == '\n' ? 1 : 0;
        }
        insideDroppedLine = bytes[end - 1] != '\n';
    }

    /** There is room again: says what is missing. The rest of a line whose beginning was dropped is dropped, too. */
    private void endDropping() {
        dropping = false;
        long lines = droppedLines + (insideDroppedLine ? 1 : 0);
        droppedLines = 0;
        droppedTotal += lines;
        String note = (insideLine ? "\n" : "") + "Output: " + lines
                + " lines are missing here, for those before them were not taken in time\n";
        insideLine = false;
        add(new Piece(0, note.getBytes(StandardCharsets.UTF_8), null));
    }

    // ---- The thread ----------------------------------------------------------------------------------------------

    private void write() {
        while (true) {
            Piece piece = next();
            if (piece.replacement() != null) {
                targets[0] = piece.replacement();
            } else {
                write(targets[piece.target()], piece.bytes());
            }
        }
    }

    private static void write(OutputStream target, byte[] bytes) {
        try {
            target.write(bytes);
            target.flush();
        } catch (IOException e) {
            // Nobody is left to be told: a closed pipe. What it does not take is gone.
        } catch (RuntimeException | Error e) {
            // The next piece may be luckier; without this thread there would be no output at all.
        }
    }

    private Piece next() {
        lock.lock();
        try {
            writtenPieces += writing ? 1 : 0;
            writing = false;
            if (waiting.isEmpty() && dropping) {
                endDropping();
            }
            while (waiting.isEmpty()) {
                changed.signalAll();
                changed.awaitUninterruptibly();
            }
            writing = true;
            Piece piece = waiting.remove();
            if (piece.replacement() == null) {
                waitingBytes -= piece.bytes().length + PIECE_BYTES;
            }
            return piece;
        } finally {
            lock.unlock();
        }
    }

    /** What a {@link PrintStream} writes to. */
    private final class Way extends OutputStream {
        private final int target;

        Way(int target) {
            this.target = target;
        }

        @Override
        public void write(int oneByte) {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (length > 0) {
                put(target, bytes, offset, length);
            }
        }
    }
}
