package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.ServiceType;

/**
 * Writes the group state of a synced set as one or several {@link GroupsMessage}s, none above {@link
 * GroupsMessage#MAX_MESSAGE_BYTES}. The entry of one daemon in one group is never split; a group is, and then its header
 * stands in each part.
 *
 * <pre>{@code
 * writer.group(name, ..); writer.daemon(id, .., 2); writer.member(a); writer.member(b); ... writer.finish()
 * }</pre>
 */
public final class GroupsWriter {
    /** Most members of one group at one daemon; an entry with more fits into no message. */
    public static final int MAX_MEMBERS_PER_ENTRY = (GroupsMessage.MAX_MESSAGE_BYTES
                    - GroupsMessage.AFTER_FIRST_OFFSET
                    - GroupsCursor.GROUP_HEADER_BYTES
                    - GroupsCursor.DAEMON_HEADER_BYTES)
            / WireLimits.NAME_BYTES;

    private static final int INITIAL_BYTES = 1024;

    private final ByteBufAllocator allocator;
    private final boolean little;
    private final Endian endian;
    private final GroupName daemonName;
    private final int ringProcId;
    private final int ringTime;
    private final int syncedSetSize;

    private final List<ByteBuf> messages = new ArrayList<>();
    private final byte[] name = new byte[WireLimits.NAME_BYTES];
    private ByteBuf message;
    private final byte[] groupName = new byte[WireLimits.NAME_BYTES];
    private boolean groupBegun;
    private int groupProcId;
    private int groupTime;
    private int groupIndex;
    private boolean groupChanged;
    private int groupAt;
    private int numDaemons;
    private int membersLeft;

    /**
     * Starts the state of one exchange.
     *
     * @param daemonName the representative's, at most 19 bytes
     * @param ringProcId id of the new ring: the daemon
     * @param ringTime id of the new ring: the time, seconds
     * @param syncedIds the synced set in the order of the configuration, 1..128 daemons
     */
    public GroupsWriter(
            ByteBufAllocator allocator,
            Endian endian,
            GroupName daemonName,
            int ringProcId,
            int ringTime,
            int[] syncedIds) {
        if (daemonName.length() >= GroupsMessage.DAEMON_NAME_BYTES) {
            throw new IllegalArgumentException("daemon name of " + daemonName.length() + " bytes");
        }
        if (syncedIds.length < 1 || syncedIds.length > WireLimits.MAX_DAEMONS) {
            throw new IllegalArgumentException("synced set of " + syncedIds.length + " daemons");
        }
        this.allocator = allocator;
        this.endian = endian;
        this.little = endian == Endian.LITTLE;
        this.daemonName = daemonName;
        this.ringProcId = ringProcId;
        this.ringTime = ringTime;
        this.syncedSetSize = syncedIds.length;
        startMessage(true);
        writeInt(syncedIds.length);
        for (int id : syncedIds) {
            writeInt(id);
        }
    }

    /** Begins a group; in the order of names. */
    public void group(GroupName newGroupName, int procId, int time, int index, boolean changed) {
        beginGroup();
        newGroupName.writeField(groupName, 0);
        putGroup(procId, time, index, changed);
    }

    /** The same with the 32-byte field at {@code field} of a buffer as name. */
    public void group(ByteBuf source, int field, int procId, int time, int index, boolean changed) {
        beginGroup();
        source.getBytes(field, groupName);
        putGroup(procId, time, index, changed);
    }

    private void beginGroup() {
        endDaemon();
        endGroup();
        groupBegun = true;
    }

    private void putGroup(int procId, int time, int index, boolean changed) {
        groupName[WireLimits.NAME_BYTES - 1] = 0;
        groupProcId = procId;
        groupTime = time;
        groupIndex = index;
        groupChanged = changed;
        if (!fits(GroupsCursor.GROUP_HEADER_BYTES)) {
            startMessage(false);
        }
        startGroup();
    }

    /**
     * Begins the entry of a daemon in the group begun last; in the order of the configuration. Exactly {@code numMembers} calls
     * of {@link #member} must follow.
     *
     * @param numMembers 0..{@link #MAX_MEMBERS_PER_ENTRY}
     */
    public void daemon(int id, int membershipProcId, int membershipTime, int numMembers) {
        if (!groupBegun) {
            throw new IllegalStateException("no group begun");
        }
        if (numMembers < 0 || numMembers > MAX_MEMBERS_PER_ENTRY) {
            throw new IllegalArgumentException("entry of " + numMembers + " members");
        }
        endDaemon();
        if (!fits(GroupsCursor.DAEMON_HEADER_BYTES + WireLimits.NAME_BYTES * numMembers)) {
            endGroup();
            startMessage(false);
            startGroup();
        }
        writeInt(id);
        writeInt(membershipProcId);
        writeInt(membershipTime);
        writeShort(numMembers);
        numDaemons++;
        membersLeft = numMembers;
    }

    /** Adds a member to the entry begun last; in the order of names. */
    public void member(GroupName member) {
        if (membersLeft == 0) {
            throw new IllegalStateException("more members than announced");
        }
        membersLeft--;
        writeName(member);
    }

    /** The same with the 32-byte field at {@code field} of a buffer as name. */
    public void member(ByteBuf source, int field) {
        if (membersLeft == 0) {
            throw new IllegalStateException("more members than announced");
        }
        membersLeft--;
        message.writeBytes(source, field, WireLimits.NAME_BYTES - 1);
        message.writeByte(0);
    }

    /**
     * Ends the state.
     *
     * @return the messages in the order in which they must be sent: the first part comes last, and it alone is AGREED, the
     *     others RELIABLE. The caller releases them. The writer is used up.
     */
    public List<ByteBuf> finish() {
        endDaemon();
        endGroup();
        endMessage();
        Collections.reverse(messages);
        return messages;
    }

    private boolean fits(int bytes) {
        return message.readableBytes() + bytes <= GroupsMessage.MAX_MESSAGE_BYTES;
    }

    private void startMessage(boolean first) {
        if (message != null) {
            endMessage();
        }
        message = allocator.buffer(INITIAL_BYTES, GroupsMessage.MAX_MESSAGE_BYTES);
        int service = first ? ServiceType.AGREED : ServiceType.RELIABLE;
        writeInt(ServiceType.GROUPS | service | endian.mark());
        daemonName.writeField(name, 0);
        message.writeBytes(name, 0, GroupsMessage.DAEMON_NAME_BYTES);
        writeInt(syncedSetSize);
        writeInt(0);
        writeInt(endian.mark());
        writeInt(0);
        writeInt(ringProcId);
        writeInt(ringTime);
        message.writeByte(first ? 1 : 0);
    }

    private void endMessage() {
        int dataLen = message.readableBytes() - WireLimits.MESSAGE_HEADER_BYTES;
        RawBytes.setInt(message, MessageHeader.DATA_LEN_OFFSET, dataLen, little);
        messages.add(message);
    }

    private void startGroup() {
        groupAt = message.writerIndex();
        numDaemons = 0;
        message.writeBytes(groupName);
        writeInt(groupProcId);
        writeInt(groupTime);
        writeInt(groupIndex);
        writeShort(groupChanged ? 1 : 0);
        writeShort(0);
    }

    private void endGroup() {
        if (groupBegun) {
            RawBytes.setShort(message, groupAt + GroupsCursor.GROUP_NUM_DAEMONS_OFFSET, numDaemons, little);
        }
    }

    private void endDaemon() {
        if (membersLeft != 0) {
            throw new IllegalStateException(membersLeft + " members missing");
        }
    }

    private void writeName(GroupName written) {
        written.writeField(name, 0);
        name[WireLimits.NAME_BYTES - 1] = 0;
        message.writeBytes(name);
    }

    private void writeInt(int value) {
        if (little) {
            message.writeIntLE(value);
        } else {
            message.writeInt(value);
        }
    }

    private void writeShort(int value) {
        if (little) {
            message.writeShortLE(value);
        } else {
            message.writeShort(value);
        }
    }
}
