package spread;

import java.util.List;
import java.util.Vector;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.MalformedMessageException;
import org.ringcast.protocol.MembershipBody;
import org.ringcast.protocol.ServiceType;
import org.ringcast.protocol.VsSet;

/**
 * What a membership message says: that the members of a group changed and why, that a change is under way
 * (transitional), or that the connection left the group (self-leave).
 *
 * <p>Which getters answer for which message: the group, always; id and members, for changes; the process that joined,
 * left or disconnected, for the change that it caused; virtual synchrony sets and those who stayed, for network changes.
 * All others are null.
 */
public class MembershipInfo {
    private final int serviceType;
    private final SpreadGroup group;
    private GroupID groupId;
    private SpreadGroup[] members;
    private SpreadGroup joined;
    private SpreadGroup left;
    private SpreadGroup disconnected;
    private VirtualSynchronySet[] sets;
    private VirtualSynchronySet mySet;

    /**
     * Reads a membership message. Made by the library only.
     *
     * @param connection that received the message
     * @param serviceType service type of the message
     * @param groups the members, {@link SpreadGroup} objects
     * @param group the group
     * @param data body of the message
     * @param daemonEndianMismatch true when the integers in the body are little-endian
     * @throws IllegalArgumentException when the body is not what a membership message has
     */
    @SuppressWarnings("rawtypes") // the signature is older than generics
    protected MembershipInfo(
            SpreadConnection connection,
            int serviceType,
            Vector groups,
            SpreadGroup group,
            byte[] data,
            boolean daemonEndianMismatch) {
        this(connection, serviceType, asGroups(groups), group, readBody(serviceType, data, daemonEndianMismatch));
    }

    /** Takes what was read of a message; the body is null when the message is not a regular membership. */
    MembershipInfo(
            SpreadConnection connection,
            int serviceType,
            List<SpreadGroup> members,
            SpreadGroup group,
            MembershipBody body) {
        this.serviceType = serviceType;
        this.group = group;
        if (body == null) {
            return;
        }
        this.groupId = new GroupID(body.groupId());
        this.members = members.toArray(SpreadGroup[]::new);
        SpreadGroup concerned = firstOfFirstSet(connection, body);
        if (isCausedByJoin()) {
            joined = concerned;
        } else if (isCausedByLeave()) {
            left = concerned;
        } else if (isCausedByDisconnect()) {
            left = concerned;
            disconnected = concerned;
        } else if (isCausedByNetwork()) {
            takeSets(connection, body);
        }
    }

    /** Reads the body of a regular membership; null for other service types, whose body says nothing to keep. */
    static MembershipBody body(int serviceType, byte[] data, boolean littleEndian) throws MalformedMessageException {
        return ServiceType.isRegularMembership(serviceType)
                ? MembershipBody.read(data, 0, data.length, littleEndian)
                : null;
    }

    private static MembershipBody readBody(int serviceType, byte[] data, boolean littleEndian) {
        try {
            return body(serviceType, data, littleEndian);
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static List<SpreadGroup> asGroups(Vector groups) {
        return List.copyOf((Vector<SpreadGroup>) groups);
    }

    private static SpreadGroup firstOfFirstSet(SpreadConnection connection, MembershipBody body) {
        for (VsSet set : body.sets()) {
            for (GroupName member : set.members()) {
                return SpreadGroup.of(connection, member);
            }
        }
        return null;
    }

    private void takeSets(SpreadConnection connection, MembershipBody body) {
        sets = new VirtualSynchronySet[body.sets().size()];
        for (int i = 0; i < sets.length; i++) {
            List<GroupName> names = body.sets().get(i).members();
            sets[i] = new VirtualSynchronySet(names.size());
            for (GroupName name : names) {
                sets[i].addMember(SpreadGroup.of(connection, name));
            }
        }
        int mine = body.localSetIndex();
        mySet = mine < 0 ? null : sets[mine];
    }

    /** True for a change of the members. */
    public boolean isRegularMembership() {
        return (serviceType & SpreadMessage.REG_MEMB_MESS) != 0;
    }

    /** True for the signal that a change is under way: from here on messages reach only those who come along. */
    public boolean isTransition() {
        return (serviceType & SpreadMessage.TRANSITION_MESS) != 0;
    }

    /** True when a process joined. */
    public boolean isCausedByJoin() {
        return (serviceType & SpreadMessage.CAUSED_BY_JOIN) != 0;
    }

    /** True when a process left; also in the message that tells the leaver itself. */
    public boolean isCausedByLeave() {
        return (serviceType & SpreadMessage.CAUSED_BY_LEAVE) != 0;
    }

    /** True when the connection of a process ended, on purpose or not. */
    public boolean isCausedByDisconnect() {
        return (serviceType & SpreadMessage.CAUSED_BY_DISCONNECT) != 0;
    }

    /** True when the daemons that can reach each other changed. */
    public boolean isCausedByNetwork() {
        return (serviceType & SpreadMessage.CAUSED_BY_NETWORK) != 0;
    }

    /** True when the connection itself has left the group. */
    public boolean isSelfLeave() {
        return isCausedByLeave() && !isRegularMembership() && !isTransition();
    }

    /** The group. */
    public SpreadGroup getGroup() {
        return group;
    }

    /** Id of the new view, or null. */
    public GroupID getGroupID() {
        return groupId;
    }

    /** The members after the change in a new array, in the same order at all members, or null. */
    public SpreadGroup[] getMembers() {
        return members == null ? null : members.clone();
    }

    /** The process that joined, or null. */
    public SpreadGroup getJoined() {
        return joined;
    }

    /** The process that left or disconnected, or null. */
    public SpreadGroup getLeft() {
        return left;
    }

    /** The process that disconnected, or null. */
    public SpreadGroup getDisconnected() {
        return disconnected;
    }

    /**
     * Who came with this connection out of the previous view. The same as the members of
     * {@link #getMyVirtualSynchronySet()}, which newer programs use.
     *
     * @return the members of the own set, or null
     */
    public SpreadGroup[] getStayed() {
        return mySet == null ? null : mySet.getMembers();
    }

    /** One set for each previous view from which members came, or null. Not a copy. */
    public VirtualSynchronySet[] getVirtualSynchronySets() {
        return sets;
    }

    /** That object among {@link #getVirtualSynchronySets()} to which this connection belongs, or null. */
    public VirtualSynchronySet getMyVirtualSynchronySet() {
        return mySet;
    }

    /** Members who came from the same previous view. */
    @SuppressWarnings("ClassCanBeStatic") // its constructor has the enclosing object as a parameter
    public class VirtualSynchronySet {
        private final SpreadGroup[] setMembers;
        private int size;

        /** A set without members yet. */
        protected VirtualSynchronySet(int capacity) {
            this.setMembers = new SpreadGroup[capacity];
        }

        /** How many members the set can hold. */
        public int getCapacity() {
            return setMembers.length;
        }

        /** How many members the set holds. */
        public int getSize() {
            return size;
        }

        /** The members. Not a copy. */
        public SpreadGroup[] getMembers() {
            return setMembers;
        }

        /**
         * Adds a member.
         *
         * @throws ArrayIndexOutOfBoundsException when the set is full
         */
        public void addMember(SpreadGroup member) {
            setMembers[size] = member;
            size++;
        }
    }
}
