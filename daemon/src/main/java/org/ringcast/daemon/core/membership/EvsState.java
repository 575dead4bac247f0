package org.ringcast.daemon.core.membership;

import org.ringcast.daemon.core.TimerKind;

/** EVS: the coming ring's token goes round while the messages of the old rings are recovered. */
final class EvsState extends MembershipState {
    EvsState(MembershipMachine machine) {
        super(machine);
    }

    @Override
    StateId id() {
        return StateId.EVS;
    }

    @Override
    void enter() {
        timers.arm(TimerKind.TOKEN, settings.tokenNs());
        machine.evidence().agreed();
    }

    private boolean isMember(int sender) {
        return machine.ring().rings().future().contains(sender);
    }

    @Override
    void onAlive(int sender) {
        if (isMember(sender) && machine.evidence().isEnough(sender)) {
            machine.loseToken(TransitionReason.ALIVE_OF_MEMBER);
            gathering.heardOf(sender);
        }
    }

    @Override
    void onJoin(int sender, Rep rep, RepSet packet) {
        if (isMember(sender) && machine.evidence().isEnough(sender)) {
            machine.loseToken(TransitionReason.JOIN_OF_MEMBER);
            gathering.heardOf(sender);
        }
    }

    @Override
    TransitionReason tokenTimeoutReason() {
        return TransitionReason.RECOVERY_TIMEOUT;
    }
}
