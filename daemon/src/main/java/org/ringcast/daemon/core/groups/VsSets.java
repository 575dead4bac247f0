package org.ringcast.daemon.core.groups;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.core.MembershipId;

/**
 * The members of a view, divided by where they come from: entries that came along with the same ring are one set, each
 * daemon that stays behind is a set of its own, a member who joins inside a ring change is the last set.
 *
 * <p>Sets of known rings are ordered by the difference of their ids in 32-bit arithmetic that wraps round, as other daemons
 * do. That is an order for any two ids but not always for three; where it is none, all daemons of this kind use the plain
 * signed order. No set is ever split.
 */
final class VsSets {
    /**
     * One set.
     *
     * @param entries the daemons' entries in it, configuration order; empty for the set of a joiner
     */
    private record VsSet(MembershipId cameFrom, List<DaemonEntry> entries) {}

    private final Group group;
    private final Member joiner;
    private final List<VsSet> sets;

    /** @param joiner member to be split off into a last set of its own, or null */
    VsSets(Group group, Member joiner) {
        this.group = group;
        this.joiner = joiner;
        this.sets = order(collect(group));
    }

    /** Number of sets. */
    int count() {
        return sets.size() + (joiner == null ? 0 : 1);
    }

    /** Bytes of all sets: 4 for each, 32 for each member. */
    long encodedBytes() {
        return 4L * count() + 32L * group.memberCount();
    }

    /** Where the set with the members of a daemon begins, counted from the first set; the joiner is not asked for here. */
    int offsetOfDaemon(int daemonId) {
        int offset = 0;
        for (VsSet set : sets) {
            for (DaemonEntry entry : set.entries()) {
                if (entry.daemonId() == daemonId) {
                    return offset;
                }
            }
            offset += 4 + 32 * membersIn(set);
        }
        return 0;
    }

    /** Where the set of the joiner begins. */
    int offsetOfJoiner() {
        int offset = 0;
        for (VsSet set : sets) {
            offset += 4 + 32 * membersIn(set);
        }
        return offset;
    }

    void write(ByteBuf frame) {
        for (VsSet set : sets) {
            frame.writeIntLE(membersIn(set));
            for (DaemonEntry entry : set.entries()) {
                List<Member> members = entry.members();
                for (int i = 0; i < members.size(); i++) {
                    if (members.get(i) != joiner) {
                        members.get(i).name().write(frame);
                    }
                }
            }
        }
        if (joiner != null) {
            frame.writeIntLE(1);
            joiner.name().write(frame);
        }
    }

    private int membersIn(VsSet set) {
        int count = 0;
        for (DaemonEntry entry : set.entries()) {
            count += entry.members().size();
            if (joiner != null && joiner.daemonId() == entry.daemonId()) {
                count--;
            }
        }
        return count;
    }

    private static List<VsSet> collect(Group group) {
        List<VsSet> sets = new ArrayList<>(2);
        for (DaemonEntry entry : group.entries()) {
            VsSet set = entry.isPartitioned() ? null : find(sets, entry.cameFrom());
            if (set == null) {
                set = new VsSet(entry.cameFrom(), new ArrayList<>(2));
                sets.add(set);
            }
            set.entries().add(entry);
        }
        return sets;
    }

    private static VsSet find(List<VsSet> sets, MembershipId cameFrom) {
        for (VsSet set : sets) {
            if (set.cameFrom().equals(cameFrom)) {
                return set;
            }
        }
        return null;
    }

    private static List<VsSet> order(List<VsSet> sets) {
        List<VsSet> ordered = new ArrayList<>(sets.size());
        List<VsSet> behind = new ArrayList<>();
        for (VsSet set : sets) {
            if (set.entries().get(0).isPartitioned()) {
                behind.add(set);
            } else {
                ordered.add(set);
            }
        }
        if (ordered.size() > 1) {
            orderKnown(ordered);
        }
        ordered.addAll(behind);
        return ordered;
    }

    private static void orderKnown(List<VsSet> sets) {
        // The plain order first: the outcome must not depend on the order of the entries.
        sets.sort((a, b) -> comparePlain(a.cameFrom(), b.cameFrom()));
        List<VsSet> wrapped = new ArrayList<>(sets.size());
        for (VsSet set : sets) {
            int at = wrapped.size();
            while (at > 0
                    && isBeforeWrapping(set.cameFrom(), wrapped.get(at - 1).cameFrom())) {
                at--;
            }
            wrapped.add(at, set);
        }
        for (int i = 0; i < wrapped.size(); i++) {
            for (int k = i + 1; k < wrapped.size(); k++) {
                boolean agrees = isBeforeWrapping(
                                wrapped.get(i).cameFrom(), wrapped.get(k).cameFrom())
                        && !isBeforeWrapping(
                                wrapped.get(k).cameFrom(), wrapped.get(i).cameFrom());
                if (!agrees) {
                    return;
                }
            }
        }
        for (int i = 0; i < sets.size(); i++) {
            sets.set(i, wrapped.get(i));
        }
    }

    private static int comparePlain(MembershipId a, MembershipId b) {
        int order = Integer.compare(a.procId(), b.procId());
        return order != 0 ? order : Integer.compare(a.time(), b.time());
    }

    private static boolean isBeforeWrapping(MembershipId a, MembershipId b) {
        int difference = a.procId() - b.procId();
        return difference != 0 ? difference < 0 : a.time() - b.time() < 0;
    }
}
