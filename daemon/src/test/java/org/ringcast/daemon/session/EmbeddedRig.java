package org.ringcast.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.ringcast.daemon.core.CoreObserver;
import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.CoreSettings.SessionSettings;
import org.ringcast.daemon.core.Counters;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.session.SessionTable;
import org.ringcast.daemon.session.auth.Authenticator;
import org.ringcast.daemon.session.auth.Peer;

/** Connections without sockets: {@link EmbeddedChannel}s on a real session table over {@link FakeRing}. */
final class EmbeddedRig implements AutoCloseable {
    static final CoreSettings SETTINGS = settings(997, 1000);

    final LogLines log = new LogLines();
    final FakeRing ring = new FakeRing();
    final Connections connections;
    final SessionTable sessions;
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private long nowNs;
    boolean accepts = true;

    EmbeddedRig() {
        this(SessionServerSettings.builder().build(), new Authenticator(List.of(), List.of("NULL"), List.of()));
    }

    EmbeddedRig(SessionServerSettings settings, Authenticator authenticator) {
        this(settings, authenticator, SETTINGS);
    }

    /** With a limit on what all sessions together take. */
    EmbeddedRig(long maxTotalBytes) {
        this(
                SessionServerSettings.builder().build(),
                new Authenticator(List.of(), List.of("NULL"), List.of()),
                settings(997, 1000, maxTotalBytes));
    }

    private EmbeddedRig(SessionServerSettings settings, Authenticator authenticator, CoreSettings coreSettings) {
        sessions = newTable(coreSettings, ring, new SessionOutputs(), log, () -> nowNs);
        connections = new Connections(
                settings,
                sessions,
                authenticator,
                UnpooledByteBufAllocator.DEFAULT,
                () -> accepts && sessions.acceptsInput(),
                () -> nowNs,
                log);
    }

    static CoreSettings settings(int maxSessions, int maxSessionMessages) {
        return settings(maxSessions, maxSessionMessages, Long.MAX_VALUE);
    }

    private static CoreSettings settings(int maxSessions, int maxSessionMessages, long maxTotalBytes) {
        return new CoreSettings(
                5,
                1,
                160,
                20,
                false,
                15,
                false,
                false,
                CoreSettings.TimerSettings.LAN,
                new SessionSettings(
                        maxSessionMessages,
                        64 << 20,
                        maxSessions,
                        new CoreSettings.MemorySettings(Integer.MAX_VALUE, Long.MAX_VALUE, maxTotalBytes)));
    }

    static SessionTable newTable(
            CoreSettings settings, FakeRing ring, SessionOutputs outputs, LogLines log, LongSupplier clockNs) {
        Topology topology = new Topology(List.of(new Topology.Daemon("d1", 1, 0, 0)), 1, 0);
        SessionTable table = new SessionTable(
                topology,
                settings,
                ring,
                outputs,
                log,
                CoreObserver.NONE,
                new Counters(),
                PooledByteBufAllocator.DEFAULT,
                clockNs,
                new Random(7));
        ring.attach(table);
        return table;
    }

    /** A new connection from 127.0.0.1. */
    EmbeddedChannel connection() {
        return connection(Peer.tcp(InetAddress.getLoopbackAddress()));
    }

    EmbeddedChannel connection(Peer peer) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addLast(new ClientConnection(connections, channel, peer));
        channel.pipeline().fireChannelActive();
        channels.add(channel);
        return channel;
    }

    /** A session that is operational; what the handshake answered is taken away. */
    EmbeddedChannel session(String name) {
        EmbeddedChannel channel = connection();
        feed(channel, ClientBytes.hello(name));
        assertThat(received(channel)).as("accepted").contains("23" + hexOf(name));
        return channel;
    }

    static void feed(EmbeddedChannel channel, byte[] bytes) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes.clone()));
    }

    /** One byte in each read. */
    static void feedByteByByte(EmbeddedChannel channel, byte[] bytes) {
        for (byte b : bytes) {
            feed(channel, new byte[] {b});
        }
    }

    /** All bytes that were written since the last call, in hex. */
    static String received(EmbeddedChannel channel) {
        return String.join("", writes(channel));
    }

    /** The writes since the last call, each in hex. */
    static List<String> writes(EmbeddedChannel channel) {
        List<String> writes = new ArrayList<>();
        for (ByteBuf write = channel.readOutbound(); write != null; write = channel.readOutbound()) {
            writes.add(HexFormat.of().formatHex(ByteBufUtil.getBytes(write)));
            write.release();
        }
        return writes;
    }

    static String hexOf(String text) {
        return ByteBufUtil.hexDump(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The client closes its socket. */
    static void hangUp(EmbeddedChannel channel) {
        channel.close().syncUninterruptibly();
    }

    void advance(EmbeddedChannel channel, long milliseconds) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(milliseconds);
        channel.advanceTimeBy(milliseconds, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    /** One duty cycle: the ring orders what was sent, clients get what is theirs. */
    void cycle() {
        ring.turn();
        io();
    }

    /** The part of a duty cycle that belongs to the clients. */
    void io() {
        connections.readWaiting();
        connections.flush();
    }

    /** Nothing may be left anywhere. */
    @Override
    public void close() {
        connections.closeAll();
        sessions.close();
        for (EmbeddedChannel channel : channels) {
            assertThat(channel.finish()).as("something was left unread").isFalse();
        }
        assertThat(connections.count()).isZero();
    }
}
