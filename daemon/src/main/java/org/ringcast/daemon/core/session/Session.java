package org.ringcast.daemon.core.session;

/** One client of this daemon. Keyed by object, never by descriptor. */
public final class Session {
    private final int mailbox;
    private final String privateName;

    Session(int mailbox, String privateName) {
        this.mailbox = mailbox;
        this.privateName = privateName;
    }

    /** Number that names the session in log lines, unique among live sessions. */
    public int mailbox() {
        return mailbox;
    }

    /** Private name, 1..10 bytes. */
    public String privateName() {
        return privateName;
    }
}
