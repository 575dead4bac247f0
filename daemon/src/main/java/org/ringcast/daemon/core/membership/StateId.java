package org.ringcast.daemon.core.membership;

/** The states of the membership; numbers and names are those of log lines and status reports. */
public enum StateId {
    /** The ring is installed and the token expected. */
    OP(1),
    /** The token is lost; who of my segment is there? */
    SEG(2),
    /** Another daemon of my segment speaks for me. */
    REPRESENTED(3),
    /** I speak for my segment, or as leader for my ring, and collect others that do. */
    GATHER(4),
    /** What I have is on a FORM1 token; FORM2 is to come. */
    FORM(5),
    /** The coming ring is agreed; the old rings' messages are recovered. */
    EVS(6);

    private final int number;

    StateId(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** As in log lines, with the name behind the number. */
    String text() {
        return number + " (" + name() + ")";
    }
}
