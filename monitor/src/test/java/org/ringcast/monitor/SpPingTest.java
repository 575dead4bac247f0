package org.ringcast.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.ServiceType;

final class SpPingTest {
    private static final int PING = ServiceType.RELIABLE | ServiceType.SELF_DISCARD;

    private static ToolRun ping(PlayedDaemon daemon, String... arguments) throws Exception {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "-s";
        all[arguments.length + 1] = daemon.address();
        return new ToolRun((in, out) -> SpPing.run(all, out, SpOutput.none()));
    }

    private static byte[] message(int service, String sender, byte[] body) {
        return Messages.message(service, sender, List.of("#ping#d1"), 0, body, true);
    }

    @Test
    void pingsAreAnsweredAndSummedUp() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun ping = ping(daemon, "-u", "ping", "-g", "gg", "-m", "3", "-p", "1", "-b", "100")) {
            PlayedDaemon.Frame join = daemon.next();
            assertThat(join.type()).isEqualTo(ServiceType.JOIN);
            assertThat(join.groups()).containsExactly("gg");
            for (int i = 0; i < 3; i++) {
                PlayedDaemon.Frame frame = daemon.next();
                assertThat(frame.type()).isEqualTo(PING);
                assertThat(frame.groups()).containsExactly("gg");
                assertThat(frame.messageType()).isZero();
                assertThat(frame.data()).hasSize(100);
                PingPacket packet = PingPacket.read(frame.data());
                assertThat(packet.sequence()).isEqualTo(i);
                assertThat(packet.isPing()).isTrue();
                assertThat(packet.originator()).hasToString("#ping#d1");
                assertThat(Math.abs(packet.sentMicros() / 1000 - System.currentTimeMillis()))
                        .isLessThan(10_000);
                if (i < 2) {
                    daemon.send(message(PING, "#other#d2", PingPacket.answer(frame.data())));
                }
            }
            assertThat(ping.awaitEnd()).isZero();
            String time = "\\d+\\.\\d{3}";
            StringBuilder expected = new StringBuilder("spping: connecting to '" + daemon.address() + "'\n"
                    + "spping: connected as '#ping#d1'\nPING gg: 100 data bytes\n"
                    + "100 bytes from #other#d2: seq = 0 time = " + time + " ms\n"
                    + "100 bytes from #other#d2: seq = 1 time = " + time + " ms\n"
                    + "\n--- gg ping statistics ---\n"
                    + "3 packets transmitted, 2 packets received, 33.333333% packet loss\n"
                    + "round-trip percentiles \\(ms\\) \\(slightly biased outwards\\):\n");
            for (String percent : List.of(
                    "   0", " 0.1", " 0.5", "   1", "   5", "  10", "  25", "  50", "  75", "  90", "  95", "  99",
                    "99.5", "99.9", " 100")) {
                expected.append(percent).append(": {1,6}").append(time).append('\n');
            }
            expected.append("round-trip mean/stddev = " + time + "/" + time + " ms\n");
            assertThat(ping.output()).matches(expected.toString());
        }
    }

    /** Back to the sender, with the service that came, and nothing changed but the mark of a ping. */
    @Test
    void pingsOfOthersAreAnswered() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun ping = ping(daemon, "-ro", "-u", "ping")) {
            assertThat(daemon.next().groups()).containsExactly("spping");
            PingPacket packet = new PingPacket(7, 1_000_002, true, GroupName.of("#origin#d9"));
            byte[] body = packet.encode(60);
            body[59] = 42;
            daemon.send(message(ServiceType.FIFO, "#other#d2", body));
            PlayedDaemon.Frame answer = daemon.next();
            assertThat(answer.type()).isEqualTo(ServiceType.FIFO);
            assertThat(answer.groups()).containsExactly("#other#d2");
            byte[] expected = body.clone();
            expected[12] = 0;
            assertThat(answer.data()).isEqualTo(expected);
            assertThat(ping.output()).endsWith("spping: connected as '#ping#d1'\nspping: only reflecting pings!\n");
        }
    }

    /** Memberships, rejects, answers for others and what is too short leave no trace. */
    @Test
    void whatIsNoPingIsPassedOver() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun ping = ping(daemon, "-ro", "-u", "ping")) {
            assertThat(daemon.next().type()).isEqualTo(ServiceType.JOIN);
            byte[] forOther = PingPacket.answer(new PingPacket(1, 1, true, GroupName.of("#x#d1")).encode(48));
            byte[] forUs = PingPacket.answer(new PingPacket(2, 1, true, GroupName.of("#ping#d1")).encode(48));
            daemon.send(
                    Messages.membership(ServiceType.CAUSED_BY_JOIN, "spping", List.of("#ping#d1"), "#ping#d1"),
                    Messages.transition("spping"),
                    Messages.selfLeave("spping"),
                    Messages.reject(ServiceType.SAFE, "#ping#d1", "g", 0, "x".repeat(48)),
                    message(PING, "#other#d2", new byte[47]),
                    message(PING, "#other#d2", forOther),
                    message(PING, "#other#d2", forUs));
            String output = ping.awaitEnding(" ms\n");
            assertThat(output).contains("only reflecting pings!\n48 bytes from #other#d2: seq = 2 time = ");
            assertThat(daemon.nextWithin(1)).isNull();
            daemon.hangUp();
            assertThat(ping.awaitEnd()).isEqualTo(1);
            assertThat(ping.output()).isEqualTo(output + "SP_error: (-8) Connection closed by Spread.\n");
        }
    }

    @Test
    void json() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun ping = ping(daemon, "--json", "-u", "ping", "-m", "1", "-p", "1")) {
            daemon.next();
            daemon.send(
                    message(PING, "#other#d2", PingPacket.answer(daemon.next().data())));
            assertThat(ping.awaitEnd()).isZero();
            assertThat(ping.output())
                    .matches("\\{\"group\":\"spping\",\"transmitted\":1,\"received\":1,\"loss_percent\":0\\.000000,"
                            + "\"percentiles_ms\":\\{\"0\":\\d+\\.\\d{3},.*\"99\\.9\":\\d+\\.\\d{3},"
                            + "\"100\":\\d+\\.\\d{3}},\"mean_ms\":\\d+\\.\\d{3},\"stddev_ms\":0\\.000}\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-m, x",
        "-m, 2x",
        "-p, -5",
        "-p, abc",
        "-b, 47",
        "-b, 100001",
        "-b, x",
        "-g, 12345678901234567890123456789012"
    })
    void valuesThatCannotWorkAreRefused(String option, String value) {
        assertThat(runBadly(option, value)).startsWith("Error: Invalid " + option + " parameter\n\nUsage: spping\n");
        assertThat(runBadly(option)).startsWith("Error: Invalid " + option + " parameter\n\nUsage: spping\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-x", "-rx", "", "name", "--none"})
    void anythingElseShowsTheUsage(String argument) {
        String errors = runBadly(argument);
        assertThat(errors).startsWith("Error: Unrecognized parameter\n\nUsage: spping\n");
        for (String option : List.of("-s", "-u", "-g", "-p", "-b", "-m", "-ro")) {
            assertThat(errors).contains("\n\t[" + option);
        }
    }

    private static String runBadly(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(bytes, false, StandardCharsets.ISO_8859_1);
        assertThat(SpPing.run(arguments, SpOutput.none(), err)).isEqualTo(1);
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void helpAndVersion() {
        for (String question : List.of("--help", "--version")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            PrintStream out = new PrintStream(bytes, false, StandardCharsets.ISO_8859_1);
            assertThat(SpPing.run(new String[] {question}, out, SpOutput.none()))
                    .isZero();
            assertThat(bytes.toString(StandardCharsets.ISO_8859_1))
                    .startsWith(question.equals("--help") ? "Usage: spping" : "Ringcast ");
        }
    }
}
