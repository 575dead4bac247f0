package org.ringcast.daemon.runtime;

import io.netty.channel.IoEventLoop;
import io.netty.channel.ManualIoEventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.ringcast.daemon.net.IoTransport;

/**
 * The one thread of a daemon: it waits for input or the next timer, and then runs one turn of the duty cycle. Everything of
 * the core, the ring's sockets and the client sessions happens here.
 */
public final class RingLoop {
    /** The work of one turn. */
    public interface Turn {
        /** One turn; returns how much it did. */
        int run();

        /** Whether the next turn has something to do although nothing comes in, and no timer is due. */
        boolean isUnfinished();

        /** Time of the next timer, {@code Long.MAX_VALUE} for none. */
        long nextDeadlineNs();
    }

    /** Longest wait, so that what depends on the wall clock gets its turn. */
    private static final long MAX_WAIT_NS = TimeUnit.SECONDS.toNanos(1);

    /** The same after a turn that did something, in case that what it did makes work for the next one. */
    private static final long MAX_WAIT_AFTER_WORK_NS = TimeUnit.MILLISECONDS.toNanos(5);

    /** A wait that took this much longer than asked for was none of the system's usual delays. */
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ManualIoEventLoop eventLoop;
    private final LongSupplier nowNs;
    private final FaultHandler faults;
    private final long busyPollNs;
    private ExitCode exitCode;

    /**
     * A loop for the calling thread.
     *
     * @param nowNs monotonic nanoseconds
     */
    public RingLoop(IoTransport io, LongSupplier nowNs, FaultHandler faults) {
        this(io, nowNs, faults, 0);
    }

    /**
     * As {@link #RingLoop(IoTransport, LongSupplier, FaultHandler)}, for a machine with cores to spare.
     *
     * @param busyPollNs how long it looks for input again and again, after a turn that did something, before it sleeps
     */
    public RingLoop(IoTransport io, LongSupplier nowNs, FaultHandler faults, long busyPollNs) {
        this.eventLoop = new ManualIoEventLoop(Thread.currentThread(), io.handlerFactory());
        this.nowNs = nowNs;
        this.faults = faults;
        this.busyPollNs = busyPollNs;
    }

    /** For the sockets. Work of other threads is handed over with {@link IoEventLoop#execute}. */
    public IoEventLoop eventLoop() {
        return eventLoop;
    }

    /** Lets the sockets read what is there, without waiting and without running the tasks of other threads. */
    public void readSockets() {
        eventLoop.runNow(-1);
    }

    /** Ends {@link #run} after the current turn. On the loop's thread only; the first caller's code counts. */
    public void end(ExitCode code) {
        if (exitCode == null) {
            exitCode = code;
        }
    }

    /** Runs turns until {@link #end}; returns what that was called with. */
    public ExitCode run(Turn turn) {
        while (exitCode == null) {
            try {
                int work = turn.run();
                long longestNs = work > 0 ? MAX_WAIT_AFTER_WORK_NS : MAX_WAIT_NS;
                long waitNs = turn.isUnfinished() ? -1 : waitNs(turn.nextDeadlineNs(), longestNs);
                if (work > 0 && waitNs > 0 && busyPollNs > 0) {
                    if (poll(Math.min(busyPollNs, waitNs))) {
                        continue;
                    }
                    waitNs = waitNs(turn.nextDeadlineNs(), longestNs);
                }
                long waitFromNs = nowNs.getAsLong();
                eventLoop.run(waitNs);
                if (nowNs.getAsLong() - waitFromNs - waitNs > PAUSE_NS) {
                    // The process was stopped. What came meanwhile is read before the turn looks at its timers.
                    eventLoop.runNow(-1);
                }
            } catch (Throwable fault) {
                fault("ring loop", fault);
            }
        }
        return exitCode;
    }

    /** Looks for input without sleeping; false when none came in this time. */
    private boolean poll(long forNs) {
        long endNs = nowNs.getAsLong() + forNs;
        do {
            if (eventLoop.runNow() > 0) {
                return true;
            }
        } while (nowNs.getAsLong() < endNs);
        return false;
    }

    /** Notes a fault of the daemon's own code; ends the loop when there are too many. On the loop's thread only. */
    public void fault(String where, Throwable fault) {
        boolean hopeless;
        try {
            hopeless = faults.onFault(where, fault, nowNs.getAsLong());
        } catch (Throwable again) {
            // Not even the fault could be told, most likely for want of memory. A loop that dies here would leave a
            // process
            // that listens and does nothing.
            hopeless = true;
        }
        if (hopeless) {
            end(ExitCode.FAULT);
        }
    }

    /** Closes the event loop; its sockets must be closed before. */
    public void close() {
        var unused = eventLoop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
        while (!eventLoop.isTerminated()) {
            eventLoop.runNow();
        }
    }

    private long waitNs(long deadlineNs, long longestNs) {
        if (deadlineNs == Long.MAX_VALUE) {
            return longestNs;
        }
        long wait = deadlineNs - nowNs.getAsLong();
        // The event loop takes 0 for "without limit" and a negative number for "not at all".
        return wait <= 0 ? -1 : Math.min(wait, longestNs);
    }
}
