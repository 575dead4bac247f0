package org.ringcast.protocol;

/** The one-byte answers of a daemon that refuses a session. */
public enum RejectCode {
    /** Too many sessions; sent right after the connection was accepted. */
    QUOTA(-3),
    /** Defined, never sent by any daemon. */
    NO_NAME(-4),
    /** Private name of bad length or with an illegal character. */
    ILLEGAL_NAME(-5),
    /** Private name in use on this daemon. */
    NOT_UNIQUE(-6),
    /** Client library older than 3.1. */
    VERSION(-7),
    /** Authentication or policy denied. */
    AUTH(-9);

    private final byte code;

    RejectCode(int code) {
        this.code = (byte) code;
    }

    /** The signed byte on the wire. */
    public byte code() {
        return code;
    }
}
