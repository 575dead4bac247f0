package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/**
 * The validators of all kinds behind one door. A receiver calls it after the configuration hash and the source of a datagram
 * were found good, and reads no byte of the body before.
 */
public final class WireValidator {
    private final ProtocolLevel level;
    private final int numDaemons;
    private final int maxPacketBytes;

    /**
     * A validator for one configuration.
     *
     * @param numDaemons daemons in the configuration, 1..128; monitor requests must be long enough for them
     */
    public WireValidator(ProtocolLevel level, int numDaemons) {
        this(level, numDaemons, WireLimits.MAX_PACKET_BYTES);
    }

    /**
     * A validator for a configuration with packets of data of another size.
     *
     * @param maxPacketBytes largest one, {@link WireLimits#MAX_PACKET_BYTES} .. {@link WireLimits#MAX_LARGE_PACKET_BYTES}
     */
    public WireValidator(ProtocolLevel level, int numDaemons, int maxPacketBytes) {
        if (numDaemons < 1 || numDaemons > WireLimits.MAX_DAEMONS) {
            throw new IllegalArgumentException("number of daemons " + numDaemons);
        }
        this.level = level;
        this.numDaemons = numDaemons;
        this.maxPacketBytes = maxPacketBytes;
    }

    /**
     * Checks a whole datagram.
     *
     * @param kind from {@link PacketKind#onDataPort} or {@link PacketKind#onTokenPort}
     */
    public Verdict validate(PacketKind kind, ByteBuf buffer, int offset, int lengthBytes) {
        return switch (kind) {
            case DATA -> DataPacket.validate(level, maxPacketBytes, buffer, offset, lengthBytes);
            case HURRY -> PacketHeader.validateHurry(buffer, offset, lengthBytes);
            case ALIVE -> AlivePacket.validate(buffer, offset, lengthBytes);
            case JOIN -> JoinPacket.validate(buffer, offset, lengthBytes);
            case REFER -> ReferPacket.validate(buffer, offset, lengthBytes);
            case STATUS -> PacketHeader.validateStatusRequest(buffer, offset, lengthBytes);
            case PARTITION -> PartitionRequest.validate(numDaemons, buffer, offset, lengthBytes);
            case FLOW_CONTROL -> FlowControlRequest.validate(numDaemons, buffer, offset, lengthBytes);
            case RELOAD -> PacketHeader.validateReloadRequest(buffer, offset, lengthBytes);
            case TOKEN -> Token.validate(level, buffer, offset, lengthBytes);
            case FORM1 -> Form1Token.validate(level, buffer, offset, lengthBytes);
            case FORM2 -> Form2Token.validate(level, buffer, offset, lengthBytes);
            case UNKNOWN -> Verdict.WRONG_KIND;
        };
    }
}
