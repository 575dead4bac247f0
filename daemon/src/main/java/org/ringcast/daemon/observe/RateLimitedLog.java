package org.ringcast.daemon.observe;

import java.util.function.LongSupplier;
import org.ringcast.daemon.core.CoreLog;

/**
 * The event log as the daemon's inner parts see it: what somebody else can cause over and over is not shown over and over.
 * Errors of sockets are told once a minute; lines that are shown whatever the mask may come a few times a minute each, lines
 * about datagrams of strangers once a second. Lines about clients come in full as long as the clients behave: thousands of
 * joins and ends in a minute are shown, only what is beyond them is counted. The other classes that an operator has to switch
 * on are shown in full, and so are priority DEBUG and each ring that was installed.
 *
 * <p>Owning thread: the ring loop.
 */
public final class RateLimitedLog implements CoreLog {
    private static final int PRINTS_A_MINUTE = 20;

    /** Of one kind, and of all. */
    private static final int NETWORK_A_MINUTE = 60;

    private static final int NETWORK_TOTAL_A_MINUTE = 600;

    /** Of one kind, and of all: more than a site sees whose clients all connect anew. */
    private static final int CLIENT_LINES_A_MINUTE = 6_000;

    private static final int CLIENT_LINES_TOTAL_A_MINUTE = 30_000;

    private final CoreLog log;
    private final LongSupplier nowNs;
    private final RepeatLimiter socketErrors = new RepeatLimiter(1);
    private final RepeatLimiter prints = new RepeatLimiter(PRINTS_A_MINUTE);
    private final RepeatLimiter network = new RepeatLimiter(NETWORK_A_MINUTE, NETWORK_TOTAL_A_MINUTE);
    private final RepeatLimiter clients = new RepeatLimiter(CLIENT_LINES_A_MINUTE, CLIENT_LINES_TOTAL_A_MINUTE);
    private long suppressed;

    public RateLimitedLog(CoreLog log, LongSupplier nowNs) {
        this.log = log;
        this.nowNs = nowNs;
    }

    @Override
    public boolean enabled(Kind kind, Level level) {
        return log.enabled(kind, level);
    }

    @Override
    public void line(Kind kind, Level level, String text) {
        if (!log.enabled(kind, level)) {
            return;
        }
        RepeatLimiter limiter = limiterOf(kind, level);
        if (limiter == null || limiter.admits(text, nowNs.getAsLong())) {
            log.line(kind, level, text);
        } else {
            suppressed++;
        }
    }

    /** Lines of any kind that were kept back since the start. */
    public long suppressed() {
        return suppressed;
    }

    /** Tells what was kept back; called every few seconds. */
    public void tellSuppressed() {
        long now = nowNs.getAsLong();
        for (String line : socketErrors.summaries(now)) {
            log.line(Kind.DATA_LINK, Level.ERROR, line);
        }
        for (String line : network.summaries(now)) {
            log.line(Kind.NETWORK, Level.WARNING, line);
        }
        for (String line : clients.summaries(now)) {
            log.line(Kind.SESSION, Level.WARNING, line);
        }
        for (String line : prints.summaries(now)) {
            log.line(Kind.PRINT, Level.PRINT, line);
        }
    }

    private RepeatLimiter limiterOf(Kind kind, Level level) {
        if (kind == Kind.DATA_LINK && level.compareTo(Level.WARNING) >= 0) {
            return socketErrors;
        }
        // The configuration of a ring is the one line of class PRINT and priority INFO; a ring takes its time to form.
        boolean printed = level == Level.PRINT || (kind == Kind.PRINT && level.compareTo(Level.INFO) > 0);
        if (printed) {
            return prints;
        }
        if (level == Level.DEBUG || level == Level.FATAL) {
            return null;
        }
        return switch (kind) {
            case NETWORK, DATA_LINK -> network;
            case SESSION, GROUPS, SECURITY, ACM -> clients;
            default -> null;
        };
    }
}
