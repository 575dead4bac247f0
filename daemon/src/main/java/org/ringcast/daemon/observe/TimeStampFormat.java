package org.ringcast.daemon.observe;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

/**
 * Time stamps of log lines, written like {@code strftime} does in the C locale. All conversions of POSIX and the usual
 * extensions ({@code %k %l %P %s}) are known; an unknown one is printed as it stands. Immutable.
 */
public final class TimeStampFormat {
    /** Longest text of one stamp; what goes beyond is cut. A format has at most 39 bytes, so this is never near. */
    static final int LIMIT = 256;

    private static final String[] DAYS = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    private static final String[] MONTHS = {
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December"
    };

    /** Writes one conversion or one piece of literal text. */
    private interface Piece {
        void append(StringBuilder out, ZonedDateTime time);
    }

    private final String format;
    private final ZoneId zone;
    private final boolean microseconds;
    private final List<Piece> pieces = new ArrayList<>();

    /**
     * @param format as for {@code strftime}
     * @param zone local time zone
     * @param microseconds whether {@code .} and six digits follow
     */
    public TimeStampFormat(String format, ZoneId zone, boolean microseconds) {
        this.format = format;
        this.zone = zone;
        this.microseconds = microseconds;
        compile(format);
    }

    /** The text for a time; empty when the format produces nothing. */
    public String format(Instant instant) {
        ZonedDateTime time = instant.atZone(zone);
        StringBuilder out = new StringBuilder(48);
        for (Piece piece : pieces) {
            piece.append(out, time);
        }
        if (out.length() > LIMIT) {
            out.setLength(LIMIT);
        }
        if (microseconds) {
            out.append('.');
            number(out, time.getNano() / 1000, 6, '0');
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return format + (microseconds ? " with microseconds" : "");
    }

    private void compile(String text) {
        int literalFrom = 0;
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) != '%' || at + 1 == text.length()) {
                at++;
                continue;
            }
            Piece piece = conversion(text.charAt(at + 1));
            if (piece != null) {
                literal(text.substring(literalFrom, at));
                pieces.add(piece);
                literalFrom = at + 2;
            }
            at += 2;
        }
        literal(text.substring(literalFrom));
    }

    private void literal(String text) {
        if (!text.isEmpty()) {
            pieces.add((out, time) -> out.append(text));
        }
    }

    private Piece conversion(char letter) {
        Piece piece = dateConversion(letter);
        return piece != null ? piece : clockConversion(letter);
    }

    private Piece dateConversion(char letter) {
        return switch (letter) {
            case 'a' -> (out, t) -> out.append(day(t), 0, 3);
            case 'A' -> (out, t) -> out.append(day(t));
            case 'b', 'h' -> (out, t) -> out.append(month(t), 0, 3);
            case 'B' -> (out, t) -> out.append(month(t));
            case 'c' -> composite("%a %b %e %H:%M:%S %Y");
            case 'C' -> (out, t) -> number(out, t.getYear() / 100, 2, '0');
            case 'd' -> (out, t) -> number(out, t.getDayOfMonth(), 2, '0');
            case 'D', 'x' -> composite("%m/%d/%y");
            case 'e' -> (out, t) -> number(out, t.getDayOfMonth(), 2, ' ');
            case 'F' -> composite("%Y-%m-%d");
            case 'g' -> (out, t) -> number(out, t.get(IsoFields.WEEK_BASED_YEAR) % 100, 2, '0');
            case 'G' -> (out, t) -> number(out, t.get(IsoFields.WEEK_BASED_YEAR), 4, '0');
            case 'j' -> (out, t) -> number(out, t.getDayOfYear(), 3, '0');
            case 'm' -> (out, t) -> number(out, t.getMonthValue(), 2, '0');
            case 'u' -> (out, t) -> out.append(t.getDayOfWeek().getValue());
            case 'U' -> (out, t) -> number(out, (t.getDayOfYear() + 6 - dayFromSunday(t)) / 7, 2, '0');
            case 'V' -> (out, t) -> number(out, t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0');
            case 'w' -> (out, t) -> out.append(dayFromSunday(t));
            case 'W' -> (out, t) -> number(out, (t.getDayOfYear() + 6 - (dayFromSunday(t) + 6) % 7) / 7, 2, '0');
            case 'y' -> (out, t) -> number(out, t.getYear() % 100, 2, '0');
            case 'Y' -> (out, t) -> out.append(t.getYear());
            default -> null;
        };
    }

    private Piece clockConversion(char letter) {
        return switch (letter) {
            case 'H' -> (out, t) -> number(out, t.getHour(), 2, '0');
            case 'I' -> (out, t) -> number(out, t.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2, '0');
            case 'k' -> (out, t) -> number(out, t.getHour(), 2, ' ');
            case 'l' -> (out, t) -> number(out, t.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2, ' ');
            case 'M' -> (out, t) -> number(out, t.getMinute(), 2, '0');
            case 'n' -> (out, t) -> out.append('\n');
            case 'p' -> (out, t) -> out.append(t.getHour() < 12 ? "AM" : "PM");
            case 'P' -> (out, t) -> out.append(t.getHour() < 12 ? "am" : "pm");
            case 'r' -> composite("%I:%M:%S %p");
            case 'R' -> composite("%H:%M");
            case 's' -> (out, t) -> out.append(t.toEpochSecond());
            case 'S' -> (out, t) -> number(out, t.getSecond(), 2, '0');
            case 't' -> (out, t) -> out.append('\t');
            case 'T', 'X' -> composite("%H:%M:%S");
            case 'z' -> (out, t) -> offset(out, t.getOffset().getTotalSeconds());
            case 'Z' -> (out, t) -> out.append(zoneName(t));
            case '%' -> (out, t) -> out.append('%');
            default -> null;
        };
    }

    private Piece composite(String text) {
        List<Piece> parts = new TimeStampFormat(text, zone, false).pieces;
        return (out, t) -> {
            for (Piece part : parts) {
                part.append(out, t);
            }
        };
    }

    private static String day(ZonedDateTime time) {
        return DAYS[dayFromSunday(time)];
    }

    private static String month(ZonedDateTime time) {
        return MONTHS[time.getMonthValue() - 1];
    }

    private static int dayFromSunday(ZonedDateTime time) {
        return time.getDayOfWeek().getValue() % 7;
    }

    private static void offset(StringBuilder out, int seconds) {
        int minutes = Math.abs(seconds) / 60;
        out.append(seconds < 0 ? '-' : '+');
        number(out, minutes / 60 * 100 + minutes % 60, 4, '0');
    }

    private static String zoneName(ZonedDateTime time) {
        boolean summer = time.getZone().getRules().isDaylightSavings(time.toInstant());
        return TimeZone.getTimeZone(time.getZone()).getDisplayName(summer, TimeZone.SHORT, Locale.ROOT);
    }

    private static void number(StringBuilder out, int value, int width, char filler) {
        String digits = Integer.toString(value);
        for (int i = digits.length(); i < width; i++) {
            out.append(filler);
        }
        out.append(digits);
    }
}
