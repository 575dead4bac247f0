package org.ringcast.daemon.wire;

/** What a validator says about bytes from a stranger. Everything but {@link #OK} means: count it and drop the datagram. */
public enum Verdict {
    OK("good"),
    BEYOND_BUFFER("the length given lies outside the buffer"),
    TOO_SHORT("shorter than its header"),
    TOO_LONG("longer than any packet of its kind"),
    HALF_BYTE_ORDER_MARK("byte order mark half set"),
    WRONG_KIND("type word of another kind of packet"),
    LENGTH_MISMATCH("length differs from what the header says"),
    EMPTY_BODY("no body"),
    BODY_TOO_SHORT("body ends inside a field"),
    TRAILING_BYTES("bytes behind the last field"),
    BAD_SEQUENCE("sequence number out of range"),
    BAD_FRAGMENT_INDEX("fragment index out of range"),
    BAD_FRAGMENT_LENGTH("fragment length does not fit the body"),
    BAD_REQUEST_COUNT("number of requested packets out of range"),
    BAD_SEGMENT_INDEX("segment index out of range"),
    BAD_MEMBER_COUNT("number of members out of range"),
    BAD_REP_COUNT("number of representatives out of range"),
    BAD_REP_TYPE("type of a representative out of range"),
    BAD_RING_COUNT("number of old rings out of range"),
    BAD_RING_STATE("aru and highest sequence number of an old ring contradict each other"),
    BAD_HOLE_COUNT("number of holes out of range"),
    BAD_HOLE("holes are not ascending between aru and highest sequence number"),
    BAD_COMMIT_COUNT("number of committed or transitional members out of range"),
    BAD_GROUP_COUNT("number of destination groups out of range"),
    BAD_CHUNK_FLAG("flag of a group state chunk is neither 0 nor 1"),
    BAD_SYNCED_SET("synced set empty, too large or of two sizes");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    public boolean isOk() {
        return this == OK;
    }

    /** A few words for a log line. */
    public String text() {
        return text;
    }
}
