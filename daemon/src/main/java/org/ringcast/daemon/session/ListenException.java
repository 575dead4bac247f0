package org.ringcast.daemon.session;

/** Clients cannot be served where the configuration says; the message is one line for the operator. */
public final class ListenException extends Exception {
    private static final long serialVersionUID = 1L;

    ListenException(String line) {
        super(line);
    }

    ListenException(String line, Throwable cause) {
        super(line, cause);
    }
}
