package org.ringcast.monitor;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decimal numbers as the tools read them: blanks before and anything after the digits are passed over. */
final class ScannedNumber {
    private static final Pattern NUMBER = Pattern.compile("\\s*([-+]?)0*(\\d+)");
    private static final int SURE_DIGITS = 10;

    private ScannedNumber() {}

    /** The number at the start of the text, the nearest int when it is too large; empty when there is none. */
    static OptionalInt of(String text) {
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.lookingAt()) {
            return OptionalInt.empty();
        }
        String digits = matcher.group(2);
        long magnitude = digits.length() > SURE_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
        long value = matcher.group(1).equals("-") ? -magnitude : magnitude;
        return OptionalInt.of((int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value)));
    }
}
