package org.ringcast.harness.load;

/**
 * Whether all receivers see the same sequence. The receiver that is ahead writes down what it sees; the others compare. Numbers
 * of each sender must have no gap.
 */
final class OrderCheck {
    /** Receivers that are further apart are not compared; window and slow-reader limit keep them closer. */
    private static final int LOG_ENTRIES = 1 << 18;

    private static final int MASK = LOG_ENTRIES - 1;

    private final boolean total;
    private final long[] log = new long[LOG_ENTRIES];
    private final long[] position;
    private final int[][] next;
    private long head;
    private long violations;
    private String first;

    /** A check; {@code total} false: only the order of each sender by itself. */
    OrderCheck(int senders, int receivers, boolean total) {
        this.total = total;
        position = new long[receivers];
        next = new int[receivers][senders];
    }

    /** The receiver sees message {@code number} of the sender, 0-based. */
    void onMessage(int receiver, int sender, int number) {
        if (number != next[receiver][sender]) {
            violation(
                    receiver,
                    "message " + number + " of sender " + sender + " where " + next[receiver][sender] + " was due");
        }
        next[receiver][sender] = number + 1;
        if (!total) {
            return;
        }
        long entry = (long) sender << Integer.SIZE | number;
        long at = position[receiver]++;
        if (at == head) {
            log[(int) (head++ & MASK)] = entry;
        } else if (head - at <= LOG_ENTRIES && log[(int) (at & MASK)] != entry) {
            violation(receiver, "at position " + at + " another message than the first receiver there");
        }
    }

    private void violation(int receiver, String what) {
        violations++;
        if (first == null) {
            first = "receiver " + receiver + ": " + what;
        }
    }

    long violations() {
        return violations;
    }

    /** The first violation in words; null when there was none. */
    String first() {
        return first;
    }
}
