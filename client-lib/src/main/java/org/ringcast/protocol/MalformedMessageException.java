package org.ringcast.protocol;

/** Bytes that are not what the protocol prescribes. Thrown by client-side parsing only; daemons use fault values. */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String message) {
        super(message);
    }
}
