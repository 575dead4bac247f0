package org.ringcast.daemon.net;

/** A socket that the daemon cannot do without could not be had; the message is one line for the log. */
public final class NetworkException extends Exception {
    private static final long serialVersionUID = 1L;

    public NetworkException(String message, Throwable cause) {
        super(message, cause);
    }
}
