package org.ringcast.daemon.net;

/** What the ring's sockets did. Written by the ring loop; another thread may read values that are a little old. */
public final class NetworkCounters {
    long datagramsSent;
    long datagramsReceived;
    long flushes;
    long sendErrors;
    long datagramsLost;
    long receiveErrors;
    long queueOverflows;
    long tokensToSelf;
    long refused;

    /** The value of a counter. */
    public long get(NetworkCounter counter) {
        return switch (counter) {
            case DATAGRAMS_SENT -> datagramsSent;
            case DATAGRAMS_RECEIVED -> datagramsReceived;
            case FLUSHES -> flushes;
            case SEND_ERRORS -> sendErrors;
            case DATAGRAMS_LOST -> datagramsLost;
            case RECEIVE_ERRORS -> receiveErrors;
            case QUEUE_OVERFLOWS -> queueOverflows;
            case REFUSED -> refused;
            case TOKENS_TO_SELF -> tokensToSelf;
        };
    }

    /** Datagrams given to the send socket. */
    public long datagramsSent() {
        return datagramsSent;
    }

    /** Datagrams received on all sockets, before any check. */
    public long datagramsReceived() {
        return datagramsReceived;
    }

    /** Batches in which they were given to the kernel. */
    public long flushes() {
        return flushes;
    }

    /** Datagrams that the kernel refused; each was sent a second time. */
    public long sendErrors() {
        return sendErrors;
    }

    /** Datagrams refused the second time as well. */
    public long datagramsLost() {
        return datagramsLost;
    }

    /** Failed attempts to receive. */
    public long receiveErrors() {
        return receiveErrors;
    }

    /** Datagrams dropped because too many waited for the duty cycle. */
    public long queueOverflows() {
        return queueOverflows;
    }

    /** Datagrams that are nobody's of this ring and were not kept; the core's counters tell why. */
    public long refused() {
        return refused;
    }

    /** Tokens to this daemon itself, which never reach a socket. */
    public long tokensToSelf() {
        return tokensToSelf;
    }
}
