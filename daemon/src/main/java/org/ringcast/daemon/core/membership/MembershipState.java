package org.ringcast.daemon.core.membership;

import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.CoreSettings.TimerSettings;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.core.Timers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.membership.FormWork.Filled;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.Form1Token;
import org.ringcast.daemon.wire.Form2Token;
import org.ringcast.daemon.wire.RepType;

/**
 * What the membership does in one state. Whatever a state does not mention is ignored there. States hold no data of their own
 * but share those of the {@link MembershipMachine}.
 */
abstract class MembershipState {
    final MembershipMachine machine;
    final Topology topology;
    final Timers timers;
    final TimerSettings settings;
    final Gathering gathering;
    final int self;

    MembershipState(MembershipMachine machine) {
        this.machine = machine;
        topology = machine.context().topology();
        timers = machine.context().timers();
        settings = machine.context().settings().timers();
        gathering = machine.gathering();
        self = topology.self();
    }

    abstract StateId id();

    /** Arms timers and sends what is to be sent at once. */
    abstract void enter();

    /** Stops the timers that belong to this state alone. */
    void leave() {}

    /**
     * An ALIVE came.
     *
     * @param sender topology index, never this daemon
     */
    void onAlive(int sender) {}

    /**
     * A JOIN came.
     *
     * @param sender topology index, never this daemon
     * @param rep for whom it speaks
     * @param packet all representatives it knows, itself first
     */
    void onJoin(int sender, Rep rep, RepSet packet) {}

    /** Somebody says: talk to that one. */
    void onRefer(Rep referred) {
        // in most states this daemon asks nobody
    }

    void onForeignData(DataPacket packet) {}

    void onForm1(Form1Token token) {
        swallow("Handle_form1 in " + id() + " (swallow)");
    }

    void onForm2(Form2Token token) {
        swallow("Handle_form2 in " + id() + " (swallow)");
    }

    /** Whether the token (or its time-out) belongs to this state; then the ring is given up for this reason. */
    TransitionReason tokenTimeoutReason() {
        return null;
    }

    void onTimer(TimerKind kind) {}

    /** This daemon kept to itself and does so no longer. */
    void onListenAgain() {}

    final boolean isOwnSegment(int daemon) {
        return topology.segmentOf(daemon) == topology.segmentOf(self);
    }

    final boolean isRepOfMySegment(int sender, Rep rep) {
        return isOwnSegment(sender) && rep.type() == RepType.SEG_REP;
    }

    final void swallow(String text) {
        machine.context().drop(CounterId.FORM_SWALLOWED);
        machine.log(Level.INFO, text);
    }

    final void fill(Form1Token token, boolean asRepresentative) {
        machine.log(Level.INFO, "Handle_form1 in " + id());
        Filled filled = machine.forms().fill(token, asRepresentative);
        if (filled == Filled.YES) {
            machine.transitionTo(StateId.FORM, TransitionReason.FORM1_FILLED);
        } else if (filled == Filled.WITHOUT_ME) {
            onLeftOut();
        }
    }

    /** A ring is being formed that this daemon cannot be in yet. */
    void onLeftOut() {}

    final boolean logs() {
        return machine.context().logs(Kind.MEMBERSHIP, Level.INFO);
    }
}
