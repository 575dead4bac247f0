package org.ringcast.daemon.core.membership;

import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.TimerKind;

/** SEG: without a token; finds out who else of the segment is there. */
final class SegState extends MembershipState {
    SegState(MembershipMachine machine) {
        super(machine);
    }

    @Override
    StateId id() {
        return StateId.SEG;
    }

    @Override
    void enter() {
        gathering.startAlone();
        timers.arm(TimerKind.SEG, settings.segNs());
        sendAlive();
    }

    @Override
    void leave() {
        timers.cancel(TimerKind.SEG);
        timers.cancel(TimerKind.ALIVE);
    }

    private void sendAlive() {
        machine.sendAlive();
        timers.arm(TimerKind.ALIVE, settings.aliveNs());
    }

    @Override
    void onAlive(int sender) {
        machine.log(Level.INFO, "Handle_alive in SEG");
        gathering.heardOf(sender);
    }

    @Override
    void onJoin(int sender, Rep rep, RepSet packet) {
        machine.log(Level.INFO, "Handle_join in SEG");
        if (isRepOfMySegment(sender, rep)) {
            gathering.setRepresentative(sender);
            machine.transitionTo(StateId.REPRESENTED, TransitionReason.REPRESENTATIVE_HEARD);
            machine.sendAlive();
        }
    }

    @Override
    void onTimer(TimerKind kind) {
        if (kind == TimerKind.ALIVE) {
            sendAlive();
        } else if (kind == TimerKind.SEG) {
            gathering.setRepresentative(-1);
            if (gathering.members().smallest() == self) {
                machine.transitionTo(StateId.GATHER, TransitionReason.SMALLEST_IN_SEGMENT);
            } else {
                machine.transitionTo(StateId.REPRESENTED, TransitionReason.NOT_SMALLEST_IN_SEGMENT);
            }
        }
    }
}
