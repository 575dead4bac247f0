package org.ringcast.daemon.admin.http;

/**
 * What clients may take.
 *
 * @param connections at once, all addresses together; when there are more, the one that has been idle longest is closed
 * @param requestMs time from the connection to the end of its first request
 * @param idleMs time between a response and the end of the next request
 * @param responseMs time to make a response and have the client take it
 * @param silenceMs the daemon counts as dead when its ring thread has not turned for so long
 */
public record HttpLimits(int connections, long requestMs, long idleMs, long responseMs, long silenceMs) {
    /** Bytes of a request's first line, and of all its headers. */
    static final int MAX_LINE_BYTES = 2048;

    static final int MAX_HEADER_BYTES = 8192;

    /** Those of the daemon. */
    public static final HttpLimits STANDARD = new HttpLimits(32, 5_000, 60_000, 10_000, 10_000);
}
