package org.ringcast.daemon.core.groups;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.Counters;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.wire.GroupsMessage;
import org.ringcast.daemon.wire.Verdict;

/**
 * Collects the state that the representatives send in one ring. Every representative is checked as a whole before anything
 * of it is used; one that sends nonsense counts as silent. The exchange is complete when the synced sets of the complete
 * representatives, all disjoint, make up the ring.
 */
final class StateExchange {
    /** What all representatives together may send: far more than a ring of full daemons has. */
    static final long MAX_GATHERED_BYTES = 1L << 30;

    private final GroupDirectory directory;
    private final ByteBufAllocator allocator;
    private final GroupsLog log;
    private final Counters counters;
    private final StateReader reader;
    private final GroupsMessage message = new GroupsMessage();
    private final List<Representative> others = new ArrayList<>();
    private RingMembers ring;
    private boolean ownComplete;
    private int messageCount;
    private int daemonCount;
    private long gatheredBytes;

    StateExchange(GroupDirectory directory, ByteBufAllocator allocator, GroupsLog log, Counters counters) {
        this.directory = directory;
        this.allocator = allocator;
        this.log = log;
        this.counters = counters;
        this.reader = new StateReader(directory);
    }

    /** Forgets everything and collects for a new ring. */
    void begin(RingMembers newRing) {
        clear();
        ring = newRing;
    }

    /** A reload has changed the daemons' indexes. */
    void onReload(Topology topology) {
        if (ring != null) {
            ring = ring.in(topology);
        }
    }

    /** Forgets everything. */
    void clear() {
        for (Representative representative : others) {
            representative.release();
        }
        others.clear();
        ownComplete = false;
        messageCount = 0;
        daemonCount = 0;
        gatheredBytes = 0;
    }

    /**
     * Takes a message.
     *
     * @param originator topology index of the daemon that sent it, or negative
     * @param mine the synced set of this daemon
     * @return true when the message was of use: the exchange goes on
     */
    boolean onMessage(RingMessage received, int originator, SyncedSet mine) {
        ByteBuf bytes = received.bytes();
        Verdict verdict = GroupsMessage.validate(bytes, received.index(), received.lengthBytes());
        if (!verdict.isOk()) {
            return drop("G_handle_groups: malformed GROUPS message: " + verdict.text());
        }
        message.wrap(bytes, received.index(), received.lengthBytes());
        String daemonName = message.daemonName().toString();
        MembershipId id = ring.id();
        if (message.ringProcId() != id.procId() || message.ringTime() != id.time()) {
            counters.increment(CounterId.GROUPS_STALE);
            if (log.isInfo()) {
                log.info("G_handle_groups: GROUPS message received from bad memb id proc %d, time %d, daemon %s."
                        .formatted(message.ringProcId(), message.ringTime(), daemonName));
            }
            return false;
        }
        int index = ring.topology().indexOfName(daemonName);
        if (index < 0) {
            counters.increment(CounterId.GROUPS_DROPPED);
            if (log.isError()) {
                log.error("G_handle_groups: Groups message from someone (%s) not in conf".formatted(daemonName));
            }
            return false;
        }
        if (!ring.contains(index) || (originator >= 0 && originator != index)) {
            return drop(
                    "G_handle_groups: GROUPS message in the name of %s, which did not send it".formatted(daemonName));
        }
        return take(received, ring.topology().id(index), daemonName, mine);
    }

    private boolean take(RingMessage received, int daemonId, String daemonName, SyncedSet mine) {
        boolean last = message.isLast();
        int announced = message.syncedSetSize();
        String fault =
                daemonId == mine.representative() ? checkOwn(received, mine) : keep(received, daemonId, mine, last);
        if (fault != null) {
            return drop("G_handle_groups: GROUPS message from %s not used: %s".formatted(daemonName, fault));
        }
        messageCount++;
        if (last) {
            daemonCount += announced;
        }
        if (log.isInfo()) {
            log.info("G_handle_groups: GROUPS message received from %s - msgs %d, daemons %d"
                    .formatted(daemonName, messageCount, daemonCount));
            if (isComplete(mine)) {
                log.info("G_handle_groups: Last GROUPS message received - msgs %d, daemons %d"
                        .formatted(messageCount, daemonCount));
            }
        }
        return true;
    }

    /** A message of the representative of this daemon: it says what is known here, so only its end matters. */
    private String checkOwn(RingMessage received, SyncedSet mine) {
        boolean last = message.isLast();
        if (ownComplete) {
            return "state already complete";
        }
        if (message.carriesSyncedSet()) {
            SyncedSet told = reader.syncedSetOf(received.bytes(), received.index(), received.lengthBytes());
            if (told == null || !told.sameAs(mine)) {
                return "its synced set is not that of this daemon";
            }
        } else if (last) {
            return "no synced set";
        }
        ownComplete |= last;
        return null;
    }

    private String keep(RingMessage received, int daemonId, SyncedSet mine, boolean last) {
        Representative representative = representative(daemonId);
        if (representative.isClosed()) {
            return "state already complete or refused";
        }
        gatheredBytes += received.lengthBytes();
        if (gatheredBytes > MAX_GATHERED_BYTES) {
            representative.refuse();
            return "too much state";
        }
        ByteBuf copy = allocator.heapBuffer(received.lengthBytes());
        copy.writeBytes(received.bytes(), received.index(), received.lengthBytes());
        representative.messages().add(copy);
        if (!last) {
            return null;
        }
        String fault = reader.check(representative, ring);
        if (fault == null && overlaps(representative, mine)) {
            fault = "a daemon of its synced set belongs to another";
        }
        if (fault != null) {
            representative.refuse();
        }
        return fault;
    }

    private boolean overlaps(Representative candidate, SyncedSet mine) {
        for (int i = 0; i < candidate.syncedSet().size(); i++) {
            int id = candidate.syncedSet().id(i);
            if (mine.contains(id)) {
                return true;
            }
            for (Representative other : others) {
                if (other != candidate
                        && other.isComplete()
                        && other.syncedSet().contains(id)) {
                    return true;
                }
            }
        }
        return false;
    }

    private Representative representative(int daemonId) {
        for (Representative representative : others) {
            if (representative.daemonId() == daemonId) {
                return representative;
            }
        }
        Representative representative = new Representative(daemonId);
        others.add(representative);
        return representative;
    }

    /** Whether the state of every daemon of the ring is here. */
    boolean isComplete(SyncedSet mine) {
        if (!ownComplete) {
            return false;
        }
        int covered = mine.size();
        for (Representative other : others) {
            covered += other.isComplete() ? other.syncedSet().size() : 0;
        }
        return covered == ring.size();
    }

    /** Whether the state of this daemon's own representative has come back; without it nothing may be merged. */
    boolean isOwnComplete() {
        return ownComplete;
    }

    /**
     * Merges the state of all complete representatives into the directory.
     *
     * @return the synced set enlarged by theirs
     */
    SyncedSet mergeComplete(SyncedSet mine) {
        SyncedSet merged = mine;
        for (Representative other : others) {
            if (other.isComplete()) {
                int leftOut = reader.merge(other);
                if (leftOut > 0) {
                    log.warning("G_handle_groups: %d entries of %s left out, told twice"
                            .formatted(leftOut, directory.order().nameOf(other.daemonId())));
                }
                merged = merged.union(directory.order(), other.syncedSet());
            }
        }
        return merged;
    }

    private boolean drop(String text) {
        counters.increment(CounterId.GROUPS_DROPPED);
        log.warning(text);
        return false;
    }
}
