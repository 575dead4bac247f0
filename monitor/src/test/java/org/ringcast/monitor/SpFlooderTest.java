package org.ringcast.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.protocol.ServiceType;

final class SpFlooderTest {
    private static final String SELF = "#flooder#d1";

    /** Long enough to see that nothing comes. */
    private static final long SILENCE_MILLIS = 150;

    private static ToolRun flooder(PlayedDaemon daemon, String... arguments) throws Exception {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "-s";
        all[arguments.length + 1] = daemon.address();
        return new ToolRun((in, out) -> SpFlooder.run(all, out));
    }

    private static byte[] data(String sender, String text) {
        return Messages.message(ServiceType.RELIABLE, sender, List.of("flooder"), 0, text);
    }

    private static void expectMessages(PlayedDaemon daemon, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            assertThat(daemon.next().groups()).containsExactly("flooder");
        }
        assertThat(daemon.nextWithin(SILENCE_MILLIS)).isNull();
    }

    /** After the window of 200 each message waits until one of its own has come back; those of others do not count. */
    @Test
    void ownMessagesSetThePace() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun flooder = flooder(daemon, "-m", "1000", "-b", "20")) {
            PlayedDaemon.Frame join = daemon.next();
            assertThat(join.type()).isEqualTo(ServiceType.JOIN);
            assertThat(join.groups()).containsExactly("flooder");
            PlayedDaemon.Frame first = daemon.next();
            assertThat(first.type()).isEqualTo(ServiceType.RELIABLE);
            assertThat(first.messageType()).isZero();
            assertThat(first.groups()).containsExactly("flooder");
            assertThat(first.data()).isEqualTo(new byte[20]);
            expectMessages(daemon, 200);
            daemon.send(data("#other#d1", "x"), data("#other#d1", "x"));
            expectMessages(daemon, 0);
            daemon.send(data(SELF, "x"));
            expectMessages(daemon, 1);
            byte[][] own = new byte[799][];
            Arrays.fill(own, data(SELF, ""));
            daemon.send(own);
            assertThat(flooder.awaitEnd()).isZero();
            assertThat(flooder.output()).isEqualTo("flooder: connecting to " + daemon.address() + """

                flooder: starting  multicast of 1000 messages, 20 bytes each.
                flooder: completed   1000 messages of 20 bytes
                flooder: completed multicast of 1000 messages, 20 bytes each.
                """);
            daemon.awaitKill();
        }
    }

    @Test
    void writeOnlyDoesNotJoinAndDoesNotWait() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun flooder = flooder(daemon, "-wo", "-m", "2000", "-b", "5", "-user", "writer")) {
            assertThat(flooder.awaitEnd()).isZero();
            PlayedDaemon.Frame first = daemon.next();
            assertThat(first.type()).isEqualTo(ServiceType.RELIABLE);
            assertThat(first.sender()).isEqualTo("#writer#d1");
            assertThat(flooder.output()).isEqualTo("flooder: connecting to " + daemon.address() + """

                flooder: starting  multicast of 2000 messages, 5 bytes each (self discarding).
                flooder: completed   1000 messages of 5 bytes
                flooder: completed   2000 messages of 5 bytes
                flooder: completed multicast of 2000 messages, 5 bytes each.
                """);
        }
    }

    /** The lines in between tell the size that came, the last one that of the option. */
    @Test
    void readOnlyCountsWhatComes() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun flooder = flooder(daemon, "-ro", "-m", "1001", "-b", "5")) {
            assertThat(daemon.next().type()).isEqualTo(ServiceType.JOIN);
            byte[][] messages = new byte[1001][];
            Arrays.fill(messages, data("#other#d2", "1234567"));
            daemon.send(messages);
            assertThat(flooder.awaitEnd()).isZero();
            assertThat(flooder.output()).isEqualTo("flooder: connecting to " + daemon.address() + """

                flooder: Only receiving messages
                flooder: completed   1000 messages of 7 bytes
                flooder: completed multicast of 1001 messages, 5 bytes each.
                """);
        }
    }

    @Test
    void membersAreWaitedForAndTheSlowestSetsThePace() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun flooder = flooder(daemon, "-n", "2", "-m", "1000", "-b", "20")) {
            assertThat(daemon.next().type()).isEqualTo(ServiceType.JOIN);
            daemon.send(
                    Messages.membership(ServiceType.CAUSED_BY_JOIN, "flooder", List.of(SELF), SELF),
                    Messages.transition("flooder"),
                    Messages.message(ServiceType.AGREED, "#other#d2", List.of("flooder", "g"), 5, "early"));
            expectMessages(daemon, 0);
            daemon.send(Messages.membership(ServiceType.CAUSED_BY_JOIN, "flooder", List.of("#a#d1", SELF), "#a#d1"));
            PlayedDaemon.Frame first = daemon.next();
            assertThat(first.type()).isEqualTo(ServiceType.FIFO);
            int index =
                    ByteBuffer.wrap(first.data()).order(ByteOrder.nativeOrder()).getInt();
            assertThat(index).isEqualTo(1);
            expectMessages(daemon, 200);
            daemon.send(data(SELF, ""), data(SELF, ""), data(SELF, ""));
            expectMessages(daemon, 3);
            daemon.send(data("#a#d1", ""));
            expectMessages(daemon, 0);
            daemon.send(data(SELF, ""), data("#a#d1", ""), data("#a#d1", ""), data("#a#d1", ""), data("#a#d1", ""));
            expectMessages(daemon, 1);
            assertThat(flooder.output()).isEqualTo("flooder: connecting to " + daemon.address() + """
                 with group membership
                flooder: starting  multicast of 1000 messages, 20 bytes each.
                Received REGULAR membership for group flooder with 1 members, where I am member 0:
                \t#flooder#d1
                received TRANSITIONAL membership for group flooder
                received AGREED message during wait for members, from #other#d2, of type 5, (endian 0) to 2 groups\s
                (5 bytes): early
                Received REGULAR membership for group flooder with 2 members, where I am member 1:
                \t#a#d1
                \t#flooder#d1
                """);
            daemon.hangUp();
            assertThat(flooder.awaitEnd()).isEqualTo(1);
            assertThat(flooder.output()).endsWith("\nSP_error: (-8) Connection closed by Spread.\n");
        }
    }

    /** It used to crash when a member left; now nobody waits for the one that is gone. */
    @Test
    void aMemberThatLeavesHoldsNobodyUp() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun flooder = flooder(daemon, "-n", "2", "-m", "210", "-b", "0")) {
            assertThat(daemon.next().type()).isEqualTo(ServiceType.JOIN);
            daemon.send(
                    Messages.membership(ServiceType.CAUSED_BY_JOIN, "flooder", List.of("#a#d1", SELF), "#a#d1"),
                    data("#a#d1", ""));
            expectMessages(daemon, 202);
            byte[][] own = new byte[20][];
            Arrays.fill(own, data(SELF, ""));
            daemon.send(own);
            expectMessages(daemon, 0);
            daemon.send(
                    Messages.membership(ServiceType.CAUSED_BY_DISCONNECT, "flooder", List.of(SELF), "#a#d1"),
                    data(SELF, ""));
            assertThat(flooder.awaitEnd()).isZero();
        }
    }

    /** To standard error: scripts read the other one. */
    @Test
    void rateComesBesidesTheOutputThatScriptsKnow() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun flooder = flooder(daemon, "--rate", "-wo", "-m", "10", "-b", "50")) {
            assertThat(flooder.awaitEnd()).isZero();
            assertThat(flooder.output()).endsWith("flooder: completed multicast of 10 messages, 50 bytes each.\n");
        }
        assertThat(new FloodResult(1000, 2_000_000, 500_000_000L).text())
                .isEqualTo("1000 messages, 2000000 bytes in 0.500 s: 2000 messages/s, 4.0 MB/s");
    }

    @Test
    void json() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun flooder = flooder(daemon, "--json", "-wo", "-m", "100", "-b", "50")) {
            assertThat(flooder.awaitEnd()).isZero();
            assertThat(flooder.output())
                    .matches("\\{\"messages\":100,\"bytes\":5000,\"seconds\":\\d+\\.\\d{6},"
                            + "\"messages_per_second\":\\d+\\.\\d}\n");
        }
        assertThat(run(1, "--json", "-s", "abc"))
                .isEqualTo("{\"event\":\"error\",\"code\":-1,\"text\":\"Illegal spread name provided.\"}\n");
    }

    @Test
    void aRejectedSession() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon((byte) -6)) {
            assertThat(run(1, "-s", daemon.address()))
                    .isEqualTo("flooder: connecting to " + daemon.address()
                            + "\nSP_error: (-6) Connection rejected, name not unique.\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-m x", "-b x", "-n x", "-m 3x", "-b 10k"})
    void whatIsNoNumberIsRefused(String options) {
        assertThat(run(1, options.split(" ", -1))).startsWith("Usage: spflooder\n");
    }

    @ParameterizedTest
    @CsvSource({"-m, 0003, 3, 1000", "-b, 0, 10000, 0"})
    void numbersAreTaken(String option, String value, int messages, int bytes) throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun flooder = flooder(daemon, option, value)) {
            daemon.next();
            daemon.next();
            assertThat(flooder.output())
                    .contains("flooder: starting  multicast of " + messages + " messages, " + bytes + " bytes each.\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-x", "-rx", "-wx", "-r", "-m", "name", "--none"})
    void anythingElseShowsTheUsage(String argument) {
        List<String> lines = run(1, argument).lines().toList();
        assertThat(lines).hasSize(8).first().isEqualTo("Usage: spflooder");
        for (String option : List.of("-u", "-m", "-n", "-b", "-s", "-ro", "-wo")) {
            assertThat(lines).anyMatch(line -> line.startsWith("\t[" + option));
        }
    }

    @Test
    void valuesThatCannotWorkAreRefused() {
        assertThat(run(1, "-n", "101")).startsWith("Too many members. The max is 100\nUsage: spflooder\n");
        assertThat(run(1, "-n", "2", "-wo")).contains("-n and -wo exclude each other\nUsage: spflooder\n");
        assertThat(run(1, "-b", "-1")).startsWith("A message has 0 to 143120 bytes\n");
        assertThat(run(1, "-b", "143121")).startsWith("A message has 0 to 143120 bytes\n");
    }

    @Test
    void helpAndVersion() {
        assertThat(run(0, "--help")).startsWith("Usage: spflooder").contains("--json", "-ro", "-n=MEMBERS");
        assertThat(run(0, "--version")).startsWith("Ringcast ");
    }

    private static String run(int status, String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.ISO_8859_1);
        assertThat(SpFlooder.run(arguments, out)).isEqualTo(status);
        out.flush();
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
