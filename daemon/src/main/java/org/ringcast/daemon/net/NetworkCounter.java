package org.ringcast.daemon.net;

/** What the ring's sockets count: the list for code, metrics and documentation. */
public enum NetworkCounter {
    DATAGRAMS_SENT("network_datagrams_sent", "datagrams given to the send socket"),
    DATAGRAMS_RECEIVED("network_datagrams_received", "datagrams received on all sockets, before any check"),
    FLUSHES("network_flushes", "batches in which datagrams were given to the kernel"),
    SEND_ERRORS("network_send_errors", "datagrams that the kernel refused; each was sent a second time"),
    DATAGRAMS_LOST("network_datagrams_lost", "datagrams that the kernel refused the second time as well"),
    RECEIVE_ERRORS("network_receive_errors", "failed attempts to receive"),
    QUEUE_OVERFLOWS("network_queue_overflows", "datagrams dropped because too many waited for the duty cycle"),
    REFUSED(
            "network_refused",
            "datagrams that are nobody's of this ring and were not kept; the drop counters tell why"),
    TOKENS_TO_SELF("network_tokens_to_self", "tokens to this daemon itself, which never reach a socket");

    private final String key;
    private final String text;

    NetworkCounter(String key, String text) {
        this.key = key;
        this.text = text;
    }

    /** Name in metrics. */
    public String key() {
        return key;
    }

    /** What is counted, in a few words. */
    public String text() {
        return text;
    }
}
