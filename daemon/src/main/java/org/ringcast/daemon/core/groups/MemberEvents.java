package org.ringcast.daemon.core.groups;

import io.netty.buffer.ByteBuf;
import org.ringcast.daemon.core.CoreSettings.MemorySettings;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.Counters;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.session.NameKey;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.core.session.SessionTable;
import org.ringcast.daemon.wire.GroupsWriter;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.PrivateGroup;
import org.ringcast.protocol.ServiceType;

/** JOIN, LEAVE and KILL, delivered in normal operation or between a transitional and a regular configuration. */
final class MemberEvents {
    /** Most members of a group at one daemon that the exchange of state can carry. */
    static final int MAX_LOCAL_MEMBERS = GroupsWriter.MAX_MEMBERS_PER_ENTRY;

    /** One client that joins without end leaves a part of what may be joined to those who are in fewer groups than this. */
    static final int FEW_GROUPS = 16;

    private static final int FEW_GROUPS_SHARE = 10;

    /** Above this, daemons of the C implementation cannot build the notification of a ring change and abort. */
    static final int BIG_GROUP_MEMBERS = 2200;

    private final int selfId;
    private final GroupDirectory directory;
    private final SessionTable sessions;
    private final Notifier notifier;
    private final GroupsLog log;
    private final Counters counters;
    private MemorySettings limits;
    private final byte[] field = new byte[Limits.GROUP_NAME];

    /** The configuration in force: the transitional one while {@link #inTransition}. */
    private RingMembers ring;

    private boolean inTransition;

    MemberEvents(
            int selfId,
            GroupDirectory directory,
            SessionTable sessions,
            Notifier notifier,
            GroupsLog log,
            Counters counters,
            MemorySettings limits) {
        this.selfId = selfId;
        this.directory = directory;
        this.sessions = sessions;
        this.notifier = notifier;
        this.log = log;
        this.counters = counters;
        this.limits = limits;
    }

    /**
     * Handles a message of one of the three kinds.
     *
     * @param originator topology index of the sender's daemon, or negative
     * @param configuration the transitional configuration while {@code transition}, else the regular one
     */
    void handle(
            RingMessage.Kind kind, RingMessage message, int originator, RingMembers configuration, boolean transition) {
        ring = configuration;
        inTransition = transition;
        String function = functionOf(kind);
        NameKey sender = readName(message.bytes(), message.senderIndex());
        int daemon = daemonOf(sender, originator, function);
        if (daemon < 0) {
            return;
        }
        int daemonId = directory.order().topology().id(daemon);
        if (kind == RingMessage.Kind.KILL) {
            if (log.isInfo()) {
                log.info("G_handle_kill: %s is killed".formatted(sender));
                logState(function);
            }
            kill(sender, daemonId);
            return;
        }
        NameKey groupName = readName(message.bytes(), message.groupIndex(0));
        if (log.isInfo()) {
            String verb = kind == RingMessage.Kind.JOIN ? "joins" : "leaves";
            log.info("%s: %s %s group %s".formatted(function, sender, verb, groupName));
            logState(function);
        }
        if (kind == RingMessage.Kind.JOIN) {
            join(sender, daemonId, groupName);
        } else {
            leave(sender, daemonId, groupName);
        }
    }

    private void join(NameKey name, int daemonId, NameKey groupName) {
        Member member = directory.member(name);
        if (member == null) {
            Session session = daemonId == selfId ? sessions.find(name) : null;
            if (daemonId == selfId && session == null) {
                counters.increment(CounterId.GROUPS_UNEXPECTED);
                log.warning("G_handle_join: local session %s does not exist; it is killed".formatted(name));
                sessions.killOrphan(name);
            }
            member = new Member(name, daemonId, session);
        }
        Group group = directory.group(groupName);
        if (group == null) {
            group = directory.create(groupName, ring.id(), 0);
        }
        DaemonEntry entry = group.entry(daemonId);
        if (entry == null) {
            boolean comesAlong = !inTransition || DaemonOrder.contains(ring, daemonId);
            entry = new DaemonEntry(daemonId, comesAlong ? group.ring() : MembershipId.UNKNOWN);
            group.addEntry(entry, directory.order());
        }
        if (entry.members().size() >= MAX_LOCAL_MEMBERS) {
            logError("G_handle_join: group %s has %d members at one daemon; %s ignored"
                    .formatted(groupName, entry.members().size(), name));
            return;
        }
        if (!directory.add(group, entry, member)) {
            logError("G_handle_join: %s is already in group %s".formatted(name, groupName));
            return;
        }
        group.nextIndex();
        if (entry.isPartitioned()) {
            group.setChanged(true);
        }
        log.groupId("G_handle_join", group);
        if (group.isChanged()) {
            notifier.network(group, member, false);
            notifier.transition(group, false);
        } else {
            notifier.single(group, ServiceType.CAUSED_BY_JOIN, member);
        }
        warnWhenBig(group, ring);
    }

    private void leave(NameKey name, int daemonId, NameKey groupName) {
        Group group = directory.group(groupName);
        if (group == null) {
            logError("G_handle_leave: group %s does not exist".formatted(groupName));
            return;
        }
        DaemonEntry entry = group.entry(daemonId);
        if (entry == null) {
            logError("G_handle_leave: daemon %s doesn't exist in group %s"
                    .formatted(directory.order().nameOf(daemonId), groupName));
            return;
        }
        Member member = directory.member(name);
        if (member == null || entry.indexOf(member) < 0) {
            logError("G_handle_leave: member %s does not exist in daemon/group %s/%s"
                    .formatted(name, directory.order().nameOf(daemonId), groupName));
            return;
        }
        if (member.session() != null) {
            notifier.selfLeave(group, member.session());
        }
        remove(group, entry, member, ServiceType.CAUSED_BY_LEAVE, "G_handle_leave");
    }

    private void kill(NameKey name, int daemonId) {
        Member member = directory.member(name);
        if (member != null) {
            for (Group group : directory.detach(member)) {
                remove(group, group.entry(daemonId), member, ServiceType.CAUSED_BY_DISCONNECT, "G_handle_kill");
            }
        }
        Session session = daemonId == selfId ? sessions.find(name) : null;
        if (session != null) {
            sessions.onKillDelivered(session);
        }
    }

    private void remove(Group group, DaemonEntry entry, Member member, int cause, String function) {
        directory.remove(group, entry, member);
        if (group.isDropped()) {
            return;
        }
        group.nextIndex();
        log.groupId(function, group);
        if (group.isChanged()) {
            notifier.network(group, null, false);
            notifier.transition(group, false);
        } else {
            notifier.single(group, cause, member);
        }
    }

    /** Other limits; who is beyond them stays in its groups. */
    void setLimits(MemorySettings newLimits) {
        limits = newLimits;
    }

    /**
     * Why a JOIN by a client of this daemon does not go to the ring, null when it does. Memberships are replicated, so one
     * daemon whose clients join without end would use up the memory of all; what other daemons announce is never refused, for
     * all must know the same. Joins under way are not counted, so a few may pass beyond a limit. A JOIN by a member adds nothing
     * and is never refused.
     */
    String joinRefusal(Session session, ByteBuf frame) {
        Group group = directory.group(frame, frame.readerIndex() + Limits.HEADER);
        DaemonEntry here = group == null ? null : group.entry(selfId);
        Member member = directory.member(session.privateGroupKey());
        if (here != null && member != null && here.indexOf(member) >= 0) {
            return null;
        }
        if (here != null && here.members().size() >= MAX_LOCAL_MEMBERS) {
            return "the group has %d members at this daemon, more cannot be told to others"
                    .formatted(MAX_LOCAL_MEMBERS);
        }
        int own = member == null ? 0 : member.groups().size();
        if (own >= limits.maxGroupsPerSession()) {
            return "it is in %d groups, as many as MaxGroupsPerSession allows".formatted(own);
        }
        long all = directory.localMemberships();
        long forAnybody = limits.maxMemberships() / FEW_GROUPS_SHARE;
        if (own < FEW_GROUPS ? all < limits.maxMemberships() : all < limits.maxMemberships() - forAnybody) {
            return null;
        }
        return "the clients of this daemon are in %d groups together, as many as MaxMemberships allows%s"
                .formatted(all, own < FEW_GROUPS ? "" : " to one that is in " + FEW_GROUPS + " or more");
    }

    /** Says once for each group that daemons of the C implementation would not survive it. */
    void warnWhenBig(Group group, RingMembers configuration) {
        if (group.memberCount() > BIG_GROUP_MEMBERS && configuration.size() > 1 && group.markWarnedBig()) {
            log.warning("group %s has %d members: a ring change aborts daemons of the C implementation"
                    .formatted(group, group.memberCount()));
        }
    }

    /** Topology index of the daemon that a private group names; -1 when the message is not to be used. */
    private int daemonOf(NameKey sender, int originator, String function) {
        Member known = directory.member(sender);
        String daemonName = "";
        int index = -1;
        if (known != null) {
            index = directory.order().topology().indexOfPresentOrFormerId(known.daemonId());
        } else {
            sender.get(field);
            PrivateGroup parts = PrivateGroup.fromField(field, 0);
            if (parts == null) {
                logError("G_private_to_names: Illegal private_group_name %s (priv, proc)".formatted(sender));
            } else {
                daemonName = parts.daemonName();
                index = directory.order().topology().indexOfName(daemonName);
            }
        }
        if (index < 0) {
            counters.increment(CounterId.GROUPS_DROPPED);
            logError("%s: illegal proc_name %s in private_group %s ".formatted(function, daemonName, sender));
            return -1;
        }
        if (originator >= 0 && originator != index) {
            counters.increment(CounterId.GROUPS_DROPPED);
            log.warning("%s: message in the name of %s from daemon number %d dropped"
                    .formatted(function, sender, originator));
            return -1;
        }
        return index;
    }

    /** The name in a field, its last byte taken for NUL whatever it is. */
    private static NameKey readName(ByteBuf bytes, int index) {
        return NameKey.read(bytes, index).cut();
    }

    private static String functionOf(RingMessage.Kind kind) {
        return switch (kind) {
            case JOIN -> "G_handle_join";
            case LEAVE -> "G_handle_leave";
            default -> "G_handle_kill";
        };
    }

    private void logState(String function) {
        log.info(function + " in " + (inTransition ? GroupState.GTRANS : GroupState.GOP));
    }

    private void logError(String text) {
        if (log.isError()) {
            log.error(text);
        }
    }
}
