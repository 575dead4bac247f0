package org.ringcast.daemon.core.session;

import java.util.List;
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
    private long maxBytes;
    private final List<Session> sessions;
    private int activeSessions;
    private long waitingBytes;
    private boolean suspended;

    /** All that may wait does: nobody is read. */
    private boolean full;

    /**
     * Shares of the sessions in a list.
     *
     * @param mostBytes bytes that may wait for the ring if they are less than {@link #MAX_BYTES}
     * @param sessions all sessions, as they come and go
     */
    InputShares(CoreOutputs outputs, long mostBytes, List<Session> sessions) {
        this.outputs = outputs;
        this.maxBytes = Math.min(MAX_BYTES, mostBytes);
        this.sessions = sessions;
    }

    /** Another limit. When more waits already, the next message closes, and when less waits, the next that leaves opens. */
    void setMostBytes(long mostBytes) {
        maxBytes = Math.min(MAX_BYTES, mostBytes);
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
            outputs.setReading(session, !suspended && !full);
        }
    }

    int messageShare() {
        return Math.max(LEAST_MESSAGES, Limits.WATER_MARK / Math.max(1, activeSessions));
    }

    private long byteShare() {
        return Math.max(Limits.MAX_MESSAGE, maxBytes / Math.max(1, activeSessions));
    }

    void onQueued(InputShare share, int messageBytes) {
        waitingBytes += messageBytes;
        if (share.waitingMessages() == 1) {
            activeSessions++;
        }
        if (!share.isOverShare() && isOver(share)) {
            share.setOverShare(true);
            if (!suspended && share.session.isOperational()) {
                outputs.setReading(share.session, false);
            }
        }
        if (!full && waitingBytes >= maxBytes) {
            setFull(true);
        }
    }

    void onLeft(InputShare share, int messageBytes) {
        waitingBytes -= messageBytes;
        if (share.waitingMessages() == 0) {
            activeSessions--;
        }
        if (share.isOverShare() && !isOver(share)) {
            share.setOverShare(false);
            if (!suspended && !full && share.session.isOperational()) {
                outputs.setReading(share.session, true);
            }
        }
        if (full && waitingBytes <= maxBytes / 2) {
            setFull(false);
        }
    }

    private void setFull(boolean isFull) {
        full = isFull;
        if (!suspended) {
            for (int i = 0; i < sessions.size(); i++) {
                apply(sessions.get(i));
            }
        }
    }

    /** Whether a session that was just authorized must wait. */
    boolean isClosed() {
        return suspended || full;
    }

    private boolean isOver(InputShare share) {
        return share.waitingMessages() >= messageShare() || share.waitingBytes() >= byteShare();
    }
}
