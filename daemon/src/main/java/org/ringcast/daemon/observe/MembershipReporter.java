package org.ringcast.daemon.observe;

import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.ringcast.daemon.config.ConfigLogLines;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.Daemon;
import org.ringcast.daemon.config.LogLine;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreObserver;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.session.Session;

/**
 * Tells an operator which ring was installed, and keeps the session log if there is one.
 *
 * <p>Owning thread: the ring loop.
 */
public final class MembershipReporter implements CoreObserver {
    private final Configuration configuration;
    private final Daemon me;
    private final EventLog log;
    private final SessionLog sessionLog;
    private IntSupplier highestSeq = () -> 0;
    private long rings;

    /**
     * A reporter for one daemon.
     *
     * @param sessionLog null for none
     */
    public MembershipReporter(Configuration configuration, Daemon me, EventLog log, SessionLog sessionLog) {
        this.configuration = configuration;
        this.me = me;
        this.log = log;
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
        log.line(
                CoreLog.Kind.PRINT,
                CoreLog.Level.INFO,
                "Membership id is ( " + Integer.toUnsignedString(ring.id().procId()) + ", "
                        + Integer.toUnsignedString(ring.id().time()) + ")");
        log.print(ConfigLogLines.membershipDump(configuration, me, daemon -> ring.contains(daemon.index())).stream()
                .map(LogLine::text)
                .collect(Collectors.joining("\n")));
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
