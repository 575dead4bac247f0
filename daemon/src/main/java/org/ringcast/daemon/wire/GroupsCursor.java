package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;
import org.ringcast.protocol.GroupName;

/**
 * Walks through the groups of a validated {@link GroupsMessage}, in each through its daemons, in each through its members.
 * Reusable.
 *
 * <pre>{@code
 * cursor.reset(message);
 * while (cursor.nextGroup()) {
 *     while (cursor.nextDaemon()) {
 *         for (int i = 0; i < cursor.numMembers(); i++) { ... cursor.member(i) ... }
 *     }
 * }
 * }</pre>
 */
public final class GroupsCursor {
    static final int GROUP_NAME_OFFSET = 0;
    static final int GROUP_PROC_ID_OFFSET = 32;
    static final int GROUP_TIME_OFFSET = 36;
    static final int GROUP_INDEX_OFFSET = 40;
    static final int GROUP_CHANGED_OFFSET = 44;
    static final int GROUP_NUM_DAEMONS_OFFSET = 46;
    static final int GROUP_HEADER_BYTES = 48;

    static final int DAEMON_ID_OFFSET = 0;
    static final int DAEMON_MEMBERSHIP_PROC_ID_OFFSET = 4;
    static final int DAEMON_MEMBERSHIP_TIME_OFFSET = 8;
    static final int DAEMON_NUM_MEMBERS_OFFSET = 12;
    static final int DAEMON_HEADER_BYTES = 14;

    private ByteBuf buffer;
    private boolean little;
    private int end;
    private int group;
    private int daemonsLeft;
    private int daemon;
    private int next;

    /** Checks all entries between two indexes of the buffer; the last must end at {@code end}. */
    static Verdict validate(ByteBuf buffer, int start, int end, boolean little) {
        int at = start;
        while (at < end) {
            if (end - at < GROUP_HEADER_BYTES) {
                return Verdict.BODY_TOO_SHORT;
            }
            int numDaemons = RawBytes.getShort(buffer, at + GROUP_NUM_DAEMONS_OFFSET, little) & 0xffff;
            at += GROUP_HEADER_BYTES;
            for (int i = 0; i < numDaemons; i++) {
                if (end - at < DAEMON_HEADER_BYTES) {
                    return Verdict.BODY_TOO_SHORT;
                }
                int numMembers = RawBytes.getShort(buffer, at + DAEMON_NUM_MEMBERS_OFFSET, little) & 0xffff;
                at += DAEMON_HEADER_BYTES;
                if ((long) WireLimits.NAME_BYTES * numMembers > end - at) {
                    return Verdict.BODY_TOO_SHORT;
                }
                at += WireLimits.NAME_BYTES * numMembers;
            }
        }
        return Verdict.OK;
    }

    /** Stands before the first group. */
    public GroupsCursor reset(GroupsMessage message) {
        buffer = message.buffer();
        little = message.isLittle();
        next = message.offset() + message.groupsOffset();
        end = message.endOffset();
        daemonsLeft = 0;
        return this;
    }

    /** Moves to the next group, whether or not all daemons of this one were visited; false when there is none. */
    public boolean nextGroup() {
        while (nextDaemon()) {
            // past the rest of this group
        }
        if (next >= end) {
            return false;
        }
        group = next;
        daemonsLeft = numDaemons();
        next = group + GROUP_HEADER_BYTES;
        return true;
    }

    /** Moves to the next daemon of this group; false when there is none. */
    public boolean nextDaemon() {
        if (daemonsLeft == 0) {
            return false;
        }
        daemonsLeft--;
        daemon = next;
        next = daemon + DAEMON_HEADER_BYTES + WireLimits.NAME_BYTES * numMembers();
        return true;
    }

    /** Index in the buffer of the 32 bytes of the group's name. */
    public int groupNameIndex() {
        return group + GROUP_NAME_OFFSET;
    }

    public GroupName groupName() {
        return MessageHeader.readName(buffer, group + GROUP_NAME_OFFSET, WireLimits.NAME_BYTES);
    }

    /** Group id: the daemon of its ring part. */
    public int groupProcId() {
        return RawBytes.getInt(buffer, group + GROUP_PROC_ID_OFFSET, little);
    }

    /** Group id: the time of its ring part, seconds. */
    public int groupTime() {
        return RawBytes.getInt(buffer, group + GROUP_TIME_OFFSET, little);
    }

    /** Group id: the index. */
    public int groupIndex() {
        return RawBytes.getInt(buffer, group + GROUP_INDEX_OFFSET, little);
    }

    /** Whether the group changed since its members were told last. The two bytes are tested for zero, in no byte order. */
    public boolean isChanged() {
        return buffer.getShort(group + GROUP_CHANGED_OFFSET) != 0;
    }

    /** Daemons of the group in this message; can be 0 when the group goes on in another one. */
    public int numDaemons() {
        return RawBytes.getShort(buffer, group + GROUP_NUM_DAEMONS_OFFSET, little) & 0xffff;
    }

    public int daemonId() {
        return RawBytes.getInt(buffer, daemon + DAEMON_ID_OFFSET, little);
    }

    /** The ring that the daemon's members come from: the daemon of its id. */
    public int daemonMembershipProcId() {
        return RawBytes.getInt(buffer, daemon + DAEMON_MEMBERSHIP_PROC_ID_OFFSET, little);
    }

    /** The ring that the daemon's members come from: the time of its id, seconds. */
    public int daemonMembershipTime() {
        return RawBytes.getInt(buffer, daemon + DAEMON_MEMBERSHIP_TIME_OFFSET, little);
    }

    /** Members connected to this daemon. */
    public int numMembers() {
        return RawBytes.getShort(buffer, daemon + DAEMON_NUM_MEMBERS_OFFSET, little) & 0xffff;
    }

    /** Index in the buffer of the 32 bytes of a member's name. */
    public int memberIndex(int index) {
        return daemon + DAEMON_HEADER_BYTES + WireLimits.NAME_BYTES * index;
    }

    /** A member's private group, in the order of names. */
    public GroupName member(int index) {
        return MessageHeader.readName(buffer, memberIndex(index), WireLimits.NAME_BYTES);
    }
}
