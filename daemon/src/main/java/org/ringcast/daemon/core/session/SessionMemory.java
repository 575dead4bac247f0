package org.ringcast.daemon.core.session;

/**
 * Memory that all sessions together take: frames on their way out, until their bytes are in the socket, and frames coming in
 * whose end is not there yet. A frame for many receivers counts once, as it is there once.
 *
 * <p>Unfinished input may take a quarter without being looked at and half at most; output may take what input leaves.
 */
public final class SessionMemory {
    /** What a buffer costs besides its bytes: objects, and its place in queues. */
    static final int BUFFER_BYTES = 256;

    /** Least and most that is read from a socket at a time. */
    private static final int LEAST_READ_BYTES = 4 << 10;

    private static final int MOST_READ_BYTES = 64 << 10;

    private long limitBytes;
    private long outputBytes;
    private long inputBytes;

    SessionMemory(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Another limit. That less may be used now than is used shows when the next message is queued, or the next bytes come in. */
    void setLimit(long newLimitBytes) {
        limitBytes = newLimitBytes;
    }

    /** A buffer is filled for a session: called with its size, and with the negative of it when it is given back. */
    public void addOutput(long bytes) {
        outputBytes += bytes;
    }

    /** A frame that is coming in has more room, or, with a negative number, less. */
    public void addInput(long bytes) {
        inputBytes += bytes;
    }

    /** All that may be used. */
    public long limitBytes() {
        return limitBytes;
    }

    /** All that is used. */
    public long usedBytes() {
        return outputBytes + inputBytes;
    }

    public long outputBytes() {
        return outputBytes;
    }

    public long inputBytes() {
        return inputBytes;
    }

    /** Whether sessions whose clients do not read must go. */
    boolean isOutputOver() {
        return usedBytes() > limitBytes;
    }

    int usedPercent() {
        return limitBytes == Long.MAX_VALUE ? 0 : (int) Math.min(100, usedBytes() * 100 / limitBytes);
    }

    /** Whether unfinished frames that do not get on must go. */
    public boolean isInputOver() {
        return inputBytes > limitBytes / 4;
    }

    /** Whether unfinished frames must go even if they get on. */
    public boolean isInputFarOver() {
        return inputBytes > limitBytes / 2;
    }

    /** How much to read from a socket at a time, so that one reading of all of them is a small part of what may be used. */
    public int readBytes(int connections) {
        return (int) Math.max(LEAST_READ_BYTES, Math.min(MOST_READ_BYTES, limitBytes / 4 / connections));
    }
}
