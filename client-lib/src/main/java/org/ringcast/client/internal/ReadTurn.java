package org.ringcast.client.internal;

import java.io.InterruptedIOException;
import java.util.function.BooleanSupplier;

/** Lets one thread at a time read. Waiting for the turn can be cancelled and interrupted. */
final class ReadTurn {
    private boolean taken;

    /**
     * Waits for the turn.
     *
     * @param cancelled asked when the turn is not free, and after each {@link #wakeAll()}
     * @return false when cancelled
     * @throws InterruptedIOException when the thread was interrupted while it had to wait
     */
    synchronized boolean take(BooleanSupplier cancelled) throws InterruptedIOException {
        while (taken) {
            if (cancelled.getAsBoolean()) {
                return false;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                InterruptedIOException exception = new InterruptedIOException("interrupted");
                exception.initCause(e);
                throw exception;
            }
        }
        taken = true;
        return true;
    }

    /** Takes the turn if it is free. */
    synchronized boolean tryTake() {
        boolean free = !taken;
        taken = true;
        return free;
    }

    synchronized void giveBack() {
        taken = false;
        notifyAll();
    }

    synchronized void wakeAll() {
        notifyAll();
    }
}
