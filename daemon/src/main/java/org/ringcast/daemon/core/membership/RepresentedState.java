package org.ringcast.daemon.core.membership;

import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.wire.Form1Token;
import org.ringcast.daemon.wire.RepType;

/** REPRESENTED: another daemon of the segment speaks for this one. */
final class RepresentedState extends MembershipState {
    RepresentedState(MembershipMachine machine) {
        super(machine);
    }

    @Override
    StateId id() {
        return StateId.REPRESENTED;
    }

    @Override
    void enter() {
        timers.arm(TimerKind.REP, settings.repNs());
    }

    @Override
    void leave() {
        timers.cancel(TimerKind.REP);
    }

    @Override
    void onAlive(int sender) {
        machine.log(Level.INFO, "Handle_alive in REPRESENTED");
        timers.arm(TimerKind.REP, settings.repNs());
    }

    @Override
    void onJoin(int sender, Rep rep, RepSet packet) {
        machine.log(Level.INFO, "Handle_join in REPRESENTED");
        int known = gathering.representative();
        if (isRepOfMySegment(sender, rep)) {
            if (sender != known) {
                if (logs()) {
                    machine.log(
                            Level.INFO,
                            "Memb_handle_join: representative shifts: old " + (known < 0 ? -1 : topology.id(known))
                                    + ", new " + topology.id(sender));
                }
                gathering.setRepresentative(sender);
            }
            timers.arm(TimerKind.REP, settings.repNs());
            machine.sendAlive();
        } else if (known >= 0) {
            machine.sender().sendRefer(sender, known, RepType.SEG_REP);
        }
    }

    @Override
    void onForm1(Form1Token token) {
        fill(token, false);
    }

    @Override
    void onTimer(TimerKind kind) {
        if (kind == TimerKind.REP) {
            machine.transitionTo(StateId.SEG, TransitionReason.REPRESENTATIVE_SILENT);
        }
    }
}
