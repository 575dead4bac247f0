package org.ringcast.daemon.runtime;

import io.netty.buffer.ByteBuf;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.ringcast.daemon.core.CoreOutputs;
import org.ringcast.daemon.core.DaemonCore;
import org.ringcast.daemon.core.DutyCycle;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.net.RingTransport;
import org.ringcast.daemon.observe.FlightRecorder;
import org.ringcast.daemon.session.SessionServer;
import org.ringcast.daemon.wire.PacketKind;

/**
 * The core's two sides in the running daemon: what it gives out goes to the sockets, and the duty cycle gets its datagrams
 * from them. Most client input reaches the session table while the event loop reads sockets; its turn in the duty cycle is
 * for what had to wait.
 *
 * <p>Owning thread: the ring loop.
 */
public final class CoreAdapter implements CoreOutputs, DutyCycle.Inputs {
    /** Answers datagrams that are not the ring's, but come to its ports. */
    @FunctionalInterface
    public interface Probes {
        /**
         * Whether a datagram is such a one; then it is dealt with.
         *
         * @param sourceAddressKey key of its source address, -1 when that is nobody's
         * @param isTokenPort whether it came in on the token port
         * @param datagram lent for the call
         */
        boolean takes(int sourceAddressKey, boolean isTokenPort, ByteBuf datagram);
    }

    /** Readings of the sockets in one turn of the duty cycle: enough for a full batch of data. */
    private static final int MAX_READS = 8;

    /** Readings in one turn that brought nothing for the ring. */
    private static final int MAX_FRUITLESS_READS = 2;

    private final RingLoop loop;
    private final RingTransport transport;
    private final LongSupplier nowNs;
    private SessionServer server;
    private FlightRecorder recorder = new FlightRecorder();
    private IntConsumer timeKeeper = seconds -> {};

    public CoreAdapter(RingLoop loop, RingTransport transport, LongSupplier nowNs) {
        this.loop = loop;
        this.transport = transport;
        this.nowNs = nowNs;
    }

    /** Lets the core look at datagrams before they are kept; probes are answered at once and never get there. */
    public void admitBy(DaemonCore core, Probes probes) {
        transport.setAdmission(
                (key, datagram) ->
                        !probes.takes(key, false, datagram) && core.admitsData(key, datagram, nowNs.getAsLong()),
                (key, datagram) ->
                        !probes.takes(key, true, datagram) && core.admitsToken(key, datagram, nowNs.getAsLong()));
    }

    /** Connects the clients' side, which can only be made after the core. */
    public void attach(SessionServer sessionServer) {
        this.server = sessionServer;
    }

    /** Who notes what is sent. */
    public void setRecorder(FlightRecorder flightRecorder) {
        this.recorder = flightRecorder;
    }

    /** Who keeps the times of membership ids over restarts. */
    public void setTimeKeeper(IntConsumer newTimeKeeper) {
        this.timeKeeper = newTimeKeeper;
    }

    // ---- Out of the core -----------------------------------------------------------------------------------------

    @Override
    public void sendData(int daemonIndex, ByteBuf packet) {
        recordPacket(daemonIndex, packet);
        transport.sendData(daemonIndex, packet);
    }

    @Override
    public void sendToken(int daemonIndex, ByteBuf packet) {
        int length = packet.readableBytes();
        recorder.onSent(PacketKind.onTokenPort(packet, packet.readerIndex(), length), daemonIndex, length);
        transport.sendToken(daemonIndex, packet);
    }

    @Override
    public void sendSegment(ByteBuf packet) {
        recordPacket(-1, packet);
        transport.sendSegment(packet);
    }

    private void recordPacket(int daemonIndex, ByteBuf packet) {
        int length = packet.readableBytes();
        recorder.onSent(PacketKind.onDataPort(packet, packet.readerIndex(), length), daemonIndex, length);
    }

    @Override
    public void outputReady(Session session) {
        server.outputReady(session);
    }

    @Override
    public void drainNow(Session session) {
        server.drainNow(session);
    }

    @Override
    public void setReading(Session session, boolean reading) {
        server.setReading(session, reading);
    }

    @Override
    public void close(Session session, String reason) {
        server.close(session, reason);
    }

    @Override
    public void ended(Session session) {
        server.ended(session);
    }

    @Override
    public String socketState(Session session) {
        return server.socketState(session);
    }

    @Override
    public void membershipTimeUsed(int seconds) {
        timeKeeper.accept(seconds);
    }

    @Override
    public String datagramSource() {
        return transport.source();
    }

    // ---- Into the core -------------------------------------------------------------------------------------------

    @Override
    public long nowNs() {
        return nowNs.getAsLong();
    }

    @Override
    public int drainData(DaemonCore core, int limit) {
        int count = hand(core, limit);
        // More lies in a socket that was not read empty; and what a waiting token tells of may have come meanwhile.
        boolean again = transport.mayHaveMore() || (transport.waitingTokens() > 0 && core.lacksAnnouncedData());
        int fruitless = 0;
        for (int reads = 0; again && count < limit && reads < MAX_READS; reads++) {
            transport.beginRead();
            loop.readSockets();
            int handed = hand(core, limit - count);
            count += handed;
            fruitless += handed == 0 ? 1 : 0;
            again = transport.mayHaveMore() && fruitless < MAX_FRUITLESS_READS;
        }
        return count;
    }

    private int hand(DaemonCore core, int limit) {
        if (transport.waitingData() == 0) {
            return 0;
        }
        long now = nowNs.getAsLong();
        return transport.drainData(limit, (key, datagram) -> core.onDataDatagram(key, datagram, now));
    }

    /** Whether datagrams were read that the core has not got yet. */
    public boolean hasUnhanded() {
        return transport.waitingData() > 0 || transport.waitingTokens() > 0;
    }

    @Override
    public boolean receiveToken(DaemonCore core) {
        return transport.takeToken((key, datagram) -> core.onTokenDatagram(key, datagram, nowNs.getAsLong()));
    }

    @Override
    public int readSessions(DaemonCore core) {
        return server.readWaiting();
    }

    @Override
    public void flush() {
        transport.flush();
        server.flush();
        // The event loop is next.
        transport.beginRead();
    }
}
