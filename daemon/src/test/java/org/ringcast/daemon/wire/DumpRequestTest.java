package org.ringcast.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.wire.DumpRequest.Outcome;

/** The wish for a dump, and the answer. */
class DumpRequestTest {
    private static final int HASH = 0x12345678;

    private final ByteBuf buffer = Unpooled.buffer(2048);
    private final PacketHeader packet = new PacketHeader();

    private void question() {
        DumpRequest.wrapQuestion(packet, buffer);
        new MonitorSender(ProtocolLevel.LEVEL_5, 7, HASH, 6543).stamp(packet);
        packet.setConfHash(DumpRequest.changedHash(HASH));
    }

    @Test
    void isForOneConfigurationAndNoStatusRequestOfIt() {
        question();
        assertThat(packet.lengthBytes()).isEqualTo(44);
        assertThat(DumpRequest.isQuestion(buffer, 0, 44, HASH)).isTrue();
        assertThat(DumpRequest.isQuestion(buffer, 0, 44, HASH + 1)).isFalse();
        assertThat(packet.confHash()).isNotEqualTo(HASH);
        assertThat(HashInquiry.isQuestion(buffer, 0, 44)).isFalse();
        assertThat(PathProbe.isProbe(buffer.setIndex(0, 44))).isFalse();
    }

    @Test
    void maybeSigned() {
        question();
        MonitorSignature signature = new MonitorSignature("a secret word");
        signature.sign(packet, 5);
        assertThat(DumpRequest.isQuestion(buffer, 0, packet.lengthBytes(), HASH))
                .isTrue();
        assertThat(signature.signedAtMs(buffer, 0, packet.lengthBytes())).isEqualTo(5);
    }

    @Test
    void shorterAndLongerOnesAreNone() {
        question();
        for (int length = 0; length < 200; length++) {
            if (length != 44) {
                assertThat(DumpRequest.isQuestion(buffer, 0, length, HASH))
                        .as("%d bytes", length)
                        .isFalse();
            }
        }
    }

    @Test
    void answerHasOutcomeAndFile() {
        DumpRequest.wrapAnswer(packet, buffer, Outcome.WRITTEN, "/var/log/\u00e4.dump");
        int length = packet.lengthBytes();
        assertThat(DumpRequest.isAnswer(buffer, 0, length)).isTrue();
        assertThat(DumpRequest.outcome(buffer, 0)).isEqualTo(Outcome.WRITTEN);
        assertThat(DumpRequest.file(buffer, 0, length)).isEqualTo("/var/log/\u00e4.dump");
        assertThat(StatusReply.validate(buffer, 0, length).isOk()).isFalse();
        assertThat(HashInquiry.isAnswer(buffer, 0, length)).isFalse();
        buffer.setInt(44, 3);
        assertThat(DumpRequest.isAnswer(buffer, 0, length))
                .as("an outcome that there is not")
                .isFalse();
        DumpRequest.wrapAnswer(packet, buffer, Outcome.REFUSED, "x".repeat(5_000));
        assertThat(packet.lengthBytes()).isEqualTo(48 + DumpRequest.MAX_NAME_BYTES);
    }
}
