package org.ringcast.daemon.core.groups;

/** What the groups layer is doing. */
public enum GroupState {
    /** Normal: the state is valid for everybody in the ring. */
    GOP(1),
    /** Between the transitional and the regular configuration; members of daemons that stay behind are marked. */
    GTRANS(2),
    /** The ring is new and its daemons exchange their groups. */
    GGATHER(3),
    /** A further transitional configuration came while exchanging. */
    GGT(4);

    private final int number;

    GroupState(int number) {
        this.number = number;
    }

    /** The number in the status report. */
    public int number() {
        return number;
    }

    /** Whether group state is being exchanged, so that clients are not read. */
    public boolean isExchanging() {
        return this == GGATHER || this == GGT;
    }
}
