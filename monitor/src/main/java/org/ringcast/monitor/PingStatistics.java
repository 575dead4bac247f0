package org.ringcast.monitor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Counts of pings and answers, and the round-trip times. */
final class PingStatistics {
    /** In tenths of a percent, with the words for them. */
    private static final int[] PER_MILLE = {0, 1, 5, 10, 50, 100, 250, 500, 750, 900, 950, 990, 995, 999, 1000};

    private static final String[] PERCENT = {
        "0", "0.1", "0.5", "1", "5", "10", "25", "50", "75", "90", "95", "99", "99.5", "99.9", "100"
    };
    private static final int MEDIAN = 500;
    private static final int ALL = 1000;
    private static final double MICROS_PER_MILLI = 1000;

    private long transmitted;
    private double[] millis = new double[64];
    private int received;

    void countPing() {
        transmitted++;
    }

    /** Counts an answer and returns its round-trip time in milliseconds. */
    double countAnswer(long roundTripMicros) {
        if (received == millis.length) {
            millis = Arrays.copyOf(millis, 2 * received);
        }
        millis[received] = roundTripMicros / MICROS_PER_MILLI;
        return millis[received++];
    }

    long transmitted() {
        return transmitted;
    }

    /** Share of pings without an answer; 0 when more than one member answers each. */
    double lossPercent() {
        return transmitted == 0 ? 0 : Math.max(0, 100.0 * (transmitted - received) / transmitted);
    }

    /**
     * Round-trip times in milliseconds by percentile, in ascending order; empty when there is no answer. A percentile
     * that lies between two times is told as the one farther from the median.
     */
    Map<String, Double> percentiles() {
        Map<String, Double> percentiles = new LinkedHashMap<>();
        double[] sorted = Arrays.copyOf(millis, received);
        Arrays.sort(sorted);
        for (int i = 0; i < PER_MILLE.length && received > 0; i++) {
            long product = (long) received * PER_MILLE[i];
            long index = PER_MILLE[i] <= MEDIAN ? product / ALL : (product + ALL - 1) / ALL;
            percentiles.put(PERCENT[i], sorted[(int) Math.min(index, received - 1)]);
        }
        return percentiles;
    }

    double mean() {
        return Arrays.stream(millis, 0, received).average().orElse(0);
    }

    /** Standard deviation of the sample. */
    double deviation() {
        double mean = mean();
        double squares = Arrays.stream(millis, 0, received)
                .map(x -> (x - mean) * (x - mean))
                .sum();
        return received < 2 ? 0 : Math.sqrt(squares / (received - 1));
    }

    /** The summary, from an empty line on. */
    String text(String group) {
        StringBuilder text = new StringBuilder();
        text.append("\n--- ").append(group).append(" ping statistics ---\n");
        text.append(String.format(
                Locale.ROOT,
                "%d packets transmitted, %d packets received, %.6f%% packet loss\n",
                transmitted,
                received,
                lossPercent()));
        if (received == 0) {
            return text.toString();
        }
        text.append("round-trip percentiles (ms) (slightly biased outwards):\n");
        percentiles()
                .forEach((percent, value) -> text.append(String.format(Locale.ROOT, "%4s: %9.3f\n", percent, value)));
        text.append(String.format(Locale.ROOT, "round-trip mean/stddev = %.3f/%.3f ms\n", mean(), deviation()));
        return text.toString();
    }

    /** The same as JSON. */
    JsonObject json(String group) {
        JsonObject json = new JsonObject()
                .put("group", group)
                .put("transmitted", transmitted)
                .put("received", received)
                .put("loss_percent", lossPercent(), 6);
        if (received > 0) {
            JsonObject percentiles = new JsonObject();
            percentiles().forEach((percent, value) -> percentiles.put(percent, value, 3));
            json.put("percentiles_ms", percentiles).put("mean_ms", mean(), 3).put("stddev_ms", deviation(), 3);
        }
        return json;
    }
}
