package org.ringcast.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.daemon.wire.DumpRequest;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.StatusReply;
import org.ringcast.daemon.wire.StatusReply.Field;

/** The picture of {@code spmonitor top}, and the rates in it. */
final class TopScreenTest {
    private static final long SECOND_NS = 1_000_000_000L;

    @TempDir
    Path folder;

    private MonitorSite site;

    @BeforeEach
    void readConfiguration() throws Exception {
        StringBuilder text = new StringBuilder("Spread_Segment 127.0.0.255:4803 {\n");
        for (int i = 1; i <= 9; i++) {
            text.append("\td")
                    .append(i)
                    .append(" 127.0.0.")
                    .append(i)
                    .append(" VirtualID = ")
                    .append(i)
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("spread.conf"), text.append("}\n"));
        site = MonitorSite.load(new MonitorOptions(0, Optional.of("d1"), 1, Optional.of(file), Optional.empty()));
    }

    private static DaemonStatus status(int id, Consumer<StatusReply> fields) {
        ByteBuf buffer = Unpooled.buffer(StatusReply.LENGTH_BYTES);
        StatusReply reply = new StatusReply();
        reply.wrapNew(buffer, 0, Endian.BIG);
        reply.set(Field.MY_ID, id);
        reply.set(Field.LEADER_ID, 1);
        reply.set(Field.STATE, 1);
        reply.set(Field.GSTATE, 1);
        reply.set(Field.NUM_PROCS, 2);
        reply.set(Field.MEMBERSHIP_CHANGES, 1);
        fields.accept(reply);
        return DaemonStatus.read(buffer.writerIndex(StatusReply.LENGTH_BYTES)).orElseThrow();
    }

    private static Sample sample(int seconds, DaemonStatus status) {
        return new Sample(status, seconds * SECOND_NS);
    }

    private static DaemonStatus counts(int uptime, int rounds, int messages, int sent, int retransmitted) {
        return status(1, reply -> {
            reply.set(Field.SEC, uptime);
            reply.set(Field.TOKEN_ROUNDS, rounds);
            reply.set(Field.MESSAGE_DELIVERED, messages);
            reply.set(Field.PACKET_SENT, sent);
            reply.set(Field.RETRANS, retransmitted);
            reply.set(Field.HIGHEST_SEQ, 100);
            reply.set(Field.MY_ARU, 93);
            reply.set(Field.NUM_SESSIONS, 4);
            reply.set(Field.NUM_GROUPS, 3);
        });
    }

    @Test
    void aPicture() {
        TopScreen screen = new TopScreen(site, site.daemons().subList(0, 4), 2);
        Map<Integer, TopScreen.Row> rows = Map.of(
                0,
                new TopScreen.Row(
                        sample(12, counts(4000, 300, 5000, 900, 31)),
                        sample(10, counts(3998, 100, 1000, 700, 30)),
                        null),
                1,
                new TopScreen.Row(sample(12, status(2, reply -> reply.set(Field.STATE, 4))), null, null),
                2,
                new TopScreen.Row(null, null, 77));
        List<TopScreen.Line> lines = screen.lines(rows, Map.of(), LocalTime.of(9, 8, 7), 300, 40);
        assertThat(lines).hasSize(8);
        assertThat(lines.get(0).text()).contains("level 5", "every 2 s  q quits  09:08:07");
        assertThat(lines.get(1).text()).isEqualTo("4 daemons, 2 answer, 1 ring, 1 changing");
        assertThat(lines.get(4).text().replaceAll(" +", " "))
                .isEqualTo("d1 OP d1 (2) 100.0 2000 100.0 0.5 7 4 3 1h6m".replace("100.0", "100"));
        assertThat(lines.get(4).look()).isEqualTo(TopScreen.Look.PLAIN);
        assertThat(lines.get(5).text())
                .startsWith("d2             GATHER      d1 (2) ")
                .contains(" - ");
        assertThat(lines.get(5).look()).isEqualTo(TopScreen.Look.WARNING);
        assertThat(lines.get(6).text()).isEqualTo("d3             other configuration, hash 77");
        assertThat(lines.get(6).look()).isEqualTo(TopScreen.Look.ALARM);
        assertThat(lines.get(7).text()).isEqualTo("d4             no answer");
    }

    @Test
    void nothingIsWiderOrHigherThanTheScreen() {
        TopScreen screen = new TopScreen(site, site.daemons(), 0.5);
        List<TopScreen.Line> lines = screen.lines(Map.of(), Map.of(), LocalTime.MIDNIGHT, 20, 8);
        assertThat(lines).hasSize(8).allMatch(line -> line.text().length() <= 20);
        assertThat(lines.get(7).text()).isEqualTo("... and 6 more");
    }

    /** Whoever guesses the monitor's port can send such lines. */
    @Test
    void whatDatagramsSayDoesNotCommandTheTerminal() {
        Troubles troubles = Troubles.read(false, """
                slow\t\033[2J#a#d1\t12\t3400\t2500
                stuck\td3\u009b\td2\r\t\0\177:4803\t1500\t-1
                """);
        assertThat(troubles.slow().get(0).session()).isEqualTo("?[2J#a#d1");
        assertThat(troubles.stuck()).containsExactly(new Troubles.Stuck("d3?", "d2?", "??:4803", 1500, -1));
        assertThat(new DumpAnswer(DumpRequest.Outcome.WRITTEN, "/\033]0;x\007\u00e4").file())
                .isEqualTo("/?]0;x?\u00e4");
    }

    @Test
    void clientsThatAreBehindAndDaemonsThatAreNotReachedStandBelow() {
        TopScreen screen = new TopScreen(site, site.daemons().subList(0, 3), 2);
        Map<Integer, Troubles> troubles = Map.of(
                0,
                Troubles.read(false, """
                        slow\t#a#d1\t12\t3400\t2500
                        slow\t#b#d1\t1\t100\t40
                        stuck\td3\td2\t[10.0.0.3]:4803\t1500\t-1
                        stuck\td2\t\t[10.0.0.2]:4803\t700\t9000
                        stuck\td2\t\t[10.0.0.2]:4803\t700\t900000
                        of a later version
                        slow\tx\ty\t1\t1
                        """),
                1,
                Troubles.read(true, ""),
                2,
                Troubles.read(false, "slow\t#c#d3\t999\t64000000\t61000\n"));
        List<TopScreen.Line> lines = screen.lines(Map.of(), troubles, LocalTime.MIDNIGHT, 200, 40);
        assertThat(lines.subList(7, lines.size()))
                .extracting(line -> line.look() + " " + line.text().replaceAll(" +", " "))
                .containsExactly(
                        "PLAIN ",
                        "HEADING PACKETS DO NOT ARRIVE",
                        "ALARM d3 is not reached from d2 by [10.0.0.3]:4803 for 1.5 s (says d1)",
                        "WARNING d2 was not reached by [10.0.0.2]:4803 for 0.7 s, until 9.0 s ago (says d1)",
                        "PLAIN ",
                        "HEADING SLOWEST CLIENTS DAEMON MESSAGES BYTES BEHIND",
                        "PLAIN #c#d3 d3 999 64000000 61.0 s",
                        "PLAIN #a#d1 d1 12 3400 2.5 s",
                        "PLAIN #b#d1 d1 1 100 0.0 s",
                        "PLAIN No clients and paths of d2: MonitorSecret differs from this file's");
        assertThat(screen.lines(Map.of(), troubles, LocalTime.MIDNIGHT, 200, 10))
                .hasSize(10);
    }

    /** Counters of 32 bits go round; a restarted daemon and a new ring begin at 0. */
    @Test
    void ratesOverWrapRestartAndNewRing() {
        Rates wrapped = Rates.between(sample(1, counts(10, 5, -10, -1, 0)), sample(3, counts(12, 25, 10, 3, 0)));
        assertThat(wrapped.messages()).isEqualTo(10.0);
        assertThat(wrapped.sent()).isEqualTo(2.0);
        assertThat(wrapped.rounds()).isEqualTo(10.0);
        Rates restarted =
                Rates.between(sample(1, counts(100, 500, 1000, 900, 80)), sample(3, counts(1, 20, 40, 60, 2)));
        assertThat(restarted.messages()).isEqualTo(20.0);
        assertThat(restarted.rounds()).isEqualTo(10.0);
        assertThat(restarted.retransmitted()).isEqualTo(2);
        DaemonStatus newRing = status(1, reply -> {
            reply.set(Field.SEC, 102);
            reply.set(Field.MEMBERSHIP_CHANGES, 2);
            reply.set(Field.TOKEN_ROUNDS, 8);
            reply.set(Field.MESSAGE_DELIVERED, 1010);
            reply.set(Field.PACKET_SENT, 900);
            reply.set(Field.RETRANS, 80);
        });
        Rates changed = Rates.between(sample(1, counts(100, 500, 1000, 900, 80)), sample(3, newRing));
        assertThat(changed.rounds()).isEqualTo(4.0);
        assertThat(changed.messages()).isEqualTo(5.0);
        assertThat(changed.retransmitted()).isZero();
    }

    @Test
    void aReplyInEitherByteOrderIsRead() {
        assertThat(counts(7, 1, 2, 3, 4).get(Field.SEC)).isEqualTo(7);
        assertThat(DaemonStatus.read(Unpooled.wrappedBuffer(new byte[136]))).isEmpty();
        assertThat(DaemonStatus.read(Unpooled.wrappedBuffer(new byte[135]))).isEmpty();
        assertThat(status(1, reply -> reply.set(Field.NUM_SESSIONS, -1)).count(Field.NUM_SESSIONS))
                .isEqualTo(65535);
    }
}
