package org.ringcast.harness.sim;

import java.util.function.Consumer;

/**
 * What one direction of a link does to datagrams. Probabilities are 0..1.
 *
 * @param delayNs shortest time on the way
 * @param jitterNs up to this much is added
 * @param loss probability that a datagram gets lost, independent of the others
 * @param burstStart probability, for each datagram, that a burst of losses begins with it
 * @param burstEnd probability, for each datagram lost in a burst, that it is the last one
 * @param duplicate probability that a datagram comes twice
 * @param reorder probability that a datagram is overtaken by later ones
 * @param reorderNs a datagram that is overtaken, and a second copy, is up to this much late
 * @param corrupt probability that bits flip or the end is missing; the receiver's checksum finds it, so the datagram is lost
 * @param forged probability that this happens and no checksum finds it
 * @param bytesPerSecond bandwidth; 0: without limit
 * @param queueBytes what waits for the bandwidth at most, more is dropped
 */
public record LinkConditions(
        long delayNs,
        long jitterNs,
        double loss,
        double burstStart,
        double burstEnd,
        double duplicate,
        double reorder,
        long reorderNs,
        double corrupt,
        double forged,
        long bytesPerSecond,
        int queueBytes) {
    private static final long US = 1_000L;
    private static final long MS = 1_000_000L;

    /** A switch: fast, and nothing gets lost. */
    public static final LinkConditions LAN =
            new LinkConditions(40 * US, 20 * US, 0, 0, 1, 0, 0, 0, 0, 0, 125_000_000L, 1 << 20);

    /** A line between sites: 20 ms, 100 Mbit/s. */
    public static final LinkConditions WAN =
            new LinkConditions(20 * MS, 2 * MS, 0, 0, 1, 0, 0, 0, 0, 0, 12_500_000L, 1 << 20);

    /** These conditions, changed. */
    public LinkConditions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finished();
    }

    /** Conditions that are being put together. */
    public static final class Draft {
        private long delayNs;
        private long jitterNs;
        private double loss;
        private double burstStart;
        private double burstEnd;
        private double duplicate;
        private double reorder;
        private long reorderNs;
        private double corrupt;
        private double forged;
        private long bytesPerSecond;
        private int queueBytes;

        private Draft(LinkConditions from) {
            delayNs = from.delayNs;
            jitterNs = from.jitterNs;
            loss = from.loss;
            burstStart = from.burstStart;
            burstEnd = from.burstEnd;
            duplicate = from.duplicate;
            reorder = from.reorder;
            reorderNs = from.reorderNs;
            corrupt = from.corrupt;
            forged = from.forged;
            bytesPerSecond = from.bytesPerSecond;
            queueBytes = from.queueBytes;
        }

        private LinkConditions finished() {
            return new LinkConditions(
                    delayNs,
                    jitterNs,
                    loss,
                    burstStart,
                    burstEnd,
                    duplicate,
                    reorder,
                    reorderNs,
                    corrupt,
                    forged,
                    bytesPerSecond,
                    queueBytes);
        }

        public Draft delay(long shortestNs, long addedNs) {
            delayNs = shortestNs;
            jitterNs = addedNs;
            return this;
        }

        public Draft loss(double probability) {
            loss = probability;
            return this;
        }

        /** Bursts of losses: how often one begins, and how many datagrams it takes on average. */
        public Draft bursts(double start, double meanLength) {
            burstStart = start;
            burstEnd = 1 / Math.max(1, meanLength);
            return this;
        }

        public Draft duplicates(double probability, long lateNs) {
            duplicate = probability;
            reorderNs = Math.max(reorderNs, lateNs);
            return this;
        }

        public Draft reordering(double probability, long lateNs) {
            reorder = probability;
            reorderNs = Math.max(reorderNs, lateNs);
            return this;
        }

        /** Damage that checksums find, and damage that they do not. */
        public Draft corruption(double found, double notFound) {
            corrupt = found;
            return forging(notFound);
        }

        /** Damage that checksums do not find; the other is left as it is. */
        public Draft forging(double probability) {
            forged = probability;
            return this;
        }

        public Draft bandwidth(long newBytesPerSecond, int newQueueBytes) {
            bytesPerSecond = newBytesPerSecond;
            queueBytes = newQueueBytes;
            return this;
        }
    }
}
