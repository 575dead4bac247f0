package org.ringcast.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The question what troubles a daemon, and the answer. */
class TroubleRequestTest {
    private static final int HASH = 0x12345678;

    private final ByteBuf buffer = Unpooled.buffer(2048);
    private final PacketHeader packet = new PacketHeader();

    private void question() {
        TroubleRequest.wrapQuestion(packet, buffer);
        new MonitorSender(ProtocolLevel.LEVEL_5, 7, HASH, 6543).stamp(packet);
        packet.setConfHash(TroubleRequest.changedHash(HASH));
    }

    @Test
    void isForOneConfigurationAndNothingElse() {
        question();
        int length = packet.lengthBytes();
        assertThat(TroubleRequest.isQuestion(buffer, 0, length, HASH)).isTrue();
        assertThat(TroubleRequest.isQuestion(buffer, 0, length, HASH + 1)).isFalse();
        assertThat(DumpRequest.isQuestion(buffer, 0, length, HASH)).isFalse();
        assertThat(HashInquiry.isQuestion(buffer, 0, length)).isFalse();
        assertThat(PathProbe.isProbe(buffer.setIndex(0, length))).isFalse();
        for (int other = 0; other < length; other++) {
            assertThat(TroubleRequest.isQuestion(buffer, 0, other, HASH)).isFalse();
        }
    }

    @Test
    void theAnswerIsNoLongerThanTheQuestion() {
        question();
        int question = packet.lengthBytes();
        TroubleRequest.wrapAnswer(packet, buffer, false, new byte[TroubleRequest.MAX_TEXT_BYTES]);
        assertThat(packet.lengthBytes()).isEqualTo(question).isLessThanOrEqualTo(WireLimits.MAX_PACKET_BYTES);
    }

    @Test
    void maybeSigned() {
        question();
        MonitorSignature signature = new MonitorSignature("a secret word");
        signature.sign(packet, 5);
        assertThat(TroubleRequest.isQuestion(buffer, 0, packet.lengthBytes(), HASH))
                .isTrue();
        assertThat(signature.signedAtMs(buffer, 0, packet.lengthBytes())).isEqualTo(5);
    }

    @Test
    void answerHasItsText() {
        TroubleRequest.wrapAnswer(packet, buffer, false, "slow\t#\u00e4#d1\n".getBytes(StandardCharsets.UTF_8));
        int length = packet.lengthBytes();
        assertThat(TroubleRequest.isAnswer(buffer, 0, length)).isTrue();
        assertThat(TroubleRequest.isRefused(buffer, 0)).isFalse();
        assertThat(TroubleRequest.text(buffer, 0, length)).isEqualTo("slow\t#\u00e4#d1\n");
        assertThat(DumpRequest.isAnswer(buffer, 0, length)).isFalse();
        TroubleRequest.wrapAnswer(packet, buffer, true, new byte[0]);
        assertThat(TroubleRequest.isAnswer(buffer, 0, packet.lengthBytes())).isTrue();
        assertThat(TroubleRequest.isRefused(buffer, 0)).isTrue();
        assertThat(TroubleRequest.text(buffer, 0, packet.lengthBytes())).isEmpty();
        assertThat(TroubleRequest.isAnswer(buffer, 0, packet.lengthBytes() - 1)).isFalse();
    }
}
