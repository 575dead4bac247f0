package org.ringcast.harness.sim;

/** What became of a datagram. */
public enum Fate {
    ARRIVES("arrives"),
    /** Chance took it, alone or in a burst. */
    LOST("lost"),
    /** No way between the two. */
    CUT("cut"),
    /** Damaged, and the receiver's checksum found out. */
    CHECKSUM("damaged"),
    /** A filter dropped it. */
    FILTERED("filtered"),
    /** The queue of the link was full. */
    QUEUE_FULL("queue full"),
    /** The receive buffer of the socket was full. */
    BUFFER_FULL("buffer full"),
    /** Nobody listens. */
    NOBODY("nobody there");

    private final String word;

    Fate(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
