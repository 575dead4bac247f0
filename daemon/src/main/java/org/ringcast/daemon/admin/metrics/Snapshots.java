package org.ringcast.daemon.admin.metrics;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Snapshots for whoever asks, however often: all who ask while one is being taken get that one, and a new one is taken only when
 * the last is a while old, so that asking costs the ring thread at most {@value #SHARE_PERCENT} % of its time.
 *
 * <p>Any thread may ask.
 */
public final class Snapshots {
    /** A snapshot is as good as new for this long, nanoseconds. */
    static final long FRESH_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int SHARE_PERCENT = 2;

    private final Executor ringThread;
    private final Supplier<DaemonSnapshot> taker;
    private final LongSupplier nowNs;
    private final long timeoutMs;
    private CompletableFuture<DaemonSnapshot> last;
    private long takenNs;

    /**
     * A source of snapshots.
     *
     * @param ringThread runs the taker
     * @param nowNs monotonic nanoseconds
     * @param timeoutMs how long to wait for the ring thread
     */
    public Snapshots(Executor ringThread, Supplier<DaemonSnapshot> taker, LongSupplier nowNs, long timeoutMs) {
        this.ringThread = ringThread;
        this.taker = taker;
        this.nowNs = nowNs;
        this.timeoutMs = timeoutMs;
    }

    /**
     * A snapshot that is not old; completes with an exception when the ring thread does not take one in time. Completed on some
     * thread, the ring thread included: what hangs on it must move to its own.
     */
    public CompletableFuture<DaemonSnapshot> get() {
        CompletableFuture<DaemonSnapshot> taken;
        synchronized (this) {
            if (last == null || (last.isDone() && !isFresh(last))) {
                last = new CompletableFuture<>();
                takenNs = nowNs.getAsLong();
                taken = last;
            } else {
                return waiting(last);
            }
        }
        try {
            ringThread.execute(() -> complete(taken));
        } catch (RuntimeException e) {
            // The loop has ended.
            taken.completeExceptionally(e);
        }
        return waiting(taken);
    }

    private void complete(CompletableFuture<DaemonSnapshot> taken) {
        try {
            taken.complete(taker.get());
        } catch (RuntimeException e) {
            taken.completeExceptionally(e);
        }
    }

    /** The one that is being taken stays: a ring thread that is stuck is not asked again and again. */
    private CompletableFuture<DaemonSnapshot> waiting(CompletableFuture<DaemonSnapshot> taken) {
        return taken.copy().orTimeout(timeoutMs, TimeUnit.MILLISECONDS);
    }

    private boolean isFresh(CompletableFuture<DaemonSnapshot> taken) {
        if (taken.isCompletedExceptionally()) {
            return false;
        }
        long pauseNs = Math.max(FRESH_NS, taken.join().costNs() * (100 / SHARE_PERCENT));
        return nowNs.getAsLong() - takenNs < pauseNs;
    }
}
