package org.ringcast.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.protocol.GroupName;

final class PingStatisticsTest {
    private static PingStatistics of(int pings, int... micros) {
        PingStatistics statistics = new PingStatistics();
        for (int i = 0; i < pings; i++) {
            statistics.countPing();
        }
        for (int value : micros) {
            statistics.countAnswer(value);
        }
        return statistics;
    }

    /** With few answers the upper percentiles used to be read from behind the last one. */
    @Test
    void percentilesOfFewAnswersAreAmongThem() {
        assertThat(of(1, 115).percentiles().values()).hasSize(15).containsOnly(0.115);
        assertThat(of(3, 255, 145, 236).percentiles().values())
                .containsExactly(
                        .145, .145, .145, .145, .145, .145, .145, .236, .255, .255, .255, .255, .255, .255, .255);
    }

    /** Rounded away from the median: down to 50 %, up above. */
    @Test
    void percentilesOfTwelveAnswers() {
        PingStatistics statistics = of(12, 155, 256, 4112, 229, 229, 251, 239, 242, 226, 229, 322, 300);
        assertThat(statistics.percentiles())
                .containsEntry("5", .155)
                .containsEntry("10", .226)
                .containsEntry("25", .229)
                .containsEntry("50", .242)
                .containsEntry("75", .3)
                .containsEntry("90", 4.112)
                .containsEntry("100", 4.112);
        assertThat(statistics.mean()).isCloseTo(0.566, within(0.0005));
        assertThat(statistics.deviation()).isCloseTo(1.117, within(0.0005));
    }

    @Test
    void manyAnswers() {
        PingStatistics statistics = new PingStatistics();
        for (int i = 999; i >= 0; i--) {
            statistics.countAnswer(i * 1000L);
        }
        assertThat(statistics.percentiles())
                .containsEntry("0", 0.0)
                .containsEntry("0.1", 1.0)
                .containsEntry("1", 10.0)
                .containsEntry("99.9", 999.0)
                .containsEntry("100", 999.0);
    }

    @Test
    void noAnswersAndNoPings() {
        assertThat(of(0).text("g")).isEqualTo("""

                        --- g ping statistics ---
                        0 packets transmitted, 0 packets received, 0.000000% packet loss
                        """);
        assertThat(of(3).text("g")).endsWith("3 packets transmitted, 0 packets received, 100.000000% packet loss\n");
        assertThat(of(3).json("g"))
                .hasToString("{\"group\":\"g\",\"transmitted\":3,\"received\":0,\"loss_percent\":100.000000}");
    }

    /** Several members answer each ping; the loss used to come out as 143165576433 %. */
    @Test
    void moreAnswersThanPingsAreNoLoss() {
        assertThat(of(1, 1, 2).text("g"))
                .contains("1 packets transmitted, 2 packets received, 0.000000% packet loss\n");
    }

    @Test
    void layoutOfAPing() {
        PingPacket packet = new PingPacket(3, 5_000_007, true, GroupName.of("#a#d1"));
        byte[] body = packet.encode(50);
        assertThat(body).hasSize(50);
        ByteBuffer buffer = ByteBuffer.wrap(body).order(ByteOrder.nativeOrder());
        assertThat(List.of(buffer.getInt(), buffer.getInt(), buffer.getInt())).containsExactly(3, 5, 7);
        assertThat(body[12]).isEqualTo((byte) 1);
        assertThat(GroupName.fromField(body, 13)).hasToString("#a#d1");
        assertThat(PingPacket.read(body)).isEqualTo(packet);
        assertThat(PingPacket.read(PingPacket.answer(body)).isPing()).isFalse();
        assertThat(PingPacket.read(new byte[47])).isNull();
    }
}
