package org.ringcast.daemon.runtime;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.ringcast.daemon.observe.EventLog;

/**
 * What happens when the daemon's own code throws: the fault is logged with its stack trace and counted, and the daemon goes
 * on, since other daemons and many clients hang on it. Only when faults come one after the other, or memory has run out, does
 * it give up, in order.
 *
 * <p>Owning thread: the ring loop.
 */
public final class FaultHandler {
    /** More faults than this within {@link #PERIOD_NS} end the daemon. */
    public static final int TOLERATED = 10;

    /** Nanoseconds. */
    public static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(10);

    private final EventLog log;
    private final ArrayDeque<Long> recent = new ArrayDeque<>();
    private LongConsumer listener = number -> {};
    private volatile long count;

    public FaultHandler(EventLog log) {
        this.log = log;
    }

    /**
     * Notes a fault.
     *
     * @param where what was being done
     * @return whether the daemon is to end
     */
    public boolean onFault(String where, Throwable fault, long nowNs) {
        long number = count + 1;
        count = number;
        while (!recent.isEmpty() && nowNs - recent.peekFirst() > PERIOD_NS) {
            recent.removeFirst();
        }
        recent.addLast(nowNs);
        boolean memory = fault instanceof OutOfMemoryError;
        boolean hopeless = memory || recent.size() > TOLERATED;
        log.fault(
                "Internal fault " + number + " in the " + where
                        + (hopeless ? "; the daemon ends:" : "; the daemon goes on:"),
                fault);
        if (memory) {
            log.exit("Giving up for want of memory: after that nothing can be promised");
        } else if (hopeless) {
            log.exit("Giving up after " + number + " internal faults, " + recent.size() + " of them in the last "
                    + TimeUnit.NANOSECONDS.toSeconds(PERIOD_NS) + " s");
        }
        if (!memory) {
            tellListener(number);
        }
        return hopeless;
    }

    private void tellListener(long number) {
        try {
            listener.accept(number);
        } catch (RuntimeException e) {
            log.fault("The fault cannot be recorded:", e);
        }
    }

    /** Who else wants to know of faults, by their number; not of those by a lack of memory. */
    public void setListener(LongConsumer newListener) {
        listener = newListener;
    }

    /** Faults so far. */
    public long count() {
        return count;
    }
}
