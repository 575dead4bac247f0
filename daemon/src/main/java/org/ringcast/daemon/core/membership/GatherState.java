package org.ringcast.daemon.core.membership;

import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.wire.Form1Token;
import org.ringcast.daemon.wire.RepType;

/**
 * GATHER: speaks for the token-less daemons of its segment, or as leader for its ring, which goes on working meanwhile; collects
 * others that do. The first of them all then forms a ring.
 */
final class GatherState extends MembershipState {
    GatherState(MembershipMachine machine) {
        super(machine);
    }

    @Override
    StateId id() {
        return StateId.GATHER;
    }

    /** Leader of a ring that works. */
    private boolean hasRing() {
        return machine.ring().rings().isTokenAlive();
    }

    @Override
    void enter() {
        gathering.startReps(hasRing() ? RepType.RING_REP : RepType.SEG_REP);
        timers.arm(TimerKind.GATHER, settings.gatherNs());
        sendJoin();
    }

    @Override
    void leave() {
        timers.cancel(TimerKind.GATHER);
        timers.cancel(TimerKind.JOIN);
    }

    private void sendJoin() {
        machine.logState("Send_join");
        MembershipSender sender = machine.sender();
        sender.prepareJoin(gathering.members(), gathering.reps());
        if (!hasRing()) {
            sender.joinToSegment();
            machine.deafEnds().onOwnList();
        }
        for (int i = 0; i < gathering.potentials().size(); i++) {
            sender.joinTo(gathering.potentials().get(i).daemon());
        }
        timers.arm(TimerKind.JOIN, settings.joinNs());
    }

    @Override
    void onAlive(int sender) {
        machine.log(Level.INFO, "Handle_alive in GATHER");
        if (!hasRing()) {
            gathering.heardOf(sender);
            return;
        }
        RingMembers ring = machine.ring().rings().current();
        if (ring.contains(sender) && machine.evidence().isEnough(sender)) {
            machine.loseToken(TransitionReason.ALIVE_OF_MEMBER);
            gathering.heardOf(sender);
        }
    }

    @Override
    void onJoin(int sender, Rep rep, RepSet packet) {
        machine.log(Level.INFO, "Handle_join in GATHER");
        if (!gathering.reps().insert(rep)) {
            machine.log(Level.WARNING, "Insert_rep: reps structure full");
        }
        for (int i = 0; i < packet.size(); i++) {
            gathering.potentials().insert(packet.get(i));
        }
        if (gathering.reps().smallest().daemon() == sender) {
            timers.arm(TimerKind.GATHER, settings.gatherNs());
        }
    }

    @Override
    void onRefer(Rep referred) {
        gathering.potentials().insert(referred);
    }

    @Override
    void onForm1(Form1Token token) {
        fill(token, true);
    }

    @Override
    void onLeftOut() {
        timers.arm(TimerKind.GATHER, settings.gatherNs());
    }

    @Override
    TransitionReason tokenTimeoutReason() {
        return hasRing() ? TransitionReason.TOKEN_TIMEOUT : null;
    }

    @Override
    void onTimer(TimerKind kind) {
        if (kind == TimerKind.JOIN) {
            sendJoin();
        } else if (kind == TimerKind.GATHER) {
            formOrFail();
        }
    }

    private void formOrFail() {
        boolean smallest = gathering.isMeSmallestRep();
        if (smallest && hasRing() && gathering.reps().size() == 1) {
            machine.transitionTo(StateId.OP, TransitionReason.NOBODY_FOUND);
        } else if (smallest) {
            machine.forms().create();
            machine.transitionTo(StateId.FORM, TransitionReason.FORM1_CREATED);
        } else if (hasRing()) {
            machine.log(Level.INFO, "Form_or_fail:failed, return to OP");
            machine.transitionTo(StateId.OP, TransitionReason.NOT_SMALLEST_REPRESENTATIVE);
        } else {
            machine.log(Level.INFO, "Form_or_fail: failed to gather");
            gatherAgain();
        }
    }

    private void gatherAgain() {
        gathering.attemptFailed();
        machine.isolation().onGatherFailed();
        gathering.startAlone();
        gathering.potentials().clear();
        gathering.askRepsAgain();
        gathering.askOtherSegments(machine.ring().rings().current());
        machine.transitionTo(StateId.GATHER, TransitionReason.GATHER_FAILED);
    }
}
