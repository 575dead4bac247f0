package org.ringcast.protocol;

/** Order in which the ring carries a message, with its number in ring packets and in log lines. */
public enum RingService {
    RELIABLE(2),
    FIFO(4),
    AGREED(8),
    SAFE(16);

    private final int code;

    RingService(int code) {
        this.code = code;
    }

    /** The number of this service in packet types and in {@code Sess_read: queueing message of type}. */
    public int code() {
        return code;
    }
}
