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
