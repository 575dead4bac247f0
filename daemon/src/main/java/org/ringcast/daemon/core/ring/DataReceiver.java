package org.ringcast.daemon.core.ring;

import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.core.ring.PacketWindow.SlotState;
import org.ringcast.daemon.wire.DataPacket;

/** Takes data packets of the own ring into the window and delivers what may be delivered. */
final class DataReceiver {
    private final RingContext context;
    private final RingHistory history;
    private final Rings rings;
    private final TokenState tokens;
    private final FlowControl flowControl;
    private final Delivery delivery;
    private final FuturePackets future;
    private final RingHost host;
    private boolean settingLateAside;
    private boolean tokenHasPriority;

    DataReceiver(
            RingContext context,
            RingHistory history,
            Rings rings,
            TokenState tokens,
            FlowControl flowControl,
            Delivery delivery,
            FuturePackets future,
            RingHost host) {
        this.context = context;
        this.history = history;
        this.rings = rings;
        this.tokens = tokens;
        this.flowControl = flowControl;
        this.delivery = delivery;
        this.future = future;
        this.host = host;
    }

    /** The form token took down what this daemon has: what comes from now on counts only once the agreement is known. */
    void setLateAside(boolean aside) {
        settingLateAside = aside;
    }

    /** Accelerated ring: the predecessor has already passed the next token. */
    boolean tokenHasPriority() {
        return tokenHasPriority;
    }

    void onTokenAccepted() {
        tokenHasPriority = false;
    }

    /** A validated data packet of whatever ring. */
    void onData(DataPacket packet) {
        int procId = packet.membershipProcId();
        int time = packet.membershipTime();
        if (!rings.isDelivered(procId, time)) {
            if (rings.isRecovering() && rings.isActive(procId, time)) {
                keepForLater(packet);
            } else {
                context.drop(CounterId.DROP_FOREIGN);
                host.onForeignData(packet);
            }
            return;
        }
        int seq = packet.seq();
        int originator = context.topology().indexOfPresentOrFormerId(packet.procId());
        CounterId reason = reasonToDrop(seq, originator);
        if (reason != null) {
            context.drop(reason);
            return;
        }
        context.count(CounterId.PACKETS_RECEIVED);
        context.observer().onStored(originator, seq, seq <= tokens.requestedUpTo);
        if (settingLateAside) {
            history.window().store(packet, originator, SlotState.LATE);
            return;
        }
        history.window().store(packet, originator, SlotState.PRESENT);
        if (rings.isTokenAlive()) {
            armTimers();
            if (flowControl.isAccelerated() && originator == rings.previous()) {
                tokenHasPriority |= packet.tokenRound() > tokens.receivedRounds;
            }
        }
        history.raiseHighest(seq);
        if (seq == history.myAru() + 1) {
            history.advanceMyAru();
            delivery.deliverInOrder();
        } else {
            delivery.deliverEarly(seq, seq);
        }
    }

    private CounterId reasonToDrop(int seq, int originator) {
        if (seq <= history.lastDiscarded()) {
            return CounterId.DROP_OLD;
        }
        if (originator < 0 || !rings.installed().contains(originator)) {
            return CounterId.DROP_ORIGINATOR;
        }
        if (seq > history.limitSeq()) {
            return CounterId.DROP_LATE;
        }
        if (isFarAhead(seq)) {
            return CounterId.DROP_FAR_AHEAD;
        }
        SlotState state = history.window().state(seq);
        if (state == SlotState.HOLE) {
            return CounterId.DROP_LATE;
        }
        return history.window().isFree(seq) ? null : CounterId.DROP_DUPLICATE;
    }

    /** See {@link TokenGate}: nobody can have sent it yet, or there is no slot for it. */
    private boolean isFarAhead(int seq) {
        if (seq > history.lastDiscarded() + PacketWindow.SLOTS - 1) {
            return true;
        }
        int possible = FlowControl.MAX_SEQ_GAP + Math.max(flowControl.personalWindow(), 1000);
        return !rings.isRecovering() && seq > history.myAru() + possible;
    }

    /** Signs of life of the ring: new packets only, so that endless repetition cannot hide a lost token. */
    private void armTimers() {
        context.timers().arm(TimerKind.TOKEN, context.settings().timers().tokenNs());
        if (rings.isLeader() && tokens.sentAny) {
            context.timers().arm(TimerKind.HURRY, context.settings().timers().hurryNs());
        }
    }

    private void keepForLater(DataPacket packet) {
        if (!future.keep(packet)) {
            context.drop(CounterId.DROP_FUTURE);
        }
    }

    /** The coming ring was installed: its packets that came too early are received now. */
    void receiveKept() {
        RingMembers ring = rings.current();
        future.replay(this::onData, ring.id());
    }
}
