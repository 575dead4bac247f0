package org.ringcast.daemon.config;

/** Words of {@code DebugFlags} and the bits they stand for in the mask of message types. */
public enum DebugFlag {
    ALL(0xFFFFFFFF),
    EXIT(0x1),
    DATA_LINK(0x2),
    MEMORY(0x4),
    EVENTS(0x8),
    PRINT(0x10),
    NETWORK(0x20),
    PROTOCOL(0x40),
    SESSION(0x80),
    CONFIGURATION(0x100),
    MEMBERSHIP(0x200),
    FLOW_CONTROL(0x400),
    STATUS(0x800),
    DEBUG(0x1000),
    GROUPS(0x2000),
    SKIPLIST(0x200000),
    ACM(0x400000),
    SECURITY(0x800000),
    NONE(0);

    private final int mask;

    DebugFlag(int mask) {
        this.mask = mask;
    }

    /** The bits. */
    public int mask() {
        return mask;
    }

    /** The flag with this name, or null. */
    static DebugFlag byName(String word) {
        for (DebugFlag flag : values()) {
            if (flag.name().equals(word)) {
                return flag;
            }
        }
        return null;
    }
}
