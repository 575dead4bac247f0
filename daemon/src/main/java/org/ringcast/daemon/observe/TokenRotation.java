package org.ringcast.daemon.observe;

/**
 * How long the token takes to come round, as a histogram with fixed bounds. A leader with nothing to do holds the token, so on
 * an idle ring the times are those of its pauses.
 *
 * <p>Owning thread: the ring loop.
 */
public final class TokenRotation {
    private static final long[] BOUNDS_US = {
        100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
        5_000_000
    };

    private final long[] counts = new long[BOUNDS_US.length + 1];
    private long sumNs;
    private long maxNs;

    /**
     * What was measured.
     *
     * @param counts for each of {@link #bounds} how many were at most as long and longer than the bound before; one more
     *     for those that were longer than all
     * @param sumNs of all times
     * @param maxNs the longest
     */
    // Never compared.
    @SuppressWarnings("ArrayRecordComponent")
    public record Times(long[] counts, long sumNs, long maxNs) {
        /** How many times were measured. */
        public long count() {
            long all = 0;
            for (long count : counts) {
                all += count;
            }
            return all;
        }
    }

    /** Upper bounds of the buckets, seconds, the last one without. */
    public static double[] bounds() {
        double[] seconds = new double[BOUNDS_US.length];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = BOUNDS_US[i] / 1e6;
        }
        return seconds;
    }

    void add(long rotationNs) {
        int bucket = 0;
        while (bucket < BOUNDS_US.length && rotationNs > BOUNDS_US[bucket] * 1_000) {
            bucket++;
        }
        counts[bucket]++;
        sumNs += rotationNs;
        maxNs = Math.max(maxNs, rotationNs);
    }

    Times snapshot() {
        return new Times(counts.clone(), sumNs, maxNs);
    }
}
