package org.ringcast.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.protocol.ServiceType;

/** Whole sessions of {@code spuser} with a daemon that the test plays; what is printed is compared to the byte. */
final class SpUserTest {
    private static final String PROMPT = "\nUser> ";
    private static final String MENU = """

            ==========
            User Menu:
            ----------

            \tj <group> -- join a group
            \tl <group> -- leave a group

            \ts <group> -- send a message
            \tm <group> -- send a multiline message to group. Terminate with empty line
            \tb <group> -- send a burst of messages

            \tr -- receive a message (stuck)\s
            \tp -- poll for a message\s
            \te -- enable asynchonous read (default)
            \td -- disable asynchronous read\s

            \tq -- quit
            """;

    private static String start(PlayedDaemon daemon) {
        return "Spread library version is 5.0.1\nUser: connected to " + daemon.address()
                + " with private group #alice#d1\n" + MENU + PROMPT;
    }

    private static ToolRun alice(PlayedDaemon daemon) throws Exception {
        return ToolRun.spuser("-s", daemon.address(), "-u", "alice");
    }

    @Test
    void joinSendReceiveLeaveQuit() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun user = alice(daemon)) {
            StringBuilder expected = new StringBuilder(start(daemon));
            user.awaitEnding(expected.toString());

            user.type("j g1");
            PlayedDaemon.Frame join = daemon.next();
            assertThat(join.type()).isEqualTo(ServiceType.JOIN);
            assertThat(join.sender()).isEqualTo("#alice#d1");
            assertThat(join.groups()).containsExactly("g1");
            user.awaitEnding(expected.append(PROMPT).toString());
            daemon.send(Messages.membership(ServiceType.CAUSED_BY_JOIN, "g1", List.of("#alice#d1"), "#alice#d1"));
            expected.append("""

                    ============================
                    Received REGULAR membership for group g1 with 1 members, where I am member 0:
                    \t#alice#d1
                    grp id is -594937309 1795256983 1
                    Due to the JOIN of #alice#d1

                    User>\s""");
            user.awaitEnding(expected.toString());

            user.type("s g1 g2");
            user.awaitEnding(expected.append("enter message: ").toString());
            user.type("hello there");
            PlayedDaemon.Frame sent = daemon.next();
            assertThat(sent.type()).isEqualTo(ServiceType.SAFE);
            assertThat(sent.littleEndian()).isTrue();
            assertThat(sent.groups()).containsExactly("g1", "g2");
            assertThat(sent.messageType()).isEqualTo(1);
            assertThat(sent.text()).isEqualTo("hello there\n");
            user.awaitEnding(expected.append(PROMPT).toString());
            daemon.send(Messages.message(ServiceType.SAFE, "#alice#d1", List.of("g1", "g2"), 1, "hello there\n"));
            expected.append("""

                    ============================
                    received SAFE message from #alice#d1, of type 1, (endian 0) to 2 groups\s
                    (12 bytes): hello there


                    User>\s""");
            user.awaitEnding(expected.toString());

            user.type("l g1");
            assertThat(daemon.next().type()).isEqualTo(ServiceType.LEAVE);
            user.awaitEnding(expected.append(PROMPT).toString());
            daemon.send(Messages.selfLeave("g1"));
            expected.append("\n============================\nreceived membership message that left group g1\n")
                    .append(PROMPT);
            user.awaitEnding(expected.toString());

            user.type("q");
            assertThat(user.awaitEnd()).isZero();
            assertThat(user.output()).isEqualTo(expected + "\nBye.\n");
            assertThat(daemon.next().type()).isEqualTo(ServiceType.KILL);
        }
    }

    @Test
    void commandsThatAreNoneShowTheMenu() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun user = alice(daemon)) {
            user.awaitEnding(start(daemon));
            for (String line : List.of("x", "", " j g", "J g")) {
                String before = user.output();
                user.type(line);
                user.awaitEnding(before + "\nUnknown commnad\n" + MENU + PROMPT);
            }
        }
    }

    @Test
    void groupsAreTheWordsAfterTheSecondColumn() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun user = alice(daemon)) {
            user.awaitEnding(start(daemon));
            for (String line : List.of("j", "l ", "s", "m", "jg")) {
                String before = user.output();
                user.type(line);
                user.awaitEnding(before + " invalid group \n" + PROMPT);
            }
            user.type("jx one two");
            assertThat(daemon.next().groups()).containsExactly("one");
            user.type("s a1 a2 a3  a4\ta5 a6 a7 a8 a9 a10 a11");
            user.awaitEnding("enter message: ");
            user.type("");
            PlayedDaemon.Frame sent = daemon.next();
            assertThat(sent.groups()).containsExactly("a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10");
            assertThat(sent.text()).isEqualTo("\n");
        }
    }

    @Test
    void anIllegalGroupIsToldAndTheSessionGoesOn() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun user = alice(daemon)) {
            user.awaitEnding(start(daemon));
            for (String line : List.of("j a#b", "l 12345678901234567890123456789012", "j a\0b")) {
                String before = user.output();
                user.type(line);
                user.awaitEnding(before + "SP_error: (-14) Illegal group.\n" + PROMPT);
            }
        }
    }

    @Test
    void manyLinesUpToAnEmptyOne() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun user = alice(daemon)) {
            user.awaitEnding(start(daemon));
            user.type("m g1 g2");
            user.awaitEnding("enter message: ");
            user.type("one");
            user.type("two \u00e9");
            user.type("");
            PlayedDaemon.Frame sent = daemon.next();
            assertThat(sent.groups()).containsExactly("g1", "g2");
            assertThat(sent.type()).isEqualTo(ServiceType.SAFE);
            assertThat(sent.messageType()).isEqualTo(1);
            assertThat(sent.text()).isEqualTo("one\ntwo \u00e9\n");
        }
    }

    /** What was counted before counts on: the number in the text is that of all messages of the session. */
    @Test
    void aBurstSendsTenNumberedMessages() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun user = alice(daemon)) {
            user.awaitEnding(start(daemon));
            user.type("s g");
            user.type("first");
            daemon.next();
            String before = user.awaitEnding("enter message: " + PROMPT);
            user.type("b g2 ignored");
            user.awaitEnding("enter size of each message: ");
            user.type(" 20");
            StringBuilder expected =
                    new StringBuilder(before).append("enter size of each message: sending 10 messages of 20 bytes\n");
            for (int i = 1; i <= 10; i++) {
                PlayedDaemon.Frame sent = daemon.next();
                assertThat(sent.type()).isEqualTo(ServiceType.FIFO);
                assertThat(sent.messageType()).isEqualTo(2);
                assertThat(sent.groups()).containsExactly("g2");
                assertThat(sent.data()).hasSize(20);
                assertThat(sent.text()).startsWith("mess num " + (i + 1) + " \0");
                expected.append("sent message ")
                        .append(i)
                        .append(" (total ")
                        .append(i + 1)
                        .append(")\n");
            }
            user.awaitEnding(expected + PROMPT);
        }
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "abc, 0", "7x, 7", "102400, 102400", "102401, 102400", "-5, 102400", "99999999999, 102400"})
    void sizesOfABurst(String answer, int bytes) throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun user = alice(daemon)) {
            user.awaitEnding(start(daemon));
            user.type("b");
            user.type(answer);
            PlayedDaemon.Frame sent = daemon.next();
            assertThat(sent.groups()).containsExactly("dummy_group_name");
            assertThat(sent.data()).hasSize(bytes);
            user.awaitEnding("sent message 10 (total 10)\n" + PROMPT);
            assertThat(user.output()).contains("sending 10 messages of " + bytes + " bytes\n");
            user.type("b");
            user.type("");
            user.awaitEnding("sent message 10 (total 20)\n" + PROMPT);
            assertThat(user.output()).doesNotContain("(total 21)");
            assertThat(user.output().split("sending 10 messages of " + bytes + " bytes\n", -1))
                    .hasSize(3);
        }
    }

    /** Detached, messages wait: they can be counted, and received one by one. */
    @Test
    void pollAndReceiveByCommand() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun user = alice(daemon)) {
            user.awaitEnding(start(daemon));
            user.type("d");
            String before = user.awaitEnding(start(daemon) + PROMPT);
            byte[] message = Messages.message(ServiceType.FIFO, "#bob#d2", List.of("g"), 3, "0123456789");
            byte[] large = Messages.message(ServiceType.FIFO, "#bob#d2", List.of("g"), 4, "x".repeat(50_000));
            daemon.send(message, message, large);
            int total = 2 * message.length + large.length;
            while (!user.output().endsWith("Polling sais: " + total + "\n" + PROMPT)) {
                user.type("p");
                user.awaitEnding(PROMPT);
            }
            assertThat(user.output()).startsWith(before + "Polling sais: ").doesNotContain("received");

            user.type("r");
            user.awaitEnding("""

                    ============================
                    received FIFO message from #bob#d2, of type 3, (endian 0) to 1 groups\s
                    (10 bytes): 0123456789

                    User>\s
                    User>\s""");
            user.type("p");
            user.awaitEnding("Polling sais: " + (message.length + large.length) + "\n" + PROMPT);
            user.type("e");
            user.awaitEnding("(50000 bytes): " + "x".repeat(50_000) + "\n" + PROMPT);
        }
    }

    /** The bar comes before the message does. */
    @Test
    void receiveWaitsForAMessage() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun user = alice(daemon)) {
            user.awaitEnding(start(daemon));
            user.type("r");
            String waiting = user.awaitEnding("\n============================\n");
            user.type("p");
            daemon.send(Messages.transition("g"));
            user.awaitEnding(waiting + "received TRANSITIONAL membership for group g\n" + PROMPT + PROMPT
                    + "Polling sais: 0\n" + PROMPT);
        }
    }

    @Test
    void messagesWaitWhileACommandAsks() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun user = alice(daemon)) {
            user.awaitEnding(start(daemon));
            user.type("s g");
            String asking = user.awaitEnding("enter message: ");
            daemon.send(Messages.transition("g"));
            user.type("text");
            user.awaitEnding(asking + PROMPT
                    + "\n============================\nreceived TRANSITIONAL membership for group g\n" + PROMPT);
        }
    }

    /** A line longer than a message takes goes on as the next line. */
    @Test
    void longLinesAreReadInParts() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun user = alice(daemon)) {
            user.awaitEnding(start(daemon));
            user.type("s g");
            user.type("y".repeat(199) + "j rest");
            PlayedDaemon.Frame sent = daemon.next();
            assertThat(sent.text()).isEqualTo("y".repeat(199));
            assertThat(daemon.next().groups()).containsExactly("rest");
            user.type("m g");
            user.type("y".repeat(250));
            user.type("");
            assertThat(daemon.next().text()).isEqualTo("y".repeat(250) + "\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s g\n", "m g\ntext\n", "b g\n", "j g"})
    void endOfInputIsQuit(String input) throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun user = alice(daemon)) {
            user.awaitEnding(start(daemon));
            user.typeRaw(input);
            user.endInput();
            assertThat(user.awaitEnd()).isZero();
            assertThat(user.output()).endsWith("\nBye.\n");
            daemon.awaitKill();
        }
    }

    @Test
    void aLostConnectionEndsTheSession() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun user = alice(daemon)) {
            user.awaitEnding(start(daemon));
            daemon.hangUp();
            assertThat(user.awaitEnd()).isZero();
            assertThat(user.output()).isEqualTo(start(daemon) + """

                            ============================
                            SP_error: (-8) Connection closed by Spread.

                            ============================

                            Bye.
                            """);
        }
    }

    /** Joining goes on failing with another number; sending ends the session. */
    @Test
    void aLostConnectionIsNoticedWhenItIsUsed() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun user = alice(daemon)) {
            user.awaitEnding(start(daemon));
            user.type("d");
            String before = user.awaitEnding(start(daemon) + PROMPT);
            daemon.hangUp();
            user.type("p");
            before = user.awaitEnding(before + "Polling sais: 0\n" + PROMPT);
            user.type("j g");
            before = user.awaitEnding(before + "SP_error: (-8) Connection closed by Spread.\n" + PROMPT);
            String networkError = "SP_error: (-18) Network socket error. SP_kill() the mailbox.\n";
            user.type("l g");
            before = user.awaitEnding(before + networkError + PROMPT);
            user.type("b");
            user.type("5");
            assertThat(user.awaitEnd()).isZero();
            assertThat(user.output())
                    .isEqualTo(before + "enter size of each message: sending 10 messages of 5 bytes\n" + networkError
                            + "\nBye.\n");
        }
    }

    /** What used to end the program: a message larger than its buffer. Now it is cut, and the next one comes. */
    @Test
    void defect20_16_aMessageThatIsTooLargeIsCutAndTheSessionGoesOn() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun user = alice(daemon)) {
            String start = user.awaitEnding(start(daemon));
            daemon.send(
                    Messages.message(ServiceType.FIFO, "#bob#d2", List.of("g"), 1, "y".repeat(102_401)),
                    Messages.message(ServiceType.FIFO, "#bob#d2", List.of("g"), 2, "after"));
            user.awaitEnding(start + """

                    ============================

                    ========Buffers or Groups too Short=======
                    received FIFO message from #bob#d2, of type 1, (endian 0) to 1 groups\s
                    (102400 bytes):""" + " " + "y".repeat(102_400) + "\n" + PROMPT + """

                    ============================
                    received FIFO message from #bob#d2, of type 2, (endian 0) to 1 groups\s
                    (5 bytes): after
                    """ + PROMPT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-3, 'Connection rejected, too many users.'",
        "-5, 'Connection rejected, illegal name.'",
        "-6, 'Connection rejected, name not unique.'",
        "-7, 'Connection rejected, client library incompatible with daemon.'",
        "-9, 'Connection rejected, authentication failed.'",
        "-100, Unrecognized error."
    })
    void aRejectedSession(byte code, String text) throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon(code)) {
            assertThat(run("-s", daemon.address()))
                    .isEqualTo("Spread library version is 5.0.1\nSP_error: (" + code + ") " + text + "\n\nBye.\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"abc, -1", "1@, -1", "12x, -1", "70000@127.0.0.1, -2", "-1@127.0.0.1, -2", "' 1@127.0.0.1', -2"})
    void anAddressWithoutDaemon(String address, int code) throws Exception {
        assertThat(run("-s", address))
                .isEqualTo("Spread library version is 5.0.1\n" + SpError.line(code) + "\n\nBye.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-x", "-", "", "name", "-s", "-u", "--nothing", "-h"})
    void anythingElseShowsTheUsage(String argument) throws Exception {
        List<String> lines = run(argument).lines().toList();
        assertThat(lines).hasSize(6).first().isEqualTo("Usage: spuser");
        for (String option : List.of("-u", "-s", "-n", "-p", "-r")) {
            assertThat(lines).anyMatch(line -> line.startsWith("\t[" + option));
        }
    }

    @Test
    void optionsMatchByTheirBeginningAndTheLastOneCounts() throws Exception {
        for (String[] arguments :
                new String[][] {{"-user", "tommy", "-password", "x", "-nobody", "y"}, {"-r", "-u", "tommy"}}) {
            try (PlayedDaemon daemon = new PlayedDaemon()) {
                assertThat(run(with(arguments, "-server", daemon.address()))).contains("private group #tommy#d1\n");
            }
        }
        for (String[] arguments : new String[][] {{"-u", "tommy", "-random"}, {"-u", ""}}) {
            try (PlayedDaemon daemon = new PlayedDaemon()) {
                assertThat(run(with(arguments, "-s", daemon.address()))).contains("private group #r1-7#d1\n");
            }
        }
        try (PlayedDaemon daemon = new PlayedDaemon()) {
            assertThat(run("-s", daemon.address())).contains("private group #user#d1\n");
        }
        try (PlayedDaemon daemon = new PlayedDaemon()) {
            assertThat(run("-s", daemon.address(), "-u", "abcdefghijklm")).contains("private group #abcdefghij#d1\n");
        }
    }

    @Test
    void helpAndVersion() throws Exception {
        assertThat(run("--help")).startsWith("Usage: spuser").contains("--json", "-u=NAME", "PORT@HOST", "quits");
        assertThat(run("--version")).startsWith("Ringcast ");
    }

    @Test
    void json() throws Exception {
        try (PlayedDaemon daemon = new PlayedDaemon();
                ToolRun user = ToolRun.spuser("--json", "-s", daemon.address(), "-u", "alice")) {
            String expected = "{\"event\":\"connected\",\"address\":\"" + daemon.address()
                    + "\",\"private_group\":\"#alice#d1\"}\n";
            user.awaitEnding(expected);
            user.type("j g");
            assertThat(daemon.next().type()).isEqualTo(ServiceType.JOIN);
            daemon.send(Messages.message(ServiceType.SAFE, "#bob#d2", List.of("g"), -1, "say \"hi\"\n"));
            expected += "{\"event\":\"message\",\"service\":\"SAFE\",\"sender\":\"#bob#d2\",\"type\":-1,"
                    + "\"endian_mismatch\":false,\"groups\":[\"g\"],\"bytes\":9,\"text\":\"say \\\"hi\\\"\\n\"}\n";
            user.awaitEnding(expected);
            user.type("j #");
            expected += "{\"event\":\"error\",\"code\":-14,\"text\":\"Illegal group.\"}\n";
            user.awaitEnding(expected);
            user.type("q");
            user.awaitEnd();
            assertThat(user.output()).isEqualTo(expected);
        }
    }

    private static String[] with(String[] arguments, String... more) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return all;
    }

    /** Runs the command without input. */
    private static String run(String... arguments) throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.ISO_8859_1);
        assertThat(SpUser.run(arguments, InputStream.nullInputStream(), out)).isZero();
        out.flush();
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
