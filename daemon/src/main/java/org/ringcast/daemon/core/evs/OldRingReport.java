package org.ringcast.daemon.core.evs;

import java.util.Arrays;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.ring.RingContext;
import org.ringcast.daemon.core.ring.RingHistory;
import org.ringcast.daemon.wire.RingInfo;
import org.ringcast.daemon.wire.WireLimits;

/** Tells on a form1 token what this daemon has of its old ring. */
final class OldRingReport {
    private final RingContext context;
    private final RingHistory history;
    private int[] list = new int[64];
    private int size;

    OldRingReport(RingContext context, RingHistory history) {
        this.context = context;
        this.history = history;
    }

    /** The first entry for a ring: what I have; the commit set is my own. */
    RingInfo first(MembershipId ring, CommitSet commit) {
        forgetWhatDoesNotFit();
        size = 0;
        addMissing(history.lastDiscarded() + 1, history.highestSeq());
        int[] holes = take();
        addId(context.selfId());
        addIds(commit);
        return new RingInfo(ring.procId(), ring.time(), 0, history.aru(), history.highestSeq(), holes, take(), 1);
    }

    /**
     * The entry of a ring after me: only what none of us has stays a hole.
     *
     * @return null when the token contradicts what I have
     */
    RingInfo merged(RingInfo known, CommitSet commit) {
        if (known.aru() > history.myAru() || !history.canHold(known.highestSeq()) || isTransitional(known)) {
            return null;
        }
        forgetWhatDoesNotFit();
        logMaxima(known);
        size = 0;
        for (int i = 0; i < known.numHoles(); i++) {
            if (history.isMissing(known.hole(i))) {
                add(known.hole(i));
            }
        }
        addMissing(Math.max(known.highestSeq(), history.lastDiscarded()) + 1, history.highestSeq());
        int[] holes = take();
        if (holes.length > WireLimits.MAX_HOLES) {
            return null;
        }
        for (int i = 0; i < known.numTrans(); i++) {
            add(known.commitId(i));
        }
        addId(context.selfId());
        for (int i = known.numTrans(); i < known.numCommit(); i++) {
            addId(known.commitId(i));
        }
        addIds(commit);
        return new RingInfo(
                known.membershipProcId(),
                known.membershipTime(),
                0,
                Math.max(known.aru(), history.aru()),
                Math.max(known.highestSeq(), history.highestSeq()),
                holes,
                take(),
                known.numTrans() + 1);
    }

    /**
     * Flow control keeps what can be missing below what fits a form token. More is missing only when foul packets made numbers
     * look used that nobody ever used; told to the others, they would keep any ring from being formed, for ever.
     */
    private void forgetWhatDoesNotFit() {
        int missing = 0;
        int lastHere = history.lastDiscarded();
        for (int seq = history.lastDiscarded() + 1; seq <= history.highestSeq(); seq++) {
            if (!history.isMissing(seq)) {
                lastHere = seq;
            } else if (++missing > WireLimits.MAX_HOLES) {
                history.forgetAbove(lastHere);
                return;
            }
        }
    }

    private boolean isTransitional(RingInfo known) {
        for (int i = 0; i < known.numTrans(); i++) {
            if (known.commitId(i) == context.selfId()) {
                return true;
            }
        }
        return false;
    }

    private void logMaxima(RingInfo known) {
        if (!context.logs(Kind.MEMBERSHIP, Level.INFO)) {
            return;
        }
        if (known.aru() > history.aru()) {
            context.line(
                    Kind.MEMBERSHIP,
                    Level.INFO,
                    "my_rg_info->aru (" + known.aru() + ") > Aru (" + history.aru()
                            + ") -> setting new_rg_info->aru to my_rg_info");
        }
        if (known.highestSeq() > history.highestSeq()) {
            context.line(
                    Kind.MEMBERSHIP,
                    Level.INFO,
                    "my_rg_info->highest_seq (" + known.highestSeq() + ") > Highest_seq (" + history.highestSeq()
                            + ") -> setting new_rg_info->highest_seq to my_rg_info");
        }
    }

    private void addMissing(int fromSeq, int toSeq) {
        for (int seq = fromSeq; seq <= toSeq; seq++) {
            if (history.isMissing(seq)) {
                add(seq);
            }
        }
    }

    private void addIds(CommitSet commit) {
        for (int i = 0; i < commit.size(); i++) {
            addId(context.topology().id(commit.get(i)));
        }
    }

    private void addId(int id) {
        for (int i = 0; i < size; i++) {
            if (list[i] == id) {
                return;
            }
        }
        add(id);
    }

    private void add(int value) {
        if (size == list.length) {
            list = Arrays.copyOf(list, 2 * size);
        }
        list[size++] = value;
    }

    private int[] take() {
        int[] taken = Arrays.copyOf(list, size);
        size = 0;
        return taken;
    }
}
