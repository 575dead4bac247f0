package org.ringcast.daemon;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ringcast.daemon.runtime.ExitCode;
import org.ringcast.daemon.runtime.ServiceNotifier;

/**
 * Keeps the service manager informed of a daemon: when it is ready, how its ring is, and that it lives. Signs of life are
 * given by the ring's thread, so that a daemon whose ring stands still does not pass for a live one.
 *
 * <p>Used by the thread that waits for the end of the daemon.
 */
final class Supervision {
    private static final long STATE_PERIOD_NS = TimeUnit.SECONDS.toNanos(5);

    private final Daemon daemon;
    private final ServiceNotifier manager;
    private final AtomicBoolean asked = new AtomicBoolean();

    Supervision(Daemon daemon, ServiceNotifier manager) {
        this.daemon = daemon;
        this.manager = manager;
    }

    /** Waits for the end of the daemon, and tells what the process is to end with. */
    ExitCode awaitEnd() {
        try (manager) {
            if (!manager.isListening()) {
                return daemon.awaitEnd();
            }
            daemon.whenReady(() -> manager.ready(daemon.stateLine()));
            long periodNs = periodNs(manager.watchdogNs());
            ExitCode code = daemon.awaitEnd(periodNs);
            while (code == null) {
                askForLife();
                code = daemon.awaitEnd(periodNs);
            }
            return code;
        }
    }

    /** Twice as often as the watchdog wants, as is good custom, and often enough to show news. */
    static long periodNs(long watchdogNs) {
        return watchdogNs > 0 ? Math.min(STATE_PERIOD_NS, Math.max(1, watchdogNs / 2)) : STATE_PERIOD_NS;
    }

    private void askForLife() {
        // One question at a time: they must not pile up in front of a thread that stands still.
        if (asked.compareAndSet(false, true)) {
            daemon.onRingThread(() -> {
                asked.set(false);
                manager.alive(daemon.stateLine());
            });
        }
    }
}
