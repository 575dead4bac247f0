package org.ringcast.daemon.core.groups;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.function.Predicate;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreObserver;
import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.Counters;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.RingServices;
import org.ringcast.daemon.core.RingServices.QueueKind;
import org.ringcast.daemon.core.RingServices.Threshold;
import org.ringcast.daemon.core.RingUpcalls;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.core.Timers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.session.SessionTable;
import org.ringcast.protocol.RingService;

/**
 * Process groups: follows the ring's one ordered stream of messages and configurations, keeps who is in which group, tells
 * the local members, and gives messages to the sessions they are meant for. See docs/protocol/groups.md.
 *
 * <p>Events that the protocol rules out are counted, logged and dropped. Where dropping one means that daemons may no longer
 * agree, this daemon leaves the ring and comes back, which makes all compare their states.
 */
public final class GroupsLayer implements RingUpcalls {
    private static final int TIMEOUT_TOKEN_LOSSES = 3;

    private final RingServices ring;
    private final SessionTable sessions;
    private final CoreObserver observer;
    private final Counters counters;
    private final ByteBufAllocator allocator;
    private final Timers timers;
    private final long exchangeTimeoutNs;
    private final GroupsLog log;
    private final GroupDirectory directory;
    private final Notifier notifier;
    private final DataDelivery delivery;
    private final MemberEvents events;
    private final StateExchange exchange;
    private final RingMessage message = new RingMessage();

    private GroupState state = GroupState.GOP;
    private SyncedSet syncedSet;
    private RingMembers transitional;
    private RingMembers regular;
    private int timeoutsInARow;

    /**
     * The layer of a daemon that is in no ring yet. The first events must be the transitional and then the regular
     * configuration of the daemon's first ring.
     */
    public GroupsLayer(
            Topology topology,
            CoreSettings settings,
            RingServices ring,
            SessionTable sessions,
            CoreLog log,
            CoreObserver observer,
            Counters counters,
            Timers timers,
            ByteBufAllocator allocator) {
        this.ring = ring;
        this.sessions = sessions;
        this.observer = observer;
        this.counters = counters;
        this.allocator = allocator;
        this.timers = timers;
        this.exchangeTimeoutNs = TIMEOUT_TOKEN_LOSSES * settings.timers().tokenNs();
        this.log = new GroupsLog(log);
        int selfId = topology.selfId();
        DaemonOrder order = new DaemonOrder(topology);
        this.directory = new GroupDirectory(order);
        this.notifier = new Notifier(selfId, sessions, allocator);
        this.delivery = new DataDelivery(selfId, directory, sessions, allocator);
        this.events = new MemberEvents(
                selfId,
                directory,
                sessions,
                notifier,
                this.log,
                counters,
                settings.sessions().memory());
        this.exchange = new StateExchange(directory, allocator, this.log, counters);
        this.syncedSet = new SyncedSet(order, selfId);
        sessions.setJoinLimit(events::joinRefusal);
        if (this.log.isInfo()) {
            this.log.info("G_init: ");
            this.log.syncedSet("G_init", syncedSet, order);
        }
    }

    public GroupState state() {
        return state;
    }

    /** Gives all memory back. No further calls. */
    public void close() {
        exchange.clear();
    }

    /** Groups known, for the status report. */
    public int groupCount() {
        return directory.groupCount();
    }

    /** Other limits on groups are in force, for joins that come from now on. */
    public void setLimits(CoreSettings.MemorySettings limits) {
        events.setLimits(limits);
    }

    /**
     * Whether a reload that makes every daemon a ring of its own for a moment may begin. It has to wait while state is
     * exchanged.
     */
    public boolean isReadyForReload() {
        return state == GroupState.GOP;
    }

    /**
     * A reload has changed the configuration; the ring change that it forces follows. Until its transitional configuration the
     * daemons keep their order: messages before that place must look the same at all daemons, whenever each has reloaded.
     */
    public void onReload(Topology topology) {
        directory.setOrder(directory.order().reloaded(topology));
        transitional = transitional == null ? null : transitional.in(topology);
        regular = regular == null ? null : regular.in(topology);
        exchange.onReload(topology);
    }

    private void takeNewOrder() {
        if (directory.order().isOutdated()) {
            DaemonOrder order = new DaemonOrder(directory.order().topology());
            directory.reorder(order);
            syncedSet = syncedSet.reorder(order);
        }
    }

    /** {@link TimerKind#GROUPS} is due: the exchange has not moved for too long, the ring is given up. */
    public void onTimer() {
        if (state != GroupState.GGATHER) {
            return;
        }
        timers.arm(TimerKind.GROUPS, exchangeTimeoutNs);
        counters.increment(CounterId.GROUPS_EXCHANGE_TIMEOUTS);
        timeoutsInARow++;
        if (timeoutsInARow == 1) {
            log.warning("G_handle_groups: group state of some daemon is missing; the ring is formed anew");
            ring.forceMembershipChange("groups: state of some daemon is missing");
        } else {
            leaveRing("group state of some daemon is missing again");
        }
    }

    @Override
    public void onTransitional(RingMembers members) {
        log.membership("G_handle_trans_memb", members.id(), state);
        transitional = members;
        takeNewOrder();
        switch (state) {
            case GOP -> beginTransition();
            case GGATHER -> beginTransitionWhileGathering();
            default -> leaveRing("transitional configuration in " + state);
        }
    }

    @Override
    public void onRegular(RingMembers members) {
        log.membership("G_handle_reg_memb", members.id(), state);
        boolean nobodyNew = transitional != null && transitional.size() == members.size();
        regular = members;
        sessions.setRingSize(members.size());
        switch (state) {
            case GTRANS -> {
                if (nobodyNew) {
                    concludeWithoutExchange();
                } else {
                    beginExchange();
                }
            }
            case GGT -> beginExchangeAgain();
            default -> leaveRing("regular configuration in " + state);
        }
    }

    @Override
    public void onMessage(int originator, ByteBuf received) {
        RingMessage.Kind kind = message.wrap(received);
        switch (kind) {
            case DATA -> onData();
            case JOIN, LEAVE, KILL -> onMemberEvent(kind, originator);
            case GROUPS -> onGroups(originator);
            case ILLEGAL -> {
                counters.increment(CounterId.GROUPS_DROPPED);
                log.warning("G_handle_message: message of type 0x%x, %d bytes, from daemon number %d dropped"
                        .formatted(message.type(), received.readableBytes(), originator));
            }
        }
    }

    // ---- Messages ------------------------------------------------------------------------------------------------

    private void onData() {
        counters.increment(CounterId.SESSION_MESSAGES_DELIVERED);
        int leftOut = delivery.deliver(message, state.isExchanging());
        if (leftOut > 0) {
            counters.increment(CounterId.GROUPS_UNEXPECTED);
            leaveRing("message to a process group in " + state);
        }
    }

    private void onMemberEvent(RingMessage.Kind kind, int originator) {
        if (state.isExchanging()) {
            counters.increment(CounterId.GROUPS_UNEXPECTED);
            leaveRing("%s in %s".formatted(kind, state));
            return;
        }
        boolean inTransition = state == GroupState.GTRANS;
        events.handle(kind, message, originator, inTransition ? transitional : regular, inTransition);
    }

    private void onGroups(int originator) {
        if (!state.isExchanging()) {
            counters.increment(CounterId.GROUPS_UNEXPECTED);
            log.warning("G_handle_groups in %s: message of daemon number %d dropped".formatted(state, originator));
            return;
        }
        if (log.isInfo()) {
            log.info("G_handle_groups: ");
            log.info("G_handle_groups in " + state);
        }
        if (exchange.onMessage(message, originator, syncedSet)) {
            if (state == GroupState.GGATHER) {
                timers.arm(TimerKind.GROUPS, exchangeTimeoutNs);
            }
            if (exchange.isComplete(syncedSet)) {
                concludeExchange();
            }
        }
    }

    // ---- Ring changes --------------------------------------------------------------------------------------------

    /** Marks the members that stay behind, and tells those who see them. */
    private void beginTransition() {
        MembershipId id = transitional.id();
        for (Group group : directory.inNameOrder()) {
            boolean loses = false;
            for (DaemonEntry entry : group.entries()) {
                if (!DaemonOrder.contains(transitional, entry.daemonId())) {
                    entry.setCameFrom(MembershipId.UNKNOWN);
                    loses = true;
                }
            }
            if (loses) {
                notifier.transition(group, true);
                group.setId(id, 1);
                group.setChanged(true);
                for (DaemonEntry entry : group.entries()) {
                    if (!entry.isPartitioned()) {
                        entry.setCameFrom(id);
                    }
                }
                log.groupId("G_handle_trans_memb", group);
            }
        }
        syncedSet = syncedSet.intersect(directory.order(), transitional);
        enter(GroupState.GTRANS);
        log.syncedSet("G_handle_trans_memb", syncedSet, directory.order());
    }

    /** Nobody is told: no message can come before the next view. The exchange of the last ring may still end. */
    private void beginTransitionWhileGathering() {
        for (Group group : directory.inNameOrder()) {
            for (DaemonEntry entry : group.entries()) {
                if (!DaemonOrder.contains(transitional, entry.daemonId())) {
                    group.setChanged(true);
                }
            }
        }
        ring.purgeGroupsQueue();
        timers.cancel(TimerKind.GROUPS);
        enter(GroupState.GGT);
    }

    /** Everybody in the new ring was in the old one: all know the same already. */
    private void concludeWithoutExchange() {
        removePartitioned();
        for (Group group : directory.inNameOrder()) {
            if (group.isChanged()) {
                if (log.isInfo()) {
                    log.info("G_handle_reg_memb: no state transfer needed for group %s.".formatted(group));
                }
                concludeChange(group, "G_handle_reg_memb");
            }
        }
        ring.setThreshold(Threshold.UNRELIABLE);
        enter(GroupState.GOP);
    }

    private void beginExchange() {
        GroupState from = state;
        removePartitioned();
        sessions.suspendInput();
        ring.activate(QueueKind.GROUPS);
        ring.setThreshold(Threshold.AGREED);
        exchange.begin(regular);
        sendState(from);
    }

    /** The last exchange was cut short: what it brought completely is kept, the rest is asked for again. */
    private void beginExchangeAgain() {
        GroupState from = state;
        if (exchange.isOwnComplete()) {
            syncedSet = exchange.mergeComplete(syncedSet);
        }
        Group[] groups = directory.inNameOrder();
        for (int i = groups.length - 1; i >= 0; i--) {
            Group group = groups[i];
            boolean loses = removeEntries(group, entry -> !DaemonOrder.contains(transitional, entry.daemonId()));
            if (loses && !group.isDropped()) {
                group.setChanged(true);
            }
        }
        syncedSet = syncedSet.intersect(directory.order(), transitional);
        log.syncedSet("G_handle_reg_memb", syncedSet, directory.order());
        ring.setThreshold(Threshold.AGREED);
        exchange.begin(regular);
        sendState(from);
    }

    /** Sends the state of the whole synced set when this daemon is its representative, and waits for the others'. */
    private void sendState(GroupState from) {
        enter(GroupState.GGATHER);
        timers.arm(TimerKind.GROUPS, exchangeTimeoutNs);
        if (syncedSet.representative() != directory.order().topology().selfId()) {
            return;
        }
        List<ByteBuf> messages = StateWriter.write(allocator, directory, syncedSet, regular.id());
        for (int i = 0; i < messages.size(); i++) {
            boolean last = i == messages.size() - 1;
            RingService service = last ? RingService.AGREED : RingService.RELIABLE;
            ring.submit(service.code(), messages.get(i), RingServices.Submitter.NOBODY);
            messages.get(i).release();
        }
        if (log.isInfo()) {
            log.info("G_handle_reg_memb: %d GROUPS messages sent in %s".formatted(messages.size(), from));
        }
    }

    /** The state of all daemons is here: the views of all changed groups can be told. */
    private void concludeExchange() {
        GroupState from = state;
        if (log.isInfo()) {
            log.info("G_compute_and_notify:");
        }
        timers.cancel(TimerKind.GROUPS);
        ring.activate(QueueKind.NORMAL);
        syncedSet = exchange.mergeComplete(syncedSet);
        exchange.clear();
        timeoutsInARow = 0;
        log.syncedSet("G_compute_and_notify", syncedSet, directory.order());
        for (Group group : directory.inNameOrder()) {
            if (group.isChanged()) {
                concludeChange(group, "G_compute_and_notify");
            }
        }
        log.listing(directory);
        enter(GroupState.GOP);
        sessions.resumeInput();
        if (from == GroupState.GGT) {
            // The ring had changed again before this end: that change is only taken up now.
            beginTransition();
        } else {
            ring.setThreshold(Threshold.UNRELIABLE);
        }
    }

    private void concludeChange(Group group, String function) {
        group.setId(regular.id(), 1);
        group.setChanged(false);
        log.groupId(function, group);
        notifier.network(group, null, true);
        group.setAllCameFrom(regular.id());
        events.warnWhenBig(group, regular);
    }

    /** Removes who stayed behind, and the groups in which nobody else was. Backwards, which is how members forget fast. */
    private void removePartitioned() {
        Group[] groups = directory.inNameOrder();
        for (int i = groups.length - 1; i >= 0; i--) {
            if (groups[i].isChanged()) {
                removeEntries(groups[i], DaemonEntry::isPartitioned);
            }
        }
    }

    /** Removes some entries of a group, and the group when none is left; says whether there were any. */
    private boolean removeEntries(Group group, Predicate<DaemonEntry> which) {
        boolean any = false;
        List<DaemonEntry> entries = group.entries();
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (which.test(entries.get(i))) {
                directory.removeEntry(group, entries.get(i));
                any = true;
            }
        }
        if (group.isEmpty()) {
            directory.drop(group);
        }
        return any;
    }

    /** What this daemon knows may differ from what others think it knows. */
    private void leaveRing(String reason) {
        log.warning("G_handle_message: %s; this daemon leaves the ring and comes back".formatted(reason));
        ring.leaveRing("groups: " + reason);
    }

    /** All groups, for tests of this package. */
    GroupDirectory directory() {
        return directory;
    }

    private void enter(GroupState next) {
        observer.onGroupState(state.number(), next.number());
        state = next;
    }
}
