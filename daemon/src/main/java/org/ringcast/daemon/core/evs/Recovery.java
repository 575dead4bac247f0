package org.ringcast.daemon.core.evs;

import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.RingUpcalls;
import org.ringcast.daemon.core.ring.PacketWindow;
import org.ringcast.daemon.core.ring.PacketWindow.SlotState;
import org.ringcast.daemon.core.ring.RingContext;
import org.ringcast.daemon.core.ring.RingEngine;
import org.ringcast.daemon.core.ring.RingHistory;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.RingInfo;

/**
 * Brings the messages of the old ring to an end, in the same way at all daemons that move on together. See
 * docs/protocol/evs.md.
 */
public final class Recovery {
    private final RingContext context;
    private final RingEngine ring;
    private final RingHistory history;
    private final PacketWindow window;
    private final RingUpcalls upcalls;
    private final OldRingReport report;
    private CommitSet commit;
    private CommitSet futureCommit;
    private MembershipId transitionalId;

    public Recovery(RingContext context, RingEngine ring, RingUpcalls upcalls) {
        this.context = context;
        this.ring = ring;
        this.history = ring.history();
        this.window = history.window();
        this.upcalls = upcalls;
        this.report = new OldRingReport(context, history);
        commit = CommitSet.of(context.self());
        futureCommit = commit;
        transitionalId = ring.rings().current().id();
    }

    /** Entry for my old ring when the token has none yet. */
    public RingInfo firstReport() {
        return report.first(ring.rings().current().id(), commit);
    }

    /** Entry for my old ring when others have reported already; null when that contradicts what I have. */
    public RingInfo mergedReport(RingInfo known) {
        return report.merged(known, commit);
    }

    /** Whether what was agreed about my old ring fits what I have. */
    public boolean canAdopt(RingInfo agreed) {
        for (int i = 0; i < agreed.numCommit(); i++) {
            if (context.topology().indexOfId(agreed.commitId(i)) < 0) {
                return false;
            }
        }
        for (int i = 0; i < agreed.numHoles(); i++) {
            if (window.hasPacket(agreed.hole(i)) || agreed.hole(i) <= history.lastDiscarded()) {
                return false;
            }
        }
        return agreed.aru() <= history.myAru()
                && agreed.aru() >= history.aru()
                && agreed.highestSeq() >= history.highestSeq()
                && history.canHold(agreed.highestSeq());
    }

    /**
     * Takes over what was agreed: late packets count or are dropped, what everybody has is delivered, holes are marked.
     *
     * @param agreed what {@link #canAdopt} found good
     * @param transTime time of the transitional membership's id
     */
    public void adopt(RingInfo agreed, int transTime) {
        logAdopt(agreed);
        int dropped = history.settleLate(agreed.highestSeq(), agreed.holes());
        context.counters().add(CounterId.DROP_LATE, dropped);
        history.setHighestSeq(agreed.highestSeq());
        history.setLimitSeq(agreed.highestSeq());
        history.setAru(agreed.aru());
        ring.delivery().discardStable();
        for (int i = 0; i < agreed.numHoles(); i++) {
            info(Kind.MEMBERSHIP, "EXTRACT HOLE IS ", agreed.hole(i), "");
            window.setHole(agreed.hole(i));
        }
        history.recomputeMyAru();
        int[] daemons = new int[agreed.numCommit()];
        for (int i = 0; i < daemons.length; i++) {
            daemons[i] = context.topology().indexOfId(agreed.commitId(i));
        }
        futureCommit = new CommitSet(daemons, agreed.numTrans());
        int[] transitional = futureCommit.transitional();
        int first = transitional[0];
        for (int daemon : transitional) {
            first = Math.min(first, daemon);
        }
        transitionalId = new MembershipId(context.topology().id(first), transTime);
    }

    private void logAdopt(RingInfo agreed) {
        if (context.logs(Kind.MEMBERSHIP, Level.INFO)) {
            context.line(
                    Kind.MEMBERSHIP,
                    Level.INFO,
                    "Read_form2: updating Highest_seq %d -> %d; Aru %d -> %d based on token contents"
                                    .formatted(history.highestSeq(), agreed.highestSeq(), history.aru(), agreed.aru())
                            + " (Last_discarded %d, My_aru %d)".formatted(history.lastDiscarded(), history.myAru()));
        }
    }

    /** I have everything of the old ring: from here on I may be done although others fail. */
    public void reachCommitPoint() {
        commit = futureCommit;
    }

    /**
     * The token was lost during recovery: holes are holes no more, what everybody has is not known any longer. What was
     * delivered stays delivered, and the upper layer learns nothing.
     */
    public void backOff() {
        logBackOff("entered");
        for (int seq = history.lastDiscarded() + 1; seq <= history.highestSeq(); seq++) {
            if (window.state(seq) == SlotState.HOLE) {
                info(Kind.MEMBERSHIP, "Backoff_membership: reverting dummy hole to true hole for packet ", seq, "");
                window.free(seq);
            }
        }
        history.setAru(history.lastDiscarded());
        history.recomputeMyAru();
        history.setLimitSeq(Integer.MAX_VALUE);
        logBackOff("leaving");
    }

    private void logBackOff(String moment) {
        if (context.logs(Kind.MEMBERSHIP, Level.INFO)) {
            context.line(
                    Kind.MEMBERSHIP,
                    Level.INFO,
                    "Backoff_membership " + moment + ": Last_discarded = " + history.lastDiscarded()
                            + "; Highest_seq = " + history.highestSeq() + "; Aru = " + history.aru() + "; My_aru = "
                            + history.myAru());
        }
    }

    /**
     * Ends the old ring: its messages that belong before the transitional membership, that membership, the others. Afterwards
     * the coming ring can be installed.
     */
    public void finish() {
        info(Kind.PROTOCOL, "Discard_packets: delivering messages after old ring Aru before transitional", "");
        deliverBeforeTransitional();
        RingMembers transitional = new RingMembers(transitionalId, context.topology(), commit.transitional());
        info(Kind.PROTOCOL, "Discard_packets: Delivering transitional membership", "");
        info(Kind.MEMBERSHIP, "Memb_transitional", "");
        context.observer().onTransitional(transitional);
        upcalls.onTransitional(transitional);
        deliverRest();
        ring.endOldRing();
        commit = CommitSet.of(context.self());
        futureCommit = commit;
    }

    private void deliverBeforeTransitional() {
        for (int seq = history.lastDiscarded() + 1; seq <= history.highestSeq(); seq++) {
            if (window.state(seq) == SlotState.HOLE) {
                info(Kind.PROTOCOL, "Discard_packets: Found first Hole in ", seq, "");
                return;
            }
            if (!isThere(seq)) {
                return;
            }
            if (window.service(seq) == PacketType.SAFE) {
                info(Kind.PROTOCOL, "Discard_packets: Found first SAFE message in ", seq, "");
                return;
            }
            settle(seq);
        }
    }

    private void deliverRest() {
        boolean behindHole = false;
        for (int seq = history.lastDiscarded() + 1; seq <= history.highestSeq(); seq++) {
            if (window.state(seq) == SlotState.HOLE) {
                info(Kind.PROTOCOL, "Discard_packets: Found a Hole in ", seq, " ");
                behindHole = true;
                window.free(seq);
            } else if (!isThere(seq)) {
                behindHole = true;
            } else if (!behindHole || commit.contains(window.originator(seq))) {
                settle(seq);
            } else {
                info(Kind.PROTOCOL, "Discard_packets: Due to hole, not delivering ", seq, " ");
                context.count(CounterId.PACKETS_LOST_IN_HOLES);
                window.free(seq);
            }
        }
    }

    /** A packet that is neither here nor a hole contradicts the end of the recovery. It counts as a hole. */
    private boolean isThere(int seq) {
        if (window.hasPacket(seq)) {
            return true;
        }
        context.count(CounterId.INTERNAL_FAULTS);
        if (context.logs(Kind.PRINT, Level.ERROR)) {
            context.line(Kind.PRINT, Level.ERROR, "Discard_packets: (EVS) packet " + seq + " not exist");
        }
        return false;
    }

    private void settle(int seq) {
        if (window.state(seq) == SlotState.PRESENT) {
            info(Kind.PROTOCOL, "Discard_packets: delivering ", seq, " in EVS");
            ring.delivery().deliver(seq);
        }
        window.free(seq);
        history.setLastDiscarded(seq);
    }

    private void info(Kind kind, String text, String end) {
        if (context.logs(kind, Level.INFO)) {
            context.line(kind, Level.INFO, text + end);
        }
    }

    private void info(Kind kind, String before, int seq, String after) {
        if (context.logs(kind, Level.INFO)) {
            context.line(kind, Level.INFO, before + seq + after);
        }
    }
}
