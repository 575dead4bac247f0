package org.ringcast.daemon.core.membership;

import io.netty.buffer.ByteBuf;
import java.util.function.LongSupplier;
import org.ringcast.daemon.core.RingUpcalls;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.core.ring.RingContext;
import org.ringcast.daemon.core.ring.RingEngine;
import org.ringcast.daemon.core.ring.RingHost;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.PacketKind;

/** Decides which daemons form the ring. The states follow; see docs/protocol/membership.md. */
public final class MembershipMachine implements RingHost {
    public MembershipMachine(RingContext context, LongSupplier wallClockSeconds) {}

    public void attach(RingEngine ring, RingUpcalls upcalls) {}

    public void start() {}

    public void onPacket(PacketKind kind, ByteBuf datagram) {}

    public void onFormToken(PacketKind kind, ByteBuf datagram) {}

    public void onTimer(TimerKind kind) {}

    public void giveUp(String reason) {}

    public int stateNumber() {
        return 1;
    }

    @Override
    public void onForeignData(DataPacket packet) {}

    @Override
    public void onOldRingComplete() {}

    @Override
    public void onRecoveryComplete() {}

    @Override
    public void onRecoveryStuck(String reason) {}

    @Override
    public void onInternalFault(String what) {}
}
