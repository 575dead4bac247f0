package org.ringcast.daemon.config;

/** Which daemons can be in one ring with this one. One ring has one level. */
public enum ProtocolLevel {
    /** Rings with 4.4.0 daemons: a daemon's id is its IPv4 address. */
    LEVEL_4(4),
    /** Rings with 5.0 daemons: a daemon's id is its VirtualID or the hash of its name. */
    LEVEL_5(5);

    private final int number;

    ProtocolLevel(int number) {
        this.number = number;
    }

    /** 4 or 5, as written for {@code RingProtocol}. */
    public int number() {
        return number;
    }
}
