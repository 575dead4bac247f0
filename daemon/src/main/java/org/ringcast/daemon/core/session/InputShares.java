package org.ringcast.daemon.core.session;

import org.ringcast.daemon.core.CoreOutputs;
import org.ringcast.protocol.Limits;

/**
 * Fair input: the queue to the ring is divided among the sessions that have something in it, and a session over its share
 * is not read until it is below it again. So one fast sender fills its own share only. While the groups layer exchanges
 * state no session is read at all.
 */
final class InputShares {
    /** A session may always have this many messages waiting. */
    static final int LEAST_MESSAGES = 16;

    /** Bytes of all sessions together that may wait for the ring. */
    static final long MAX_BYTES = 32L << 20;

    private final CoreOutputs outputs;
    private int activeSessions;
    private boolean suspended;

    InputShares(CoreOutputs outputs) {
        this.outputs = outputs;
    }

    InputShare open(Session session) {
        return new InputShare(session, this);
    }

    boolean isSuspended() {
        return suspended;
    }

    void setSuspended(boolean suspend) {
        suspended = suspend;
    }

    /** Tells the adapter whether to read a session that was just authorized, or after {@link #setSuspended}. */
    void apply(Session session) {
        if (session.isOperational() && !session.input.isOverShare()) {
            outputs.setReading(session, !suspended);
        }
    }

    int messageShare() {
        return Math.max(LEAST_MESSAGES, Limits.WATER_MARK / Math.max(1, activeSessions));
    }

    private long byteShare() {
        return Math.max(Limits.MAX_MESSAGE, MAX_BYTES / Math.max(1, activeSessions));
    }

    void onQueued(InputShare share) {
        if (share.waitingMessages() == 1) {
            activeSessions++;
        }
        if (!share.isOverShare() && isOver(share)) {
            share.setOverShare(true);
            if (!suspended && share.session.isOperational()) {
                outputs.setReading(share.session, false);
            }
        }
    }

    void onLeft(InputShare share) {
        if (share.waitingMessages() == 0) {
            activeSessions--;
        }
        if (share.isOverShare() && !isOver(share)) {
            share.setOverShare(false);
            if (!suspended && share.session.isOperational()) {
                outputs.setReading(share.session, true);
            }
        }
    }

    private boolean isOver(InputShare share) {
        return share.waitingMessages() >= messageShare() || share.waitingBytes() >= byteShare();
    }
}
