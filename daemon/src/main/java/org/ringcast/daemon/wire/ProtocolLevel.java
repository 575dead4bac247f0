package org.ringcast.daemon.wire;

/** Generation of the ring protocol. The layouts are the same, some limits are not. */
public enum ProtocolLevel {
    /** Rings with 4.4 daemons: lengths are signed 16-bit numbers, a message may have very many fragments. */
    LEVEL_4(4, 0x7fff, 10_000),
    /** Rings with 5.0 daemons. */
    LEVEL_5(5, WireLimits.MAX_TOKEN_BODY_BYTES, WireLimits.MAX_FRAGMENTS_PER_MESSAGE);

    private final int number;
    private final int maxTokenBodyBytes;
    private final int maxFragmentIndex;

    ProtocolLevel(int number, int maxTokenBodyBytes, int maxFragmentIndex) {
        this.number = number;
        this.maxTokenBodyBytes = maxTokenBodyBytes;
        this.maxFragmentIndex = maxFragmentIndex;
    }

    public int number() {
        return number;
    }

    /** Most bytes that may follow a token's header. */
    public int maxTokenBodyBytes() {
        return maxTokenBodyBytes;
    }

    /** Highest number of a fragment within its message that a receiver accepts. */
    public int maxFragmentIndex() {
        return maxFragmentIndex;
    }

    /** Longest message that a receiver puts together: as many fragments of packets of the usual size. */
    public int maxMessageBytes() {
        return maxFragmentIndex * WireLimits.MAX_PACKET_BODY_BYTES;
    }

    /**
     * The level with this number.
     *
     * @throws IllegalArgumentException for anything but 4 and 5
     */
    public static ProtocolLevel of(int number) {
        return switch (number) {
            case 4 -> LEVEL_4;
            case 5 -> LEVEL_5;
            default -> throw new IllegalArgumentException("ring protocol level " + number);
        };
    }
}
