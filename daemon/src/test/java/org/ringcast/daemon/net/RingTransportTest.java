package org.ringcast.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.net.NetworkPlan.Destination;
import org.ringcast.daemon.net.NetworkPlan.Port;
import org.ringcast.daemon.net.NetworkPlan.Receiver;

/** Real sockets on the loopback interface; the test's thread is the ring loop. */
class RingTransportTest {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final List<String> log = new ArrayList<>();
    private final List<RingTransport> transports = new ArrayList<>();
    private ManualIoEventLoop loop;

    static Stream<IoTransport> kinds() {
        return Stream.of(IoTransport.values()).filter(io -> io == IoTransport.NIO || Epoll.isAvailable());
    }

    @AfterEach
    void closeAll() {
        transports.forEach(RingTransport::close);
        var unused = loop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
        while (!loop.isTerminated()) {
            loop.runNow();
        }
    }

    private final CoreLog recording = new CoreLog() {
        @Override
        public boolean enabled(Kind kind, Level level) {
            return true;
        }

        @Override
        public void line(Kind kind, Level level, String text) {
            log.add(text);
        }
    };

    private static InetAddress address(String text) throws IOException {
        return InetAddress.getByName(text);
    }

    /** A port whose successor is free, too. */
    private static int freePorts() throws IOException {
        while (true) {
            try (DatagramSocket first = new DatagramSocket(0)) {
                int port = first.getLocalPort();
                try (DatagramSocket second = new DatagramSocket(port + 1)) {
                    assertThat(second.isBound()).isTrue();
                    return port;
                } catch (IOException | IllegalArgumentException e) {
                    // The next one, then.
                }
            }
        }
    }

    private static Destination at(String host, int port, int key) throws IOException {
        return new Destination(
                new InetSocketAddress(address(host), port), new InetSocketAddress(address(host), port + 1), key);
    }

    /** Daemon {@code self} of two, 127.0.0.1 and 127.0.0.2, with interface blocks. */
    private static NetworkPlan planOf(int self, int port) throws IOException {
        List<Destination> both = List.of(at("127.0.0.1", port, 0), at("127.0.0.2", port, 1));
        Destination me = both.get(self);
        List<Receiver> receivers = List.of(
                new Receiver(Port.DATA, me.data(), false, List.of(), "explicit"),
                new Receiver(Port.TOKEN, me.token(), false, List.of(), "explicit"));
        return new NetworkPlan(receivers, me.data().getAddress(), true, both, List.of(), false);
    }

    private RingTransport open(NetworkPlan plan, IoTransport io) throws NetworkException {
        if (loop == null) {
            loop = new ManualIoEventLoop(Thread.currentThread(), io.handlerFactory());
        }
        RingTransport transport = RingTransport.open(plan, io, loop, UnpooledByteBufAllocator.DEFAULT, recording);
        transports.add(transport);
        return transport;
    }

    private void runUntil(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("waited too long").isNegative();
            loop.run(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static ByteBuf bytes(int length, int first) {
        ByteBuf buffer = Unpooled.buffer(length).writeZero(length);
        return buffer.setByte(0, first);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void defect_floodOfTheTokenPortTakesAllMemory(IoTransport io) throws Exception {
        int port = freePorts();
        RingTransport first = open(planOf(0, port), io);
        RingTransport second = open(planOf(1, port), io);
        long before = UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
        for (int burst = 0; second.counters().queueOverflows() == 0 && burst < 1_000; burst++) {
            for (int i = 0; i < 50; i++) {
                first.sendToken(1, bytes(100, i));
            }
            first.flush();
            loop.run(TimeUnit.MILLISECONDS.toNanos(1));
        }
        assertThat(second.counters().queueOverflows()).isPositive();
        assertThat(second.waitingTokens()).isEqualTo(256);
        assertThat(UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before)
                .isLessThan(1 << 20);
        while (second.takeToken((key, datagram) -> datagram.readableBytes() == 100)) {
            // All of them whole.
        }
        assertThat(second.waitingTokens()).isZero();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void defect_aFloodOfStrangersCostsTheRingItsToken(IoTransport io) throws Exception {
        int port = freePorts();
        RingTransport first = open(planOf(0, port), io);
        RingTransport second = open(planOf(1, port), io);
        List<String> judged = new ArrayList<>();
        second.setAdmission((key, datagram) -> key >= 0 && datagram.readableBytes() > 3, (key, datagram) -> {
            judged.add(key + " " + second.source().replaceAll(":.*", ""));
            return key >= 0 && datagram.readableBytes() > 3;
        });
        try (DatagramSocket stranger = new DatagramSocket(new InetSocketAddress("127.0.0.9", 0))) {
            for (int burst = 0; burst < 20; burst++) {
                for (int i = 0; i < 50; i++) {
                    stranger.send(new DatagramPacket(new byte[100], 100, address("127.0.0.2"), port + 1));
                    stranger.send(new DatagramPacket(new byte[100], 100, address("127.0.0.2"), port));
                }
                if (burst == 0) {
                    first.sendToken(1, bytes(40, 1));
                    first.sendData(1, bytes(40, 2));
                    first.flush();
                }
                int wanted = (burst + 1) * 100 + 2;
                runUntil(() -> second.counters().datagramsReceived() == wanted);
            }
        }
        assertThat(judged).hasSize(1001).contains("-1 [127.0.0.9]", "0 [127.0.0.1]");
        assertThat(second.counters().refused()).isEqualTo(2000);
        assertThat(second.counters().queueOverflows()).isZero();
        assertThat(second.waitingData()).isEqualTo(1);
        assertThat(second.waitingTokens()).isEqualTo(1);
        assertThat(second.takeToken((key, datagram) -> key == 0 && datagram.getByte(0) == 1))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void defect_forgedTokensThatLookRightUseUpTheTurnOfTheRealOne(IoTransport io) throws Exception {
        int port = freePorts();
        RingTransport first = open(planOf(0, port), io);
        RingTransport second = open(planOf(1, port), io);
        for (int i = 0; i < 30; i++) {
            first.sendToken(1, bytes(100, 0));
        }
        first.sendToken(1, bytes(100, 1));
        first.sendToken(1, bytes(100, 2));
        first.flush();
        runUntil(() -> second.waitingTokens() == 32);
        List<Integer> seen = new ArrayList<>();
        assertThat(second.takeToken((key, datagram) -> {
                    seen.add((int) datagram.getByte(0));
                    return datagram.getByte(0) > 0;
                }))
                .isTrue();
        assertThat(seen).as("one that counts in one turn").hasSize(31).endsWith(1);
        assertThat(second.waitingTokens()).isEqualTo(1);
        assertThat(second.takeToken((key, datagram) -> false)).isTrue();
        assertThat(second.takeToken((key, datagram) -> true)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void dataAndTokensArriveOnTheirPortsWithTheKeyOfTheSender(IoTransport io) throws Exception {
        int port = freePorts();
        RingTransport first = open(planOf(0, port), io);
        RingTransport second = open(planOf(1, port), io);
        for (int i = 0; i < 100; i++) {
            first.sendData(1, bytes(1472, i));
        }
        first.sendToken(1, bytes(65_507, 77));
        first.flush();
        runUntil(() -> second.waitingData() == 100 && second.waitingTokens() == 1);
        List<Integer> order = new ArrayList<>();
        assertThat(second.drainData(60, (key, datagram) -> {
                    assertThat(key).isZero();
                    assertThat(datagram.readableBytes()).isEqualTo(1472);
                    order.add((int) datagram.getByte(0));
                }))
                .isEqualTo(60);
        assertThat(second.drainData(60, (key, datagram) -> order.add((int) datagram.getByte(0))))
                .isEqualTo(40);
        assertThat(order).hasSize(100).isSorted();
        assertThat(second.takeToken((key, datagram) -> {
                    assertThat(key).isZero();
                    assertThat(datagram.readableBytes()).isEqualTo(65_507);
                    assertThat(datagram.getByte(0)).isEqualTo((byte) 77);
                    return true;
                }))
                .isTrue();
        assertThat(second.takeToken((key, datagram) -> true)).isFalse();
        assertThat(first.counters().datagramsSent()).isEqualTo(101);
        assertThat(first.counters().flushes()).isEqualTo(1);
        assertThat(second.counters().datagramsReceived()).isEqualTo(101);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void runsOfOneSizeArriveAsTheDatagramsTheyWereSentAs(IoTransport io) throws Exception {
        int port = freePorts();
        RingTransport first = open(planOf(0, port), io);
        RingTransport second = open(planOf(1, port), io);
        List<String> sent = new ArrayList<>();
        int[] lengths = {1472, 1472, 600, 600, 40, 41, 0, 0, 7};
        for (int i = 0; i < 2000; i++) {
            int length = i < 1000 ? 1472 : lengths[i % lengths.length];
            ByteBuf packet = Unpooled.buffer(length + 4).writeZero(length).writeInt(i);
            first.sendData(1, packet);
            sent.add(packet.readableBytes() + " bytes, number " + i);
            if (i % 200 == 199) {
                first.sendToken(1, bytes(40, i));
                first.flush();
                int upTo = i + 1;
                runUntil(() -> second.waitingData() == upTo);
            }
        }
        List<String> received = new ArrayList<>();
        second.drainData(
                sent.size(),
                (key, datagram) -> received.add(datagram.readableBytes() + " bytes, number "
                        + datagram.getInt(datagram.readableBytes() - 4 + datagram.readerIndex())));
        assertThat(received).containsExactlyElementsOf(sent);
        assertThat(second.waitingTokens()).isEqualTo(10);
        assertThat(first.counters().sendErrors()).isZero();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void datagramsToSeveralDestinationsKeepTheOrderOfEach(IoTransport io) throws Exception {
        int port = freePorts();
        RingTransport first = open(planOf(0, port), io);
        RingTransport second = open(planOf(1, port), io);
        for (int i = 0; i < 120; i++) {
            first.sendData(0, bytes(1000, i));
            first.sendData(1, bytes(i % 10 == 0 ? 500 : 1000, i));
        }
        first.flush();
        runUntil(() -> first.waitingData() == 120 && second.waitingData() == 120);
        for (RingTransport transport : List.of(first, second)) {
            List<Integer> order = new ArrayList<>();
            transport.drainData(120, (key, datagram) -> order.add((int) datagram.getByte(datagram.readerIndex())));
            assertThat(order).hasSize(120).isSorted();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void nothingLeavesBeforeTheFlushAndTheCallersBytesAreCopied(IoTransport io) throws Exception {
        int port = freePorts();
        RingTransport first = open(planOf(0, port), io);
        RingTransport second = open(planOf(1, port), io);
        ByteBuf reused = bytes(40, 1);
        first.sendData(1, reused);
        reused.setByte(0, 2);
        first.sendData(1, reused);
        assertThat(reused.refCnt()).isEqualTo(1);
        loop.runNow();
        loop.runNow();
        assertThat(second.waitingData()).isZero();
        first.flush();
        runUntil(() -> second.waitingData() == 2);
        List<Integer> seen = new ArrayList<>();
        second.drainData(10, (key, datagram) -> seen.add((int) datagram.getByte(0)));
        assertThat(seen).containsExactly(1, 2);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aLoneDaemonSendsTheTokenToItselfWithoutASocket(IoTransport io) throws Exception {
        int port = freePorts();
        RingTransport first = open(planOf(0, port), io);
        ByteBuf reused = bytes(40, 5);
        first.sendToken(0, reused);
        reused.setByte(0, 6);
        assertThat(reused.refCnt()).isEqualTo(1);
        assertThat(first.waitingTokens()).isEqualTo(1);
        List<String> seen = new ArrayList<>();
        assertThat(first.takeToken((key, token) -> seen.add(key + ":" + token.getByte(0) + " " + first.source())))
                .isTrue();
        assertThat(first.senderAddress().getAddress()).isEqualTo(address("127.0.0.1"));
        assertThat(seen).singleElement().asString().startsWith("0:5 ").contains("127.0.0.1");
        assertThat(first.counters().tokensToSelf()).isEqualTo(1);
        assertThat(first.counters().datagramsSent()).isZero();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aDatagramOfAnUnknownAddressOrTooLongIsSeenAsSuch(IoTransport io) throws Exception {
        int port = freePorts();
        RingTransport first = open(planOf(0, port), io);
        try (DatagramSocket stranger = new DatagramSocket(new InetSocketAddress("127.0.0.9", 0))) {
            stranger.send(new DatagramPacket(new byte[3], 3, address("127.0.0.1"), port));
            stranger.send(new DatagramPacket(new byte[1473], 1473, address("127.0.0.1"), port));
        }
        runUntil(() -> first.waitingData() == 2);
        List<String> seen = new ArrayList<>();
        first.drainData(10, (key, datagram) -> seen.add(key + ":" + datagram.readableBytes()));
        assertThat(seen).containsExactly("-1:3", "-1:1473");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyAddressOfTheSegmentGetsACopy(IoTransport io) throws Exception {
        int port = freePorts();
        NetworkPlan lone = planOf(0, port);
        NetworkPlan shared = new NetworkPlan(
                lone.receivers(),
                lone.self(),
                true,
                lone.destinations(),
                lone.destinations().stream().map(Destination::data).toList(),
                false);
        RingTransport first = open(shared, io);
        RingTransport second = open(planOf(1, port), io);
        first.sendSegment(bytes(100, 9));
        first.flush();
        runUntil(() -> first.waitingData() == 1 && second.waitingData() == 1);
        second.sendSegment(bytes(100, 9));
        assertThat(second.counters().datagramsSent()).isZero();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void multicastGoesOutOnTheInterfaceOfTheOwnAddress(IoTransport io) throws Exception {
        int port = freePorts();
        InetAddress group = address("239.255.77.77");
        InetSocketAddress segment = new InetSocketAddress(group, port);
        List<Destination> both = List.of(at("127.0.0.1", port, 0), at("127.0.0.2", port, 1));
        List<RingTransport> opened = new ArrayList<>();
        for (Destination me : both) {
            List<Receiver> receivers = List.of(
                    new Receiver(Port.TOKEN, me.token(), false, List.of(), "explicit"),
                    new Receiver(Port.DATA, segment, true, List.of(group), "explicit: extras"));
            opened.add(
                    open(new NetworkPlan(receivers, me.data().getAddress(), true, both, List.of(segment), false), io));
        }
        opened.get(0).sendSegment(bytes(1472, 3));
        opened.get(0).flush();
        runUntil(() -> opened.get(1).waitingData() == 1 && opened.get(0).waitingData() == 1);
        opened.get(1).drainData(1, (key, datagram) -> assertThat(key).isZero());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void ownMulticastComesBackOnlyWhenAnotherDaemonOfThisHostNeedsIt(IoTransport io) throws Exception {
        int port = freePorts();
        InetAddress group = address("239.255.77.78");
        InetSocketAddress segment = new InetSocketAddress(group, port);
        Destination me = at("127.0.0.1", port, 0);
        List<Receiver> receivers = List.of(
                new Receiver(Port.TOKEN, me.token(), false, List.of(), "explicit"),
                new Receiver(Port.DATA, segment, true, List.of(group), "explicit: extras"));
        // An address for documentation, which no host has.
        List<Destination> apart = List.of(me, at("192.0.2.1", port, 1));
        RingTransport transport =
                open(new NetworkPlan(receivers, me.data().getAddress(), true, apart, List.of(segment), false), io);
        assertThat(transport.loopsMulticast()).isFalse();
        // The other plan has a neighbour on this host.
        List<Destination> together = List.of(me, at("127.0.0.2", port, 1));
        transport
                .prepare(
                        new NetworkPlan(receivers, me.data().getAddress(), true, together, List.of(segment), false),
                        io,
                        loop)
                .putIntoForce();
        assertThat(transport.loopsMulticast()).isTrue();
        transport.sendSegment(bytes(100, 2));
        transport.flush();
        runUntil(() -> transport.waitingData() == 1);
    }

    @Test
    void check7_aTakenPortSaysWhoAndWhy() throws Exception {
        int port = freePorts();
        IoTransport io = IoTransport.best();
        open(planOf(0, port), io);
        assertThatThrownBy(() -> open(planOf(0, port), io))
                .isInstanceOf(NetworkException.class)
                .hasMessage("DL_init_channel_gen: bind error (98: Address already in use) for [127.0.0.1]:" + port
                        + "; probably already running!");
    }

    /** The option of the native transport with the name of the multicast one is that of unicast: tokens died at the first router. */
    @Test
    void defect_whatIsSentCrossesRouters() throws Exception {
        IoTransport io = IoTransport.best();
        Assumptions.assumeTrue(io == IoTransport.EPOLL, "skipped: only the native transport can tell");
        loop = new ManualIoEventLoop(Thread.currentThread(), io.handlerFactory());
        SocketOpener opener =
                new SocketOpener(planOf(0, freePorts()), io, loop, UnpooledByteBufAllocator.DEFAULT, recording);
        try {
            assertThat(opener.sender().config().getOption(ChannelOption.IP_MULTICAST_TTL))
                    .isEqualTo(
                            io.datagramChannel(address("127.0.0.1")).config().getOption(ChannelOption.IP_MULTICAST_TTL))
                    .isGreaterThan(1);
        } finally {
            opener.closeAll();
        }
    }

    @Test
    void aGroupThatCannotBeJoinedIsFatalOrLeftOut() throws Exception {
        int port = freePorts();
        IoTransport io = IoTransport.best();
        Destination me = at("127.0.0.1", port, 0);
        InetAddress bad = address("127.0.0.1");
        List<InetSocketAddress> segment = List.of(new InetSocketAddress(bad, port), me.data());
        List<Receiver> receivers = List.of(new Receiver(Port.DATA, me.data(), false, List.of(bad), "explicit"));
        NetworkPlan strict = new NetworkPlan(receivers, bad, true, List.of(me), segment, false);
        assertThatThrownBy(() -> open(strict, io))
                .isInstanceOf(NetworkException.class)
                .hasMessageMatching(
                        "Net_init: explicit: error joining multicast group 127\\.0\\.0\\.1 on channel \\d+: "
                                + "(22 )?Invalid argument; Won't send/recv to/from this segment address!");
        NetworkPlan lenient = new NetworkPlan(
                receivers,
                bad,
                true,
                List.of(me),
                List.of(new InetSocketAddress(bad, port), new InetSocketAddress(address("127.0.0.2"), port)),
                true);
        RingTransport opened = open(lenient, io);
        assertThat(log).anyMatch(line -> line.startsWith("Net_init: explicit: error joining multicast group"));
        opened.sendSegment(bytes(40, 0));
        assertThat(opened.counters().datagramsSent()).isEqualTo(1);
        opened.close();
        transports.remove(opened);
        NetworkPlan nothingLeft =
                new NetworkPlan(receivers, bad, true, List.of(me), List.of(new InetSocketAddress(bad, port)), true);
        assertThatThrownBy(() -> open(nothingLeft, io))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("no usable segment address left");
    }

    @Test
    void defect29_aRefusedRunIsSentOneByOne() throws Exception {
        int port = freePorts();
        IoTransport io = IoTransport.best();
        // Port 0 cannot be sent to: what is refused first is a run, then each of its datagrams.
        Destination nowhere = new Destination(
                new InetSocketAddress(address("127.0.0.1"), 0), new InetSocketAddress(address("127.0.0.1"), 0), 7);
        NetworkPlan lone = planOf(0, port);
        NetworkPlan plan = new NetworkPlan(
                lone.receivers(), lone.self(), true, List.of(lone.destinations().get(0), nowhere), List.of(), false);
        RingTransport first = open(plan, io);
        for (int i = 0; i < 5; i++) {
            first.sendData(1, bytes(100, i));
            first.sendData(0, bytes(100, i));
        }
        first.flush();
        runUntil(() -> first.waitingData() == 5);
        assertThat(first.counters().sendErrors()).isEqualTo(1);
        assertThat(first.counters().datagramsLost()).isEqualTo(5);
        assertThat(log).anyMatch(line -> line.startsWith("DL_send: error sending to [127.0.0.1]:0: 22: "));
    }

    @Test
    void defect29_aRefusedDatagramIsSentOnceMoreAndCounted() throws Exception {
        int port = freePorts();
        IoTransport io = IoTransport.best();
        RingTransport first = open(planOf(0, port), io);
        RingTransport second = open(planOf(1, port), io);
        first.sendData(1, bytes(65_536, 0));
        first.sendData(1, bytes(40, 1));
        first.flush();
        runUntil(() -> second.waitingData() == 1);
        assertThat(first.counters().sendErrors()).isEqualTo(1);
        assertThat(first.counters().datagramsLost()).isEqualTo(1);
        assertThat(log).anyMatch(line -> line.startsWith("DL_send: error sending to [127.0.0.2]:" + port + ": 90: "));
    }
}
