package org.ringcast.harness.sim;

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

    public LinkConditions withDelay(long newDelayNs, long newJitterNs) {
        return new LinkConditions(
                newDelayNs,
                newJitterNs,
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

    public LinkConditions withLoss(double newLoss) {
        return new LinkConditions(
                delayNs,
                jitterNs,
                newLoss,
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

    /** Bursts of losses: how often one begins, and how many datagrams it takes on average. */
    public LinkConditions withBursts(double start, double meanLength) {
        return new LinkConditions(
                delayNs,
                jitterNs,
                loss,
                start,
                1 / Math.max(1, meanLength),
                duplicate,
                reorder,
                reorderNs,
                corrupt,
                forged,
                bytesPerSecond,
                queueBytes);
    }

    public LinkConditions withDuplicates(double newDuplicate, long lateNs) {
        return new LinkConditions(
                delayNs,
                jitterNs,
                loss,
                burstStart,
                burstEnd,
                newDuplicate,
                reorder,
                Math.max(reorderNs, lateNs),
                corrupt,
                forged,
                bytesPerSecond,
                queueBytes);
    }

    public LinkConditions withReordering(double newReorder, long lateNs) {
        return new LinkConditions(
                delayNs,
                jitterNs,
                loss,
                burstStart,
                burstEnd,
                duplicate,
                newReorder,
                Math.max(reorderNs, lateNs),
                corrupt,
                forged,
                bytesPerSecond,
                queueBytes);
    }

    /** Damage that checksums find, and damage that they do not. */
    public LinkConditions withCorruption(double found, double notFound) {
        return new LinkConditions(
                delayNs,
                jitterNs,
                loss,
                burstStart,
                burstEnd,
                duplicate,
                reorder,
                reorderNs,
                found,
                notFound,
                bytesPerSecond,
                queueBytes);
    }

    public LinkConditions withBandwidth(long newBytesPerSecond, int newQueueBytes) {
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
                newBytesPerSecond,
                newQueueBytes);
    }
}
