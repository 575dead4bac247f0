package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.ServiceType;

/**
 * GROUPS: part of the group state that the representative of a synced set tells the others after a change of the ring. Read
 * the groups with a {@link GroupsCursor}, write them with a {@link GroupsWriter}. See docs/protocol/packets.md, "Groups
 * message".
 */
public final class GroupsMessage extends MessageHeader {
    /** Bound of one message, header included. */
    public static final int MAX_MESSAGE_BYTES = 100_000;

    /** The first bytes of the sender field hold the daemon's name. */
    public static final int DAEMON_NAME_OFFSET = SENDER_OFFSET;

    public static final int DAEMON_NAME_BYTES = 28;
    /** The last four bytes of the sender field: daemons in the synced set. */
    public static final int SYNCED_SET_SIZE_OFFSET = SENDER_OFFSET + DAEMON_NAME_BYTES;

    public static final int RING_PROC_ID_OFFSET = WireLimits.MESSAGE_HEADER_BYTES;
    public static final int RING_TIME_OFFSET = RING_PROC_ID_OFFSET + 4;
    public static final int FIRST_OFFSET = RING_PROC_ID_OFFSET + 8;
    /** Without synced set the groups start here; with it, the number of its ids, then the ids. All unaligned. */
    public static final int AFTER_FIRST_OFFSET = FIRST_OFFSET + 1;

    static final int SYNCED_IDS_OFFSET = AFTER_FIRST_OFFSET + Integer.BYTES;

    /** Checks a whole message to its last byte. Whether ids and names are known is the receiver's affair. */
    public static Verdict validate(ByteBuf buffer, int offset, int lengthBytes) {
        Verdict message = validateMessage(buffer, offset, lengthBytes);
        if (!message.isOk()) {
            return message;
        }
        boolean little = RawBytes.isLittleAt(buffer, offset);
        if ((RawBytes.getInt(buffer, offset + TYPE_OFFSET, little) & ServiceType.GROUPS) == 0) {
            return Verdict.WRONG_KIND;
        }
        if (lengthBytes > MAX_MESSAGE_BYTES) {
            return Verdict.TOO_LONG;
        }
        if (RawBytes.getInt(buffer, offset + NUM_GROUPS_OFFSET, little) != 0) {
            return Verdict.BAD_GROUP_COUNT;
        }
        int syncedSetSize = RawBytes.getInt(buffer, offset + SYNCED_SET_SIZE_OFFSET, little);
        if (syncedSetSize < 1 || syncedSetSize > WireLimits.MAX_DAEMONS) {
            return Verdict.BAD_SYNCED_SET;
        }
        if (lengthBytes < AFTER_FIRST_OFFSET) {
            return Verdict.BODY_TOO_SHORT;
        }
        int groupsOffset = AFTER_FIRST_OFFSET;
        int first = buffer.getByte(offset + FIRST_OFFSET);
        if (first != 0) {
            if (first != 1) {
                return Verdict.BAD_CHUNK_FLAG;
            }
            groupsOffset = SYNCED_IDS_OFFSET + Integer.BYTES * syncedSetSize;
            if (lengthBytes < groupsOffset) {
                return Verdict.BODY_TOO_SHORT;
            }
            if (RawBytes.getInt(buffer, offset + AFTER_FIRST_OFFSET, little) != syncedSetSize) {
                return Verdict.BAD_SYNCED_SET;
            }
        }
        return GroupsCursor.validate(buffer, offset + groupsOffset, offset + lengthBytes, little);
    }

    /** Whether this is the last message that the representative sends for this ring: the one with the service AGREED. */
    public boolean isLast() {
        return (type() & ServiceType.AGREED) != 0;
    }

    /** The representative's daemon name. */
    public GroupName daemonName() {
        return readName(buffer(), offset() + DAEMON_NAME_OFFSET, DAEMON_NAME_BYTES);
    }

    /** Daemons for which the representative speaks, 1..128. */
    public int syncedSetSize() {
        return getInt(SYNCED_SET_SIZE_OFFSET);
    }

    /** Id of the ring that this exchange belongs to: the daemon. */
    public int ringProcId() {
        return getInt(RING_PROC_ID_OFFSET);
    }

    /** Id of the ring that this exchange belongs to: the time, seconds. */
    public int ringTime() {
        return getInt(RING_TIME_OFFSET);
    }

    /** Gives a message that was made for another ring to this one. */
    public void setRing(int procId, int timeSeconds) {
        setInt(RING_PROC_ID_OFFSET, procId);
        setInt(RING_TIME_OFFSET, timeSeconds);
    }

    /** Whether the ids of the synced set are in this message. */
    public boolean carriesSyncedSet() {
        return buffer().getByte(offset() + FIRST_OFFSET) != 0;
    }

    /** An id of the synced set, in the order of the configuration; only when {@link #carriesSyncedSet}. */
    public int syncedId(int index) {
        return getInt(SYNCED_IDS_OFFSET + Integer.BYTES * index);
    }

    /** Offset in the message of the first group. */
    int groupsOffset() {
        return carriesSyncedSet() ? SYNCED_IDS_OFFSET + Integer.BYTES * syncedSetSize() : AFTER_FIRST_OFFSET;
    }
}
