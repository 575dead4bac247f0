package org.ringcast.daemon.core.session;

import java.util.Random;
import java.util.function.Predicate;

/** Private names for clients that bring none: {@code r<number>-<mailbox>}, cut to 9 characters. */
final class NameGenerator {
    private static final int MAX_LENGTH = 9;
    private static final int NUMBERS = 9999;

    private final Random random;

    NameGenerator(Random random) {
        this.random = random;
    }

    /** A name that is free; null when none of the 9999 is. */
    String unused(int mailbox, Predicate<String> isFree) {
        int start = random.nextInt(NUMBERS);
        for (int i = 0; i < NUMBERS; i++) {
            String whole = "r" + (start + i) % NUMBERS + "-" + mailbox;
            String name = whole.substring(0, Math.min(MAX_LENGTH, whole.length()));
            if (isFree.test(name)) {
                return name;
            }
        }
        return null;
    }
}
