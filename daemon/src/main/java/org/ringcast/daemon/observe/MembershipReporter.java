package org.ringcast.daemon.observe;

import java.util.function.IntSupplier;
import org.ringcast.daemon.core.CoreObserver;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.session.Session;

/**
 * Watches the core for the daemon around it: counts the rings that were installed, and keeps the session log if there is
 * one.
 *
 * <p>Owning thread: the ring loop.
 */
public final class MembershipReporter implements CoreObserver {
    private final SessionLog sessionLog;
    private IntSupplier highestSeq = () -> 0;
    private long rings;

    /**
     * A reporter for one daemon.
     *
     * @param sessionLog null for none
     */
    public MembershipReporter(SessionLog sessionLog) {
        this.sessionLog = sessionLog;
    }

    /** Tells where to ask for the highest sequence number that the core knows. */
    public void setHighestSeq(IntSupplier source) {
        highestSeq = source;
    }

    /** Rings installed so far. */
    public long rings() {
        return rings;
    }

    @Override
    public void onRegular(RingMembers ring) {
        rings++;
        if (sessionLog != null) {
            sessionLog.membership(ring, highestSeq.getAsInt());
        }
    }

    @Override
    public void onSessionOpened(Session session, int highestSeq) {
        if (sessionLog != null) {
            sessionLog.connect(highestSeq, session.mailbox(), session.peerAddress(), session.privateName());
        }
    }

    @Override
    public void onSessionEnded(Session session, int highestSeq, int queuedMessages, String reason) {
        if (sessionLog != null) {
            sessionLog.disconnect(
                    highestSeq, session.mailbox(), session.peerAddress(), session.privateName(), queuedMessages);
        }
    }
}
