package org.ringcast.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Probes that go along their routes through played daemons, and those that get nowhere. */
final class PathResponderTest {
    private static final int[] IDS = {101, 102, 103};
    private static final int[] KEYS = {0, 1, 2};
    private static final int NETWORK = 77;
    private static final int HASH = 5000;
    private static final long NOW_NS = 3_000_000_000L;

    /** What a daemon sent: to a daemon on a way, or (way -1) to a port. */
    // No two of them are compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Sent(int from, int to, int way, int port, byte[] bytes) {
        ByteBuf datagram() {
            return Unpooled.wrappedBuffer(bytes.clone());
        }
    }

    private final List<Sent> sent = new ArrayList<>();
    private final PathResponder[] daemons = {daemon(0), daemon(1), daemon(2)};

    private PathResponder daemon(int self) {
        return new PathResponder(
                new PathResponder.Site(self, IDS, KEYS, HASH + self, NETWORK), new PathResponder.Outputs() {
                    @Override
                    public void send(int daemon, int way, ByteBuf packet) {
                        sent.add(new Sent(self, daemon, way, 0, bytes(packet)));
                    }

                    @Override
                    public void reply(int daemon, int port, ByteBuf packet) {
                        sent.add(new Sent(self, daemon, -1, port, bytes(packet)));
                    }
                });
    }

    private static byte[] bytes(ByteBuf packet) {
        byte[] copy = new byte[packet.readableBytes()];
        packet.getBytes(packet.readerIndex(), copy);
        return copy;
    }

    /** A probe of the asker at daemon 0. */
    private static PathProbe probe(int bytes) {
        PathProbe probe = new PathProbe();
        probe.wrapNew(Unpooled.buffer(PathProbe.LARGE_BYTES), bytes);
        probe.setAsker(0, IDS[0], 9999, NETWORK, 42);
        probe.stamp(IDS[0], HASH);
        return probe;
    }

    private static ByteBuf datagram(PathProbe probe) {
        return Unpooled.wrappedBuffer(bytes(probe.bytes()));
    }

    /** Hands what was sent last to the daemon that it was sent to. */
    private void deliver() {
        Sent last = sent.get(sent.size() - 1);
        daemons[last.to].onProbe(KEYS[last.from], last.way == PathProbe.TOKEN, last.datagram(), NOW_NS);
    }

    @Test
    void aProbeGoesAlongItsRouteAndIsCountedOnOneHop() {
        PathProbe probe = probe(PathProbe.LARGE_BYTES);
        probe.addHop(1, PathProbe.DATA, PathProbe.LARGE_BYTES);
        probe.addHop(2, PathProbe.TOKEN, PathProbe.LARGE_BYTES);
        probe.addHop(0, PathProbe.DATA, PathProbe.SMALL_BYTES);
        probe.setCounted(1, 1);
        daemons[1].onProbe(0, false, datagram(probe), NOW_NS);
        deliver();
        deliver();
        assertThat(sent).extracting(Sent::to).containsExactly(2, 0, 0);
        assertThat(sent).extracting(Sent::way).containsExactly(PathProbe.TOKEN, PathProbe.DATA, -1);
        assertThat(sent)
                .extracting(s -> s.bytes.length)
                .containsExactly(PathProbe.LARGE_BYTES, PathProbe.SMALL_BYTES, PathProbe.SMALL_BYTES);
        assertThat(sent.get(2).port).isEqualTo(9999);
        PathProbe back = new PathProbe();
        back.wrap(sent.get(2).datagram());
        assertThat(back.position()).isEqualTo(3);
        assertThat(back.hopHash(1)).isEqualTo(HASH + 2);
        assertThat(back.hopMicros(1)).isEqualTo((int) (NOW_NS / 1000));

        assertThat(report(1).reportedSent(2, PathProbe.TOKEN, 1)).isEqualTo(1);
        assertThat(report(1).reportedReceived(0, PathProbe.DATA, 1)).isZero();
        assertThat(report(2).reportedReceived(1, PathProbe.TOKEN, 1)).isEqualTo(1);
        assertThat(report(2).reportedReceived(1, PathProbe.TOKEN, 0)).isZero();
    }

    private PathProbe report(int daemon) {
        PathProbe ask = probe(PathProbe.LARGE_BYTES);
        ask.addHop(daemon, PathProbe.DATA, PathProbe.LARGE_BYTES);
        ask.setReporter(0, 0, 3);
        ask.setLengthBytes(ask.neededBytes());
        daemons[daemon].onProbe(0, false, datagram(ask), NOW_NS);
        Sent answer = sent.get(sent.size() - 1);
        assertThat(answer.bytes).hasSize(ask.neededBytes());
        PathProbe back = new PathProbe();
        back.wrap(answer.datagram());
        return back;
    }

    @Test
    void nothingIsEverLongerThanItCame() {
        PathProbe probe = probe(PathProbe.SMALL_BYTES);
        probe.addHop(1, PathProbe.DATA, PathProbe.SMALL_BYTES);
        probe.addHop(2, PathProbe.DATA, PathProbe.LARGE_BYTES);
        daemons[1].onProbe(0, false, datagram(probe), NOW_NS);
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).bytes).hasSize(PathProbe.SMALL_BYTES);

        PathProbe ask = probe(PathProbe.SMALL_BYTES);
        ask.addHop(1, PathProbe.DATA, PathProbe.SMALL_BYTES);
        ask.setReporter(0, 0, 3);
        daemons[1].onProbe(0, false, datagram(ask), NOW_NS);
        assertThat(sent).hasSize(1);
        assertThat(daemons[1].refused()).isEqualTo(1);
    }

    @Test
    void onlyThePreviousHopsAddressAndTheRightPortCount() {
        PathProbe probe = probe(PathProbe.SMALL_BYTES);
        probe.addHop(1, PathProbe.DATA, PathProbe.SMALL_BYTES);
        daemons[1].onProbe(2, false, datagram(probe), NOW_NS);
        daemons[1].onProbe(-1, false, datagram(probe), NOW_NS);
        daemons[1].onProbe(0, true, datagram(probe), NOW_NS);
        assertThat(daemons[1].refused()).isEqualTo(3);
        // To all of the segment: only the one that is meant sends it on.
        daemons[2].onProbe(0, false, datagram(probe), NOW_NS);
        assertThat(daemons[2].refused()).isZero();
        assertThat(sent).isEmpty();
    }

    @Test
    void routesThatDoNotExistAreRefused() {
        int refused = 0;
        for (int[] hop : new int[][] {{3, PathProbe.DATA}, {2, PathProbe.WAYS}, {1, PathProbe.DATA}}) {
            PathProbe probe = probe(PathProbe.SMALL_BYTES);
            probe.addHop(1, PathProbe.DATA, PathProbe.SMALL_BYTES);
            probe.addHop(hop[0], hop[1], PathProbe.SMALL_BYTES);
            daemons[1].onProbe(0, false, datagram(probe), NOW_NS);
            refused++;
            assertThat(daemons[1].refused()).isEqualTo(refused);
        }
        PathProbe done = probe(PathProbe.SMALL_BYTES);
        done.addHop(1, PathProbe.DATA, PathProbe.SMALL_BYTES);
        done.setPosition(1);
        daemons[1].onProbe(0, false, datagram(done), NOW_NS);
        assertThat(daemons[1].refused()).isEqualTo(refused + 1);
        assertThat(sent).isEmpty();
    }

    @Test
    void anotherListOfDaemonsIsToldToTheSender() {
        PathProbe probe = probe(PathProbe.LARGE_BYTES);
        probe.setAsker(9, 900, 9999, NETWORK + 1, 42);
        probe.addHop(55, PathProbe.DATA, PathProbe.LARGE_BYTES);
        daemons[2].onProbe(1, false, datagram(probe), NOW_NS);
        assertThat(sent).hasSize(1);
        Sent answer = sent.get(0);
        assertThat(answer.to).isEqualTo(1);
        assertThat(answer.bytes).hasSize(PathProbe.SMALL_BYTES);
        PathProbe back = new PathProbe();
        back.wrap(answer.datagram());
        assertThat(back.isForeign()).isTrue();
        assertThat(back.foreignHash()).isEqualTo(HASH + 2);
        PathProbe toAll = probe(PathProbe.LARGE_BYTES);
        toAll.setAsker(9, 900, 9999, NETWORK + 1, 42);
        toAll.addHop(55, PathProbe.SEGMENT, PathProbe.LARGE_BYTES);
        daemons[2].onProbe(1, false, datagram(toAll), NOW_NS);
        assertThat(sent).hasSize(1);
        // Two daemons do not throw it to and fro.
        daemons[1].onProbe(2, false, answer.datagram(), NOW_NS);
        assertThat(sent).hasSize(1);
    }

    @Test
    void thereIsALimitToHowManyASecond() {
        PathProbe probe = probe(PathProbe.SMALL_BYTES);
        probe.addHop(1, PathProbe.DATA, PathProbe.SMALL_BYTES);
        for (int i = 0; i < PathResponder.BURST + 500; i++) {
            daemons[1].onProbe(0, false, datagram(probe), NOW_NS);
        }
        assertThat(sent).hasSize(PathResponder.BURST);
        assertThat(daemons[1].overRate()).isEqualTo(500);
        for (int i = 0; i < 500; i++) {
            daemons[1].onProbe(0, false, datagram(probe), NOW_NS + 100_000_000L);
        }
        assertThat(sent).hasSize(PathResponder.BURST + PathResponder.RATE / 10);
    }

    @Test
    void manyRunsDoNotFillTheMemory() {
        for (int run = 0; run < 1000; run++) {
            PathProbe probe = probe(PathProbe.SMALL_BYTES);
            probe.setAsker(0, IDS[0], 9999, NETWORK, run);
            probe.addHop(1, PathProbe.DATA, PathProbe.SMALL_BYTES);
            probe.setCounted(0, 0);
            daemons[1].onProbe(0, false, datagram(probe), NOW_NS + run * 1_000_000_000L);
        }
        PathProbe probe = report(1);
        assertThat(probe.run()).isEqualTo(42);
        assertThat(probe.reportedReceived(0, PathProbe.DATA, 0)).isZero();
    }

    @Test
    void otherDatagramsAreNoProbesAndBrokenOnesAreRefused() {
        assertThat(PathProbe.isProbe(Unpooled.buffer(100).writeZero(100))).isFalse();
        assertThat(PathProbe.isProbe(Unpooled.buffer(10).writeZero(10))).isFalse();
        PathProbe good = probe(PathProbe.SMALL_BYTES);
        good.addHop(1, PathProbe.DATA, PathProbe.SMALL_BYTES);
        assertThat(PathProbe.isProbe(datagram(good))).isTrue();
        assertThat(PathProbe.validate(datagram(good))).isEqualTo(Verdict.OK);
        assertThat(PathProbe.validate(datagram(good).copy(0, 60))).isEqualTo(Verdict.TOO_SHORT);
        assertThat(PathProbe.validate(datagram(good).copy(0, 100))).isEqualTo(Verdict.LENGTH_MISMATCH);
        for (int i = 0; i < PathProbe.SMALL_BYTES; i++) {
            for (int value : new int[] {0, 1, 7, 0x7f, 0x80, 0xff}) {
                ByteBuf bytes = datagram(good).setByte(i, value);
                if (PathProbe.isProbe(bytes)) {
                    daemons[1].onProbe(0, false, bytes, NOW_NS + i * 1_000_000_000L);
                }
            }
        }
        assertThat(daemons[1].refused()).isPositive();
        assertThat(sent).allMatch(s -> s.bytes.length <= PathProbe.SMALL_BYTES);
    }

    @Test
    void noDaemonTakesItForAPacketOrATokenOfItsConfiguration() {
        PathProbe probe = probe(PathProbe.LARGE_BYTES);
        probe.addHop(1, PathProbe.DATA, PathProbe.LARGE_BYTES);
        ByteBuf bytes = datagram(probe);
        assertThat(PacketKind.onDataPort(bytes, 0, bytes.readableBytes())).isEqualTo(PacketKind.UNKNOWN);
        assertThat(PacketKind.onTokenPort(bytes, 0, bytes.readableBytes())).isEqualTo(PacketKind.UNKNOWN);
        assertThat(PacketHeader.validateHeader(bytes, 0, bytes.readableBytes())).isEqualTo(Verdict.OK);
        PacketHeader header = new PacketHeader();
        header.wrap(bytes, 0, bytes.readableBytes());
        assertThat(header.confHash()).isEqualTo(~HASH);
        assertThat(bytes.getIntLE(TokenHeader.CONF_HASH_OFFSET)).isEqualTo(~HASH);
    }
}
