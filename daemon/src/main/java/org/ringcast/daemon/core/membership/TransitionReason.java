package org.ringcast.daemon.core.membership;

/** Why the membership went from one state to another. */
public enum TransitionReason {
    START("the daemon was started"),
    TOKEN_TIMEOUT("no token came"),
    FORM_TIMEOUT("no form2 token came"),
    RECOVERY_TIMEOUT("no token came during recovery"),
    RECOVERY_STUCK("recovery went round without end"),
    ALIVE_OF_MEMBER("a member of the ring has lost its token"),
    JOIN_OF_MEMBER("a member of the ring looks for a ring"),
    GIVEN_UP("an upper layer gave the ring up"),
    STALLED("the ring turns without getting further"),
    INTERNAL_FAULT("own state contradicts itself"),
    RELOAD("the configuration was read again"),
    SMALLEST_IN_SEGMENT("nobody of the segment comes before this daemon"),
    NOT_SMALLEST_IN_SEGMENT("another daemon of the segment comes first"),
    REPRESENTATIVE_HEARD("another daemon already speaks for the segment"),
    REPRESENTATIVE_SILENT("the representative has gone silent"),
    STRANGER_HEARD("a daemon outside the ring looks for a ring"),
    LOOKUP("time to look for daemons outside the ring"),
    FOREIGN_DATA("packets of another ring were heard"),
    GATHER_FAILED("somebody else should have formed a ring but did not"),
    NOBODY_FOUND("nobody outside the ring answered"),
    NOT_SMALLEST_REPRESENTATIVE("somebody else should have formed a ring; this one still works"),
    FORM1_CREATED("this daemon begins to form a ring"),
    FORM1_FILLED("another daemon forms a ring with this one"),
    FORM2_READ("the members of the coming ring are agreed"),
    RING_INSTALLED("everything of the old ring is recovered");

    private final String text;

    TransitionReason(String text) {
        this.text = text;
    }

    /** A few words for log lines. */
    public String text() {
        return text;
    }
}
