package org.ringcast.monitor;

/**
 * A report and when it came.
 *
 * @param timeNs of {@link System#nanoTime}
 */
record Sample(DaemonStatus status, long timeNs) {}
