package org.ringcast.daemon.observe;

import java.util.Locale;
import org.ringcast.daemon.core.session.SessionTable;

/** Why sessions end, as a few classes: the core's own words may have details of a client's frame in them. */
public enum SessionEnd {
    DISCONNECTED("disconnected", "the client ended the session"),
    CLOSED_BY_PEER("closed by peer", "the connection was closed without a goodbye"),
    NOT_READING(SessionTable.NOT_READING, "the client did not read what was queued for it"),
    UNFINISHED_FRAME(
            "unfinished frame", "the client did not finish a frame, while all such frames took too much memory"),
    KILLED_BY_THE_RING("killed by the ring", "the ring ordered it"),
    /** Any other words. */
    FAULT("", "a frame that no client may send, or another fault");

    private final String words;
    private final String text;

    SessionEnd(String words, String text) {
        this.words = words;
        this.text = text;
    }

    /** Name in metrics. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For people. */
    public String text() {
        return text;
    }

    /** @param words as in {@link org.ringcast.daemon.core.CoreObserver#onSessionEnded} */
    static SessionEnd of(String words) {
        for (SessionEnd end : values()) {
            if (end.words.equals(words)) {
                return end;
            }
        }
        return FAULT;
    }
}
