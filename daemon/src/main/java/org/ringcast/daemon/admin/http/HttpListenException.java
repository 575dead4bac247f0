package org.ringcast.daemon.admin.http;

/** An address cannot be listened on; the message is one line for people. */
public final class HttpListenException extends Exception {
    private static final long serialVersionUID = 1L;

    HttpListenException(String message, Throwable cause) {
        super(message, cause);
    }
}
