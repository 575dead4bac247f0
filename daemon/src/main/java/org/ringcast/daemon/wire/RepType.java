package org.ringcast.daemon.wire;

/** For whom a representative speaks. */
public enum RepType {
    /** Somebody to ask; not heard of yet. */
    POTENTIAL(0),
    /** Speaks for the daemons of its segment that have no token. */
    SEG_REP(1),
    /** Leader of a live ring; speaks for all of it. */
    RING_REP(2);

    private final int wireValue;

    RepType(int wireValue) {
        this.wireValue = wireValue;
    }

    /** The number in packets. */
    public int wireValue() {
        return wireValue;
    }

    /** The type with this number, which {@link #isLegal} must allow. */
    public static RepType of(int wireValue) {
        return switch (wireValue) {
            case 0 -> POTENTIAL;
            case 1 -> SEG_REP;
            case 2 -> RING_REP;
            default -> throw new IllegalArgumentException("type of representative " + wireValue);
        };
    }

    public static boolean isLegal(int wireValue) {
        return wireValue >= POTENTIAL.wireValue && wireValue <= RING_REP.wireValue;
    }
}
