package org.ringcast.harness.sim;

import java.util.List;
import java.util.SplittableRandom;

/** The one source of chance of a run. Parts that should not disturb each other's luck take a {@link #split}. */
public final class SimRandom {
    private final SplittableRandom random;

    public SimRandom(long seed) {
        this(new SplittableRandom(seed));
    }

    private SimRandom(SplittableRandom random) {
        this.random = random;
    }

    /** Another source, determined by this one. */
    public SimRandom split() {
        return new SimRandom(random.split());
    }

    public long nextLong() {
        return random.nextLong();
    }

    /** 0 to {@code bound - 1}. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** {@code low} to {@code high}, both included. */
    public int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** {@code low} to {@code high}, both included. */
    public long between(long low, long high) {
        return low == high ? low : random.nextLong(low, high + 1);
    }

    /** True with this probability; takes nothing from the source when the answer is certain. */
    public boolean chance(double probability) {
        return probability > 0 && (probability >= 1 || random.nextDouble() < probability);
    }

    /** Some element of a list that has one. */
    public <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** The numbers 0 to {@code count - 1} in some order. */
    public int[] permutation(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        return order;
    }
}
