package org.ringcast.harness.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.harness.sim.Datagram.Port;
import org.ringcast.protocol.ServiceType;

/** Daemons of both byte orders in one ring: whatever order they speak, the same happens. */
final class ForeignOrderTest {
    /** What happened, in words that do not depend on byte orders, and how often each kind of packet was read in each order. */
    private static final class Story implements SimTrace {
        private final List<String> lines = new ArrayList<>();
        private final Map<Boolean, Set<PacketKind>> kindsByOrder =
                new HashMap<>(Map.of(true, EnumSet.noneOf(PacketKind.class), false, EnumSet.noneOf(PacketKind.class)));

        @Override
        public void onSent(long nowNs, Datagram datagram, Fate fate) {
            lines.add(nowNs + " " + PacketText.of(datagram) + " " + fate);
        }

        @Override
        public void onRead(long nowNs, Datagram datagram) {
            kindsByOrder.get((datagram.bytes()[0] & 0x80) != 0).add(datagram.kind());
        }

        @Override
        public void onDaemon(long nowNs, String daemon, String what) {
            lines.add(nowNs + " " + daemon + " " + what);
        }

        @Override
        public void onFrame(long nowNs, String client, byte[] frame) {
            lines.add(nowNs + " " + client + " " + HexFormat.of().formatHex(frame));
        }
    }

    /** Rings form, lose packets, part and come together, with groups on both sides. */
    private static Story live(SimConfig config) {
        Story story = new Story();
        try (SimCluster cluster = SimCluster.of(config).trace(story).build().startAll()) {
            int daemons = config.daemonCount();
            cluster.runUntil(cluster::isOneRing, config.convergenceNs());
            for (int i = 0; i < daemons; i++) {
                cluster.client("c" + i, i).connect();
            }
            cluster.runMillis(20);
            cluster.clients().forEach(client -> client.join("g"));
            for (int from = 0; from < daemons; from++) {
                for (int to = 0; to < daemons; to++) {
                    cluster.network().setConditions(from, to, LinkConditions.LAN.with(draft -> draft.loss(0.05)));
                }
            }
            talk(cluster);
            cluster.network().heal();
            cluster.network().partition(0, 1, 0, 1);
            cluster.runMillis(5_000);
            cluster.client("late", 1).connect();
            cluster.runMillis(100);
            cluster.clients().get(daemons).join("h");
            cluster.clients().get(0).leave("g");
            talk(cluster);
            cluster.network().heal();
            assertThat(cluster.runUntil(cluster::isOneRing, config.convergenceNs()))
                    .isTrue();
            talk(cluster);
            assertThat(cluster.clients().get(1).view("g").groups()).containsExactly("#c1#d2", "#c2#d3", "#c3#d4");
        }
        return story;
    }

    private static void talk(SimCluster cluster) {
        for (int round = 0; round < 40; round++) {
            for (SimClient client : cluster.clients()) {
                int service = round % 2 == 0 ? ServiceType.SAFE : ServiceType.AGREED;
                client.say(service, "x".repeat(round % 10 == 0 ? 4_000 : 40), "g", "h");
            }
            cluster.runMillis(10);
        }
        cluster.runMillis(2_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0 3", "0 1 2 3"})
    void theSameHappensInWhateverOrder(String bigEndian) {
        for (int level = 4; level <= 5; level++) {
            Story plain = live(SimConfig.segments(2, 2).level(level).seed(level));
            SimConfig config = SimConfig.segments(2, 2).level(level).seed(level);
            for (String daemon : bigEndian.split(" ", -1)) {
                config.bigEndian(Integer.parseInt(daemon));
            }
            Story mixed = live(config);
            for (int i = 0; i < plain.lines.size(); i++) {
                assertThat(mixed.lines.get(i)).isEqualTo(plain.lines.get(i));
            }
            assertThat(mixed.lines).hasSameSizeAs(plain.lines);
            assertThat(plain.kindsByOrder.get(false)).isEmpty();
            assertThat(mixed.kindsByOrder.get(false))
                    .contains(PacketKind.TOKEN, PacketKind.FORM1, PacketKind.FORM2, PacketKind.ALIVE, PacketKind.DATA);
        }
    }

    @Test
    void aRequestBlockIsTurnedFieldByField() {
        ByteBuffer token = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        token.putInt(0x80030080)
                .putInt(2)
                .putInt(3)
                .putInt(4)
                .putInt(5)
                .putInt(6)
                .putInt(7)
                .putInt(8);
        token.putShort((short) 9).putShort((short) 24).putInt(10);
        token.putInt(11)
                .putInt(12)
                .putInt(-1)
                .putShort((short) -1)
                .putShort((short) 2)
                .putInt(13)
                .putInt(14);
        ByteBuffer turned = ByteBuffer.wrap(ForeignOrder.bigEndian(token.array(), Port.TOKEN, 1));
        assertThat(turned.getInt()).isEqualTo(0x00030000);
        for (int i = 2; i <= 8; i++) {
            assertThat(turned.getInt()).isEqualTo(i);
        }
        assertThat(turned.getShort()).isEqualTo((short) 9);
        assertThat(turned.getShort()).isEqualTo((short) 24);
        assertThat(List.of(turned.getInt(), turned.getInt(), turned.getInt(), turned.getInt()))
                .containsExactly(10, 11, 12, -1);
        assertThat(turned.getShort()).isEqualTo((short) -1);
        assertThat(turned.getShort()).isEqualTo((short) 2);
        assertThat(List.of(turned.getInt(), turned.getInt())).containsExactly(13, 14);
    }
}
