package org.ringcast.daemon.core.membership;

import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.wire.Form2Token;

/** FORM: what this daemon has is on a form1 token; waits for form2 and hears nothing else. */
final class FormState extends MembershipState {
    FormState(MembershipMachine machine) {
        super(machine);
    }

    @Override
    StateId id() {
        return StateId.FORM;
    }

    @Override
    void enter() {
        timers.cancel(TimerKind.HURRY);
        timers.arm(TimerKind.TOKEN, settings.formNs());
        machine.ring().beginForm();
    }

    @Override
    void onForm2(Form2Token token) {
        machine.log(Level.INFO, "Handle_form2 in FORM");
        if (machine.forms().read(token)) {
            machine.transitionTo(StateId.EVS, TransitionReason.FORM2_READ);
        }
    }

    @Override
    TransitionReason tokenTimeoutReason() {
        return TransitionReason.FORM_TIMEOUT;
    }
}
