package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.MonitorSender;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.PartitionRequest;
import org.ringcast.daemon.wire.ProtocolLevel;

/** Monitor requests in simulated time: what the core obeys by itself, and what it lets through to its handler. */
final class MonitorRequestsTest {
    private static final long ORDINARY_MS = 120_000;

    private static final class Handler implements ControlHandler {
        private final List<PacketKind> kinds = new ArrayList<>();
        private boolean allows = true;

        @Override
        public boolean isAllowed(PacketKind kind, int senderIndex, int sourceAddressKey, ByteBuf request) {
            return allows;
        }

        @Override
        public void onRequest(PacketKind kind, int senderIndex, ByteBuf request, long nowNs) {
            kinds.add(kind);
        }
    }

    private static void partition(RingTestContext ring, int daemon, int... components) {
        ByteBuf buffer = Unpooled.buffer(1472);
        PartitionRequest request = new PartitionRequest();
        request.wrapNew(buffer, 0, Endian.LITTLE);
        for (int i = 0; i < components.length; i++) {
            request.setComponent(i, components[i]);
        }
        send(ring, daemon, request);
    }

    private static void send(RingTestContext ring, int daemon, PacketHeader request) {
        new MonitorSender(ProtocolLevel.LEVEL_5, ring.topology(0).id(0), RingTestContext.HASH, 6543).stamp(request);
        ring.node(daemon).core.onDataDatagram(0, request.buffer().setIndex(0, request.lengthBytes()), ring.nowNs());
    }

    private static void partitionAll(RingTestContext ring, int... components) {
        for (int daemon = 0; daemon < ring.size(); daemon++) {
            partition(ring, daemon, components);
        }
    }

    /** Nobody renews the request: the split ends 60 seconds after it, and the rings find each other. */
    @Test
    void check60_7_aPartitionEndsByItself() {
        try (RingTestContext ring = new RingTestContext(3).startAll()) {
            assertThat(ring.runUntil(() -> ring.isRing(0, 1, 2), ORDINARY_MS)).isTrue();
            long start = ring.nowMillis();
            partitionAll(ring, 1, 1, 2);
            assertThat(ring.runUntil(() -> ring.isRing(0, 1) && ring.isRing(2), 20_000))
                    .isTrue();
            ring.runMillis(start + 59_900 - ring.nowMillis());
            assertThat(ring.isRing(0, 1) && ring.isRing(2)).isTrue();
            assertThat(ring.runUntil(() -> ring.isRing(0, 1, 2), ORDINARY_MS)).isTrue();
            assertThat(ring.node(0).log).anyMatch(line -> line.contains("I'm in component 1"));
        }
    }

    @Test
    void check60_7_aRenewedPartitionGoesOnUntilItIsCancelled() {
        try (RingTestContext ring = new RingTestContext(3).startAll()) {
            assertThat(ring.runUntil(() -> ring.isRing(0, 1, 2), ORDINARY_MS)).isTrue();
            for (int i = 0; i < 6; i++) {
                partitionAll(ring, 0, 7, 7);
                ring.runMillis(25_000);
            }
            assertThat(ring.isRing(0) && ring.isRing(1, 2)).isTrue();
            partitionAll(ring, 0, 0, 0);
            assertThat(ring.runUntil(() -> ring.isRing(0, 1, 2), ORDINARY_MS)).isTrue();
        }
    }

    @Test
    void theHandlerHasTheLastWord() {
        try (RingTestContext ring = new RingTestContext(2).startAll()) {
            assertThat(ring.runUntil(() -> ring.isRing(0, 1), ORDINARY_MS)).isTrue();
            Handler handler = new Handler();
            TestNode node = ring.node(1);
            node.core.setControlHandler(handler);
            PacketHeader status = new PacketHeader();
            status.wrapNew(Unpooled.buffer(64), 0, Endian.LITTLE, PacketType.STATUS);
            send(ring, 1, status);
            partition(ring, 1, 3, -1);
            assertThat(handler.kinds).containsExactly(PacketKind.STATUS, PacketKind.PARTITION);
            handler.allows = false;
            send(ring, 1, status);
            partition(ring, 1, 0, 0);
            assertThat(handler.kinds).hasSize(2);
            assertThat(node.count(CounterId.DROP_CONTROL)).isEqualTo(2);
            assertThat(node.core.ring().partition().ownComponent())
                    .as("a refused partition changes nothing")
                    .isEqualTo(-1);
        }
    }
}
