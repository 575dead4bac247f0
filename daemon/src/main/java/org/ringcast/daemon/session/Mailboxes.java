package org.ringcast.daemon.session;

import java.util.ArrayDeque;
import java.util.BitSet;

/**
 * Numbers by which log lines name connections, in place of the descriptor numbers of other daemons: small, different for
 * all that live, and not used again at once, so that two neighbouring lines about one number are about one connection.
 */
final class Mailboxes {
    private static final int RESTING = 64;

    private final BitSet used = new BitSet();
    private final ArrayDeque<Integer> resting = new ArrayDeque<>();

    /** A number from 1 on that nobody has. */
    int take() {
        int number = resting.size() > RESTING ? resting.poll() : used.nextClearBit(1);
        used.set(number);
        return number;
    }

    /** Gives a number back. It stays marked as used while it rests. */
    void giveBack(int number) {
        resting.add(number);
    }
}
