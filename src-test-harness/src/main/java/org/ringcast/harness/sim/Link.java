package org.ringcast.harness.sim;

import java.util.Arrays;

/** One direction of the way between two daemons, with what is going on there. */
final class Link {
    private static final long SECOND_NS = 1_000_000_000L;

    private final SimRandom random;
    private LinkConditions conditions;
    private boolean cut;
    private boolean inBurst;
    private long freeAtNs;
    private long lastArrivalNs;

    Link(SimRandom random, LinkConditions conditions) {
        this.random = random;
        this.conditions = conditions;
    }

    LinkConditions conditions() {
        return conditions;
    }

    void setConditions(LinkConditions newConditions) {
        conditions = newConditions;
        inBurst = false;
    }

    boolean isCut() {
        return cut;
    }

    void setCut(boolean isCut) {
        cut = isCut;
    }

    /** Whether chance takes the next datagram. */
    Fate chance() {
        if (cut) {
            return Fate.CUT;
        }
        if (inBurst) {
            inBurst = !random.chance(conditions.burstEnd());
            return Fate.LOST;
        }
        if (random.chance(conditions.burstStart())) {
            inBurst = true;
            return Fate.LOST;
        }
        if (random.chance(conditions.loss())) {
            return Fate.LOST;
        }
        return random.chance(conditions.corrupt()) ? Fate.CHECKSUM : Fate.ARRIVES;
    }

    /** When a datagram sent now arrives, in the order of sending; negative when the queue of the link is full. */
    long arrivalNs(long nowNs, int lengthBytes) {
        long start = nowNs;
        if (conditions.bytesPerSecond() > 0) {
            long waitingBytes =
                    (Math.max(0, freeAtNs - nowNs) * (conditions.bytesPerSecond() / 1000)) / (SECOND_NS / 1000);
            if (waitingBytes + lengthBytes > conditions.queueBytes()) {
                return -1;
            }
            start = Math.max(nowNs, freeAtNs) + lengthBytes * SECOND_NS / conditions.bytesPerSecond();
            freeAtNs = start;
        }
        lastArrivalNs = Math.max(lastArrivalNs, start + delayNs());
        return lastArrivalNs;
    }

    /** How late a datagram is that chance lets the others overtake; 0: not at all. */
    long latenessNs() {
        return random.chance(conditions.reorder()) ? random.between(0, conditions.reorderNs()) : 0;
    }

    /** How much later a second copy comes; negative: there is none. */
    long duplicateNs() {
        return random.chance(conditions.duplicate()) ? random.between(0, conditions.reorderNs()) : -1;
    }

    /** The bytes as they arrive: the same, or forged ones. */
    byte[] contents(byte[] bytes) {
        return random.chance(conditions.forged()) ? damaged(bytes) : bytes;
    }

    private long delayNs() {
        return conditions.delayNs() + (conditions.jitterNs() == 0 ? 0 : random.between(0, conditions.jitterNs()));
    }

    private byte[] damaged(byte[] bytes) {
        if (bytes.length == 0 || random.chance(0.25)) {
            return Arrays.copyOf(bytes, random.below(bytes.length + 1));
        }
        byte[] copy = bytes.clone();
        int flips = random.between(1, 8);
        for (int i = 0; i < flips; i++) {
            copy[random.below(copy.length)] ^= (byte) (1 << random.below(8));
        }
        return copy;
    }
}
