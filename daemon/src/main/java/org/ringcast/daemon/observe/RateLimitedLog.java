package org.ringcast.daemon.observe;

import java.util.function.LongSupplier;
import org.ringcast.daemon.core.CoreLog;

/**
 * The event log as the daemon's inner parts see it: what somebody else can cause over and over is not shown over and over.
 * Errors of sockets are told once a minute; lines that are shown whatever the mask may come a few times a minute each.
 * Classes that an operator has to switch on are shown in full, and so is each ring that was installed.
 *
 * <p>Owning thread: the ring loop.
 */
public final class RateLimitedLog implements CoreLog {
    private static final int PRINTS_A_MINUTE = 20;

    private final CoreLog log;
    private final LongSupplier nowNs;
    private final RepeatLimiter socketErrors = new RepeatLimiter(1);
    private final RepeatLimiter prints = new RepeatLimiter(PRINTS_A_MINUTE);

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
        }
    }

    /** Tells what was kept back; called every few seconds. */
    public void tellSuppressed() {
        long now = nowNs.getAsLong();
        for (String line : socketErrors.summaries(now)) {
            log.line(Kind.DATA_LINK, Level.ERROR, line);
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
        return printed ? prints : null;
    }
}
