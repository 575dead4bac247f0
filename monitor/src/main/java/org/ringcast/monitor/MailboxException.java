package org.ringcast.monitor;

/** What a {@link Mailbox} could not do, as one of the numbers of {@link SpError} or another that the daemon gave. */
final class MailboxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String detail;

    MailboxException(int code, Throwable cause) {
        this(code, "", cause);
    }

    /** @param detail what the number does not tell: which address, and what the system says; empty for nothing */
    MailboxException(int code, String detail, Throwable cause) {
        super(SpError.line(code), cause);
        this.code = code;
        this.detail = detail;
    }

    /** For people, besides the line that scripts know; may be empty. */
    String detail() {
        return detail;
    }

    MailboxException(SpError error) {
        this(error.code(), null);
    }

    int code() {
        return code;
    }
}
