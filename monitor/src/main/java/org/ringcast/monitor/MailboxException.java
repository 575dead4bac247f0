package org.ringcast.monitor;

/** What a {@link Mailbox} could not do, as one of the numbers of {@link SpError} or another that the daemon gave. */
final class MailboxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    MailboxException(int code, Throwable cause) {
        super(SpError.line(code), cause);
        this.code = code;
    }

    MailboxException(SpError error) {
        this(error.code(), null);
    }

    int code() {
        return code;
    }
}
