package org.ringcast.daemon.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Keeps messages that somebody else can cause at will from filling the log: the first few of their kind are shown, the
 * others of the same minute are counted, and the count is told when the minute is over. It knows a bounded number of kinds at
 * a time; all that come on top share the allowance of one, so that whoever can choose the words cannot fill the log either.
 *
 * <p>Single-threaded; the caller passes the time.
 */
public final class RepeatLimiter {
    /** The minute that begins with the first message of a kind, nanoseconds. */
    public static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(60);

    private static final int KINDS = 256;

    /** Names that clients choose: of sessions, of groups, private groups. */
    private static final Pattern NAME =
            Pattern.compile("((?:[Ss]ession|private name|denied for|group|name) )\\S+|#\\S+");

    /** Stands for all kinds beyond {@link #KINDS}. */
    private static final String OTHERS = "";

    private static final class Repeats {
        final long untilNs;
        final String first;
        int shown = 1;
        long suppressed;

        Repeats(long untilNs, String first) {
            this.untilNs = untilNs;
            this.first = first;
        }
    }

    private final Map<String, Repeats> kinds = new LinkedHashMap<>();
    private final int perPeriod;
    private final int totalPerPeriod;
    private long periodEndNs;
    private int shownInPeriod;

    /** Shows {@code perPeriod} messages of a kind in {@link #PERIOD_NS}. */
    public RepeatLimiter(int perPeriod) {
        this(perPeriod, Integer.MAX_VALUE);
    }

    /**
     * A limiter for messages whose kinds somebody else may choose.
     *
     * @param perPeriod messages of one kind that are shown in {@link #PERIOD_NS}
     * @param totalPerPeriod messages of all kinds that are shown in it
     */
    public RepeatLimiter(int perPeriod, int totalPerPeriod) {
        this.perPeriod = perPeriod;
        this.totalPerPeriod = totalPerPeriod;
    }

    /** Tells whether to show the message {@code text}, and counts it when not. */
    public boolean admits(String text, long nowNs) {
        if (shownInPeriod == 0 || nowNs - periodEndNs >= 0) {
            shownInPeriod = 0;
            periodEndNs = nowNs + PERIOD_NS;
        }
        boolean shown = isWithinKind(text, shownInPeriod < totalPerPeriod, nowNs);
        shownInPeriod += shown ? 1 : 0;
        return shown;
    }

    private boolean isWithinKind(String text, boolean room, long nowNs) {
        String kind = kindOf(text);
        Repeats repeats = kinds.get(kind);
        if (repeats == null && kinds.size() >= KINDS) {
            kinds.values().removeIf(known -> known.suppressed == 0 && nowNs - known.untilNs >= 0);
            if (kinds.size() >= KINDS) {
                kind = OTHERS;
                repeats = kinds.get(kind);
            }
        }
        if (repeats != null && nowNs - repeats.untilNs < 0) {
            if (repeats.shown < perPeriod && room) {
                repeats.shown++;
                return true;
            }
            repeats.suppressed++;
            return false;
        }
        Repeats first = new Repeats(nowNs + PERIOD_NS, text);
        kinds.put(kind, first);
        if (!room) {
            first.shown = 0;
            first.suppressed = 1;
        }
        return room;
    }

    /** Lines that tell what was kept back in minutes that are over; each is told once. */
    public List<String> summaries(long nowNs) {
        if (kinds.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        kinds.entrySet().removeIf(entry -> {
            Repeats repeats = entry.getValue();
            boolean over = nowNs - repeats.untilNs >= 0;
            if (over && repeats.suppressed > 0) {
                lines.add(repeats.suppressed + " more " + (entry.getKey().equals(OTHERS) ? "of any kind" : "like this")
                        + " in the last " + TimeUnit.NANOSECONDS.toSeconds(PERIOD_NS) + " s: " + repeats.first);
            }
            return over;
        });
        return lines;
    }

    /**
     * Two messages are of one kind when they differ in numbers and in names that clients choose only; a number inside square
     * brackets is an address and tells peers apart.
     */
    static String kindOf(String line) {
        String text = NAME.matcher(line).replaceAll("$1");
        StringBuilder kind = new StringBuilder(text.length());
        boolean inBrackets = false;
        boolean inNumber = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '[') {
                inBrackets = true;
            } else if (c == ']') {
                inBrackets = false;
            }
            boolean digit = c >= '0' && c <= '9';
            if (!digit || inBrackets) {
                kind.append(c);
            } else if (!inNumber) {
                kind.append('0');
            }
            inNumber = digit;
        }
        return kind.toString();
    }
}
