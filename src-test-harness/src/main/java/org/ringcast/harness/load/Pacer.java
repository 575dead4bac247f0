package org.ringcast.harness.load;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends messages at a fixed rate, the senders in turn, from a thread of its own that sleeps in between: a thread that polled both
 * the clock and the sockets would take one core away from what is measured.
 *
 * <p>What cannot be written goes out later and counts from the time when it was due.
 */
final class Pacer implements AutoCloseable {
    /** Hands one message to the socket of a sender. */
    interface Output {
        /**
         * Sends the next message of a sender.
         *
         * @param dueNs when it was due
         */
        void send(LoadClient sender, long dueNs) throws IOException;

        /** Whether there is room for one more message of the sender. */
        boolean hasRoom(LoadClient sender);
    }

    /** Looks again after so long, when a socket did not take all. */
    private static final long RETRY_NS = TimeUnit.MICROSECONDS.toNanos(200);

    private static final long END_MS = 5000;

    private final List<LoadClient> senders;
    private final Output output;
    private final double gapNs;
    private final long startNs;
    private final Thread thread = new Thread(this::run, "pacer");
    private volatile boolean ending;
    private volatile IOException failure;

    private Pacer(List<LoadClient> senders, double messagesPerSecond, long startNs, Output output) {
        this.senders = senders;
        this.output = output;
        this.gapNs = 1e9 / messagesPerSecond;
        this.startNs = startNs;
    }

    /**
     * Starts to send.
     *
     * @param senders nobody else uses them until {@link #close}
     * @param messagesPerSecond of all of them together
     */
    static Pacer start(List<LoadClient> senders, double messagesPerSecond, long startNs, Output output) {
        Pacer pacer = new Pacer(senders, messagesPerSecond, startNs, output);
        pacer.thread.setDaemon(true);
        pacer.thread.start();
        return pacer;
    }

    private void run() {
        TimerSlack.reduce();
        try {
            long count = 0;
            while (!ending) {
                count = sendDue(count);
                boolean pending = false;
                for (LoadClient sender : senders) {
                    sender.flush();
                    pending |= sender.hasOutput();
                }
                long nowNs = System.nanoTime();
                long waitNs = startNs + (long) (count * gapNs) - nowNs;
                if (waitNs > 0) {
                    LockSupport.parkNanos(pending ? Math.min(waitNs, RETRY_NS) : waitNs);
                } else if (pending) {
                    LockSupport.parkNanos(RETRY_NS);
                }
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private long sendDue(long countBefore) throws IOException {
        long nowNs = System.nanoTime();
        long count = countBefore;
        while (true) {
            long dueNs = startNs + (long) (count * gapNs);
            LoadClient sender = senders.get((int) (count % senders.size()));
            if (dueNs > nowNs || !output.hasRoom(sender)) {
                return count;
            }
            output.send(sender, dueNs);
            count++;
        }
    }

    /** Throws what went wrong while sending, if anything did. */
    void check() throws IOException {
        IOException cause = failure;
        if (cause != null) {
            throw new IOException("a sender failed: " + cause.getMessage(), cause);
        }
    }

    /** Ends the sending; afterwards the senders belong to the caller again. */
    @Override
    public void close() {
        ending = true;
        boolean interrupted = false;
        try {
            thread.join(END_MS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("the sending thread does not end");
        }
    }
}
