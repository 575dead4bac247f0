package org.ringcast.harness.load;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What one run measured.
 *
 * @param plan what was run
 * @param messagesPerSecond messages that were sent and reached every receiver; deliveries a second are this times the receivers
 * @param messagesSent messages of the whole run, warm-up included
 * @param latencyNs from the time of sending (open loop: from the time when the message was due) to each receiver
 * @param daemonCpuNs CPU time of the daemons' processes per message; -1 when no process was named
 * @param ownCpuNs CPU time of the load generator's process per message
 * @param orderViolations messages out of order
 * @param firstViolation the first of them in words, or null
 */
public record LoadResult(
        LoadPlan plan,
        double messagesPerSecond,
        long messagesSent,
        Histogram latencyNs,
        long daemonCpuNs,
        long ownCpuNs,
        long orderViolations,
        String firstViolation) {
    /** Heading of {@link #row}. */
    static final String HEADING = "%-7s %6s %5s %9s %10s %9s %9s %9s %9s %12s"
            .formatted(
                    "service",
                    "bytes",
                    "recv",
                    "load",
                    "msg/s",
                    "p50 us",
                    "p99 us",
                    "p99.9 us",
                    "max us",
                    "cpu us/msg");

    /** A percentile of the latency, microseconds. */
    double percentileUs(double percentile) {
        return latencyNs.getValueAtPercentile(percentile) / 1e3;
    }

    private String load() {
        return plan.isClosedLoop() ? "window " + plan.window() : plan.messagesPerSecond() + "/s";
    }

    /** One line of a table for people. */
    String row() {
        return String.format(
                Locale.ROOT,
                "%-7s %6d %5d %9s %10.0f %9.0f %9.0f %9.0f %9.0f %12s",
                plan.serviceName(),
                plan.bodyBytes(),
                plan.receivers(),
                plan.isClosedLoop() ? "w" + plan.window() : plan.messagesPerSecond() + "/s",
                messagesPerSecond,
                percentileUs(50),
                percentileUs(99),
                percentileUs(99.9),
                percentileUs(100),
                daemonCpuNs < 0 ? "-" : String.format(Locale.ROOT, "%.1f", daemonCpuNs / 1e3));
    }

    /** One line of JSON. */
    String json() {
        return String.format(
                Locale.ROOT,
                "{\"service\":\"%s\",\"bytes\":%d,\"senders\":%d,\"receivers\":%d,\"daemons\":%d,\"load\":\"%s\","
                        + "\"messagesPerSecond\":%.1f,\"messagesSent\":%d,\"p50us\":%.1f,\"p90us\":%.1f,\"p99us\":%.1f,\"p999us\":%.1f,"
                        + "\"maxUs\":%.1f,\"daemonCpuUsPerMessage\":%.2f,\"ownCpuUsPerMessage\":%.2f,"
                        + "\"orderViolations\":%d}",
                plan.serviceName(),
                plan.bodyBytes(),
                plan.senders(),
                plan.receivers(),
                plan.daemons().size(),
                load(),
                messagesPerSecond,
                messagesSent,
                percentileUs(50),
                percentileUs(90),
                percentileUs(99),
                percentileUs(99.9),
                percentileUs(100),
                daemonCpuNs < 0 ? -1 : daemonCpuNs / 1e3,
                ownCpuNs / 1e3,
                orderViolations);
    }
}
