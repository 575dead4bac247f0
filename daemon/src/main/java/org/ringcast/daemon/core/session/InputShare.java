package org.ringcast.daemon.core.session;

import org.ringcast.daemon.core.RingServices;

/** What one session has in the queue to the ring. */
final class InputShare implements RingServices.Submitter {
    final Session session;
    private final InputShares shares;
    private int waitingMessages;
    private long waitingBytes;
    private boolean overShare;

    InputShare(Session session, InputShares shares) {
        this.session = session;
        this.shares = shares;
    }

    int waitingMessages() {
        return waitingMessages;
    }

    long waitingBytes() {
        return waitingBytes;
    }

    boolean isOverShare() {
        return overShare;
    }

    void setOverShare(boolean over) {
        overShare = over;
    }

    /** A message of the client was queued. */
    void onQueued(int messageBytes) {
        waitingMessages++;
        waitingBytes += messageBytes;
        shares.onQueued(this, messageBytes);
    }

    @Override
    public void onPacketised(int messageBytes) {
        waitingMessages--;
        waitingBytes -= messageBytes;
        shares.onLeft(this, messageBytes);
    }
}
