package org.ringcast.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.wire.MonitorSender;
import org.ringcast.daemon.wire.MonitorSignature;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.ProtocolLevel;
import org.ringcast.daemon.wire.TroubleRequest;

/** Who is not told what troubles a daemon. There is no daemon behind it: whoever got as far as to ask it would fail. */
final class TroubleEndpointTest {
    private static final int HASH = 0x12345678;
    private static final String SECRET = "not to be guessed";
    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final int D2 = 11;

    private final List<String> replies = new ArrayList<>();
    private final ByteBuf buffer = Unpooled.buffer(2048);
    private final PacketHeader packet = new PacketHeader();
    private final TroubleEndpoint endpoint = new TroubleEndpoint(
            new Topology(List.of(new Topology.Daemon("d1", 7, 0, 10), new Topology.Daemon("d2", 8, 0, D2)), 1, 0),
            HASH,
            new MonitorPolicy(SECRET, true, false, false),
            null,
            (daemon, port, answer) -> replies.add("d" + (daemon + 1) + " " + port + " "
                    + (TroubleRequest.isAnswer(answer, 0, answer.readableBytes())
                            && TroubleRequest.isRefused(answer, 0))
                    + " " + answer.readableBytes()),
            () -> 1,
            () -> NOW);

    private ByteBuf question(int port) {
        TroubleRequest.wrapQuestion(packet, buffer);
        new MonitorSender(ProtocolLevel.LEVEL_5, 7, HASH, port).stamp(packet);
        packet.setConfHash(TroubleRequest.changedHash(HASH));
        return buffer.setIndex(0, packet.lengthBytes());
    }

    private ByteBuf signed(String secret, Instant time) {
        question(6543);
        new MonitorSignature(secret).sign(packet, time.toEpochMilli());
        return buffer.setIndex(0, packet.lengthBytes());
    }

    @Test
    void strangersAndThoseWithoutAPortGetNothing() {
        assertThat(endpoint.takes(-1, question(6543))).isTrue();
        assertThat(endpoint.takes(12, question(6543))).isTrue();
        assertThat(endpoint.takes(D2, question(0))).isTrue();
        assertThat(replies).isEmpty();
    }

    @Test
    void withoutTheSecretOrWithAnOldSignatureOneIsRefusedInFewBytes() {
        endpoint.takes(D2, question(6543));
        endpoint.takes(D2, signed("another one!", NOW));
        endpoint.takes(D2, signed(SECRET, NOW.minusSeconds(61)));
        endpoint.takes(D2, signed(SECRET, NOW.plusSeconds(61)));
        endpoint.takes(D2, signed(SECRET, Instant.ofEpochMilli(Long.MIN_VALUE)));
        assertThat(replies).hasSize(5).containsOnly("d2 6543 true 48");
    }

    @Test
    void whatIsNoQuestionIsLeftToOthers() {
        ByteBuf question = question(6543);
        assertThat(endpoint.takes(D2, question.slice(0, question.readableBytes() - 1)))
                .isFalse();
        packet.setConfHash(HASH);
        assertThat(endpoint.takes(D2, buffer)).isFalse();
        assertThat(replies).isEmpty();
    }
}
