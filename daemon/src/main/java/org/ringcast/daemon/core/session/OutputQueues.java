package org.ringcast.daemon.core.session;

import java.util.List;
import java.util.Locale;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.CoreOutputs;
import org.ringcast.daemon.core.CoreSettings.SessionSettings;

/**
 * Output queues of the sessions and the decision that a client does not read.
 *
 * <p>A client is too slow when its queue is full as the next message comes, and the socket, asked once more, takes nothing.
 * Notifications made by a ring change stand in the queue without counting as messages: one event may make thousands of
 * them for a client that reads well. Their bytes count as soon as the client has taken nothing for a while.
 */
final class OutputQueues {
    /** A client that took no byte for this long gets no allowance for the bytes of ring changes. */
    static final long STALLED_NS = 10_000_000_000L;

    private static final int[] WARNINGS_PERCENT = {50, 80};

    /** Ending a session with less than this in its queue would help nobody. */
    private static final int LEAST_WORTH_BYTES = 4 << 10;

    private SessionSettings limits;
    private final CoreOutputs outputs;
    private final CoreLog log;
    private final SessionMemory memory;
    private int warnedTotalPercent;

    OutputQueues(SessionSettings limits, SessionMemory memory, CoreOutputs outputs, CoreLog log) {
        this.limits = limits;
        this.memory = memory;
        this.outputs = outputs;
        this.log = log;
    }

    /** New limits; a queue that is longer is noticed when the next message comes. */
    void setLimits(SessionSettings newLimits) {
        limits = newLimits;
    }

    /**
     * Queues a frame.
     *
     * @return false when the client does not read and the session is to be killed; the frame was not queued then
     */
    boolean offer(Session session, OutputFrame frame, long nowNs) {
        if (isFull(session, frame, nowNs)) {
            outputs.drainNow(session);
            if (!session.isOperational()) {
                return true;
            }
            if (isFull(session, frame, nowNs)) {
                logNotReading(session, "", nowNs);
                return false;
            }
        }
        if (session.output.isEmpty()) {
            session.lastProgressNs = nowNs;
            session.behindSinceNs = nowNs;
        }
        frame.retain();
        frame.countIn(memory);
        session.queue(frame);
        if (!session.outputSignalled) {
            session.outputSignalled = true;
            outputs.outputReady(session);
        }
        warnWhenFilling(session);
        return true;
    }

    /**
     * When all sessions together hold more than may be: the one that has to go, which is the one with most in its queue, and of
     * several such the one that has read nothing for the longest time. Null when there is room again, or nobody has anything
     * worth mentioning.
     */
    Session worst(List<Session> sessions, long nowNs) {
        Session asked = null;
        while (memory.isOutputOver()) {
            Session worst = null;
            for (Session session : sessions) {
                if (session.isOperational() && (worst == null || isWorse(session, worst))) {
                    worst = session;
                }
            }
            if (worst == null || costBytes(worst) < LEAST_WORTH_BYTES) {
                return null;
            }
            if (worst == asked) {
                logNotReading(
                        worst,
                        "; all clients together have %d bytes waiting, and MaxTotalBytes allows %d"
                                .formatted(memory.usedBytes(), memory.limitBytes()),
                        nowNs);
                return worst;
            }
            asked = worst;
            outputs.drainNow(worst);
        }
        return null;
    }

    private static boolean isWorse(Session session, Session than) {
        long more = costBytes(session) - costBytes(than);
        return more > 0 || (more == 0 && session.lastProgressNs < than.lastProgressNs);
    }

    private static long costBytes(Session session) {
        return session.outputBytes + (long) SessionMemory.BUFFER_BYTES * session.output.size();
    }

    /** Tells when what waits for all clients together is half and four fifths of what may. */
    void warnOfTotal(List<Session> sessions) {
        int percent = memory.usedPercent();
        if (percent * 2 <= warnedTotalPercent) {
            warnedTotalPercent = 0;
        }
        for (int threshold : WARNINGS_PERCENT) {
            if (percent >= threshold && warnedTotalPercent < threshold) {
                warnedTotalPercent = threshold;
                if (log.enabled(Kind.PRINT, Level.PRINT)) {
                    log.line(Kind.PRINT, Level.PRINT, totalText(sessions, percent));
                }
            }
        }
    }

    private String totalText(List<Session> sessions, int percent) {
        Session most = null;
        for (Session session : sessions) {
            most = session.isOperational() && (most == null || isWorse(session, most)) ? session : most;
        }
        return "Sess_write: all clients together have %d %% of MaxTotalBytes waiting, %d bytes to be written and %d of frames"
                        .formatted(percent, memory.outputBytes(), memory.inputBytes())
                + " that are not complete"
                + (most == null
                        ? ""
                        : "; most waits for session %s ( mailbox %d ): %d messages, %d bytes"
                                .formatted(
                                        most.privateName(), most.mailbox(), most.queuedMessages(), most.queuedBytes()));
    }

    private boolean isFull(Session session, OutputFrame frame, long nowNs) {
        int messages = session.output.size() - session.ringChangeMessages;
        if (!frame.isRingChange() && messages >= limits.maxSessionMessages()) {
            return true;
        }
        boolean stalled = !session.output.isEmpty() && nowNs - session.lastProgressNs >= STALLED_NS;
        long bytes = stalled ? session.outputBytes : session.outputBytes - session.ringChangeBytes;
        long incoming = frame.isRingChange() && !stalled ? 0 : frame.lengthBytes();
        return limits.maxSessionBytes() > 0 && bytes + incoming > limits.maxSessionBytes();
    }

    /**
     * The line of Spread's daemons comes at their class; the other one is always shown, for of all that goes wrong this is what
     * people ask about most. That the socket takes bytes says little about the client: they go into buffers of the kernel, here and on its host. So
     * the line tells for how long there was always something left to write, and what the kernel knows.
     */
    private void logNotReading(Session session, String limit, long nowNs) {
        if (log.enabled(Kind.SESSION, Level.WARNING)) {
            log.line(Kind.SESSION, Level.WARNING, "Sess_write: killing mbox " + session.mailbox() + " for not reading");
        }
        if (!log.enabled(Kind.PRINT, Level.PRINT)) {
            return;
        }
        String state = outputs.socketState(session);
        log.line(
                Kind.PRINT,
                Level.PRINT,
                String.format(
                        Locale.ROOT,
                        "Sess_write: session %s ( mailbox %d ) is disconnected for not reading: it has %d messages, %d"
                                + " bytes queued; behind for %.1f s; its socket last took bytes %.1f s ago%s%s",
                        session.privateName(),
                        session.mailbox(),
                        session.queuedMessages(),
                        session.queuedBytes(),
                        seconds(session.output.isEmpty() ? nowNs : session.behindSinceNs, nowNs),
                        seconds(session.lastProgressNs, nowNs),
                        state.isEmpty() ? "" : "; " + state,
                        limit));
    }

    private static double seconds(long sinceNs, long nowNs) {
        return (nowNs - sinceNs) / 1e9;
    }

    private void warnWhenFilling(Session session) {
        int percent = fillPercent(session);
        for (int threshold : WARNINGS_PERCENT) {
            if (percent >= threshold && session.warnedPercent < threshold) {
                session.warnedPercent = threshold;
                if (log.enabled(Kind.PRINT, Level.PRINT)) {
                    log.line(
                            Kind.PRINT,
                            Level.PRINT,
                            "Sess_write: session %s ( mailbox %d ) reads slowly: queue %d %% full, %d messages, %d bytes"
                                    .formatted(
                                            session.privateName(),
                                            session.mailbox(),
                                            percent,
                                            session.queuedMessages(),
                                            session.queuedBytes()));
                }
            }
        }
    }

    /** Forgets a warning when the queue has fallen to half of what caused it. */
    void onProgress(Session session, long nowNs) {
        session.lastProgressNs = nowNs;
        if (session.warnedPercent > 0) {
            int percent = fillPercent(session);
            int kept = 0;
            for (int threshold : WARNINGS_PERCENT) {
                if (threshold <= session.warnedPercent && percent * 2 > threshold) {
                    kept = threshold;
                }
            }
            session.warnedPercent = kept;
        }
    }

    private int fillPercent(Session session) {
        int messages = session.output.size() - session.ringChangeMessages;
        long byMessages = limits.maxSessionMessages() > 0 ? messages * 100L / limits.maxSessionMessages() : 0;
        long byBytes = limits.maxSessionBytes() > 0
                ? (session.outputBytes - session.ringChangeBytes) * 100 / limits.maxSessionBytes()
                : 0;
        return (int) Math.min(100, Math.max(byMessages, byBytes));
    }
}
