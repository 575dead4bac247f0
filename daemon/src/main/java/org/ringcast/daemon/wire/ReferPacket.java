package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/**
 * REFER: "do not talk to me, talk to that daemon". A header; the daemon and its role take the place of the ring id. See
 * docs/protocol/packets.md, "Refer".
 */
public final class ReferPacket extends PacketHeader {
    public static final int REFERRED_ID_OFFSET = MEMBERSHIP_PROC_ID_OFFSET;
    public static final int REFERRED_TYPE_OFFSET = MEMBERSHIP_TIME_OFFSET;

    public static Verdict validate(ByteBuf buffer, int offset, int lengthBytes) {
        Verdict bare = validateBare(PacketKind.REFER, buffer, offset, lengthBytes);
        if (!bare.isOk()) {
            return bare;
        }
        int type = RawBytes.getInt(buffer, offset + REFERRED_TYPE_OFFSET, RawBytes.isLittleAt(buffer, offset));
        return type == RepType.SEG_REP.wireValue() || type == RepType.RING_REP.wireValue()
                ? Verdict.OK
                : Verdict.BAD_REP_TYPE;
    }

    /** Starts a REFER; ids and hash of the header are to be set. */
    public void wrapNew(ByteBuf buffer, int offset, Endian endian, int referredId, RepType referredType) {
        wrapNew(buffer, offset, endian, PacketType.REFER);
        setMembership(referredId, referredType.wireValue());
    }

    /** The daemon to talk to. */
    public int referredId() {
        return getInt(REFERRED_ID_OFFSET);
    }

    public RepType referredType() {
        return RepType.of(getInt(REFERRED_TYPE_OFFSET));
    }
}
