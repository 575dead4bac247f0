package org.ringcast.daemon.core.membership;

import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.Form1Token;
import org.ringcast.daemon.wire.RepType;
import org.ringcast.daemon.wire.RingInfo;
import org.ringcast.daemon.wire.WireLimits;

/** OP: the ring works. Its leader looks out for others. */
final class OpState extends MembershipState {
    OpState(MembershipMachine machine) {
        super(machine);
    }

    @Override
    StateId id() {
        return StateId.OP;
    }

    @Override
    void enter() {
        if (isLeader()) {
            timers.arm(TimerKind.LOOKUP, settings.lookupNs());
        }
    }

    @Override
    void leave() {
        timers.cancel(TimerKind.LOOKUP);
    }

    private RingMembers ring() {
        return machine.ring().rings().current();
    }

    private boolean isLeader() {
        return ring().leader() == self;
    }

    @Override
    void onAlive(int sender) {
        machine.log(Level.INFO, "Handle_alive in OP");
        if (ring().contains(sender) && machine.evidence().isEnough(sender)) {
            machine.loseToken(TransitionReason.ALIVE_OF_MEMBER);
            gathering.heardOf(sender);
        }
    }

    @Override
    void onJoin(int sender, Rep rep, RepSet packet) {
        machine.log(Level.INFO, "Handle_join in OP");
        if (ring().contains(sender)) {
            // In a single segment this is the probe of a ring's leader; a lost token would bring ALIVEs.
            if (topology.segmentCount() > 1 && machine.evidence().isEnough(sender)) {
                machine.loseToken(TransitionReason.JOIN_OF_MEMBER);
            }
        } else if (isLeader()) {
            if (isFull()) {
                return;
            }
            gathering.potentials().clear();
            gathering.potentials().insert(rep);
            gathering.members().clear();
            machine.transitionTo(StateId.GATHER, TransitionReason.STRANGER_HEARD);
        } else if (!isOwnSegment(sender) || ring().segmentLeader(topology.segmentOf(self)) == self) {
            machine.sender().sendRefer(sender, ring().leader(), RepType.RING_REP);
        }
    }

    @Override
    void onForeignData(DataPacket packet) {
        int originator = topology.indexOfId(packet.procId());
        int transmitter = topology.indexOfId(packet.transmitterId());
        boolean isLateAndOurs = ring().contains(originator) && ring().contains(transmitter);
        if (originator < 0 || isLateAndOurs) {
            return;
        }
        machine.log(Level.INFO, "Handle_foreign in OP");
        if (isLeader()) {
            lookUp(TransitionReason.FOREIGN_DATA);
        } else if (ring().segmentLeader(topology.segmentOf(self)) == self && machine.foreignNotYetReported()) {
            machine.sender().forwardForeign(packet, ring().leader());
        }
    }

    /** No ring can be larger; gathering more daemons would only break it. */
    private boolean isFull() {
        return ring().size() >= WireLimits.MAX_RING_MEMBERS;
    }

    /** Asks all daemons that are not in the ring; if there are any, waits for their answers. */
    void lookUp(TransitionReason reason) {
        if (isFull()) {
            return;
        }
        gathering.potentials().clear();
        gathering.members().clear();
        gathering.startReps(RepType.RING_REP);
        machine.sender().prepareJoin(null, gathering.reps());
        boolean anybodyMissing = false;
        if (topology.segmentCount() == 1) {
            machine.sender().joinToSegment();
            anybodyMissing = true;
        } else {
            RingMembers installed = machine.ring().rings().installed();
            for (int daemon = 0; daemon < topology.daemonCount(); daemon++) {
                if (!installed.contains(daemon)) {
                    machine.sender().joinTo(daemon);
                    anybodyMissing = true;
                }
            }
        }
        if (anybodyMissing) {
            machine.transitionTo(StateId.GATHER, reason);
        }
    }

    @Override
    void onForm1(Form1Token token) {
        if (isLeader()) {
            swallow("Handle_form1 in OP (leader swallow)");
        } else if (isFromMyLeader(token)) {
            fill(token, false);
        } else {
            swallow("Handle_form1 in OP (stale, swallow)");
        }
    }

    /** A form1 token that is to take me out of a working ring was filled by that ring's leader; another one is an old copy. */
    private boolean isFromMyLeader(Form1Token token) {
        int leaderId = topology.id(ring().leader());
        for (RingInfo entry : token.rings()) {
            if (entry.membershipProcId() == ring().id().procId()
                    && entry.membershipTime() == ring().id().time()) {
                for (int i = 0; i < entry.numTrans(); i++) {
                    if (entry.commitId(i) == leaderId) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Override
    TransitionReason tokenTimeoutReason() {
        return TransitionReason.TOKEN_TIMEOUT;
    }

    @Override
    void onListenAgain() {
        if (isLeader()) {
            lookUp(TransitionReason.LOOKUP);
        }
    }

    @Override
    void onTimer(TimerKind kind) {
        if (kind == TimerKind.LOOKUP) {
            lookUp(TransitionReason.LOOKUP);
        }
    }
}
