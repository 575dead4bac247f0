package org.ringcast.harness.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringcast.harness.checks.RawClient.concat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.ServiceType;

/**
 * Client protocol, checks 29 and 30: each row of the table of malformed input, and the defects that it shows, while two
 * witnesses talk to each other.
 */
class MalformedInputTest {
    private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o'};
    private static final int FIFO = ServiceType.FIFO;
    private static final int JOIN = ServiceType.JOIN;
    private static final int LEAVE = ServiceType.LEAVE;

    private static LoneDaemon daemon;
    private static RawClient speaker;
    private static RawClient witness;

    private int logged;

    @BeforeAll
    static void start() throws Exception {
        daemon = LoneDaemon.start("DebugFlags = { PRINT EXIT SESSION GROUPS }\n", "HandshakeTimeout=200");
        speaker = RawClient.session(daemon.port(), "speaker");
        witness = RawClient.session(daemon.port(), "witness", false);
        witness.join("g");
        witness.expectNothing();
    }

    @AfterAll
    static void end() throws Exception {
        speaker.close();
        witness.close();
        daemon.close();
    }

    @BeforeEach
    void noteLog() {
        logged = daemon.log().size();
    }

    @AfterEach
    void theDaemonAndTheOthersAreUndisturbed() throws Exception {
        speaker.multicast("g", HELLO);
        assertThat(witness.expectMessage(HELLO).sender()).isEqualTo("#speaker#d1");
        daemon.assertSound();
    }

    private static Frame frame(int type) {
        return Frame.of(type, "mal", "g", HELLO);
    }

    // ---- Frames --------------------------------------------------------------------------------------------------

    static Stream<Arguments> illegalFrames() {
        return Stream.of(
                Arguments.of("type without service, join, leave or kill bit", frame(0)),
                Arguments.of("only SELF_DISCARD", frame(0x40)),
                Arguments.of("two service bits", frame(0x14)),
                Arguments.of("all service bits", frame(0x3f)),
                Arguments.of("join and leave", frame(JOIN | LEAVE)),
                Arguments.of("service and join", frame(FIFO | JOIN)),
                Arguments.of("service and kill", frame(FIFO | ServiceType.KILL)),
                Arguments.of("endian bit 7 only", frame(FIFO).withWord(0, 0x00000084)),
                Arguments.of("endian bit 31 only", frame(FIFO).withWord(0, 0x80000004)),
                Arguments.of("defect 20.1: GROUPS and service", frame(ServiceType.GROUPS | FIFO)),
                Arguments.of("defect 20.1: GROUPS and join", frame(ServiceType.GROUPS | JOIN)),
                Arguments.of("defect 20.6: REG_MEMB and service", frame(ServiceType.REG_MEMB | FIFO)),
                Arguments.of("defect 20.6: TRANSITION and service", frame(ServiceType.TRANSITION | FIFO)),
                Arguments.of("defect 20.6: CAUSED_BY_JOIN and service", frame(0x100 | FIFO)),
                Arguments.of("defect 20.6: CAUSED_BY_LEAVE and service", frame(0x200 | FIFO)),
                Arguments.of("defect 20.6: CAUSED_BY_DISCONNECT and service", frame(0x400 | FIFO)),
                Arguments.of("defect 20.6: CAUSED_BY_NETWORK and service", frame(0x800 | FIFO)),
                Arguments.of("defect 20.6: REJECT and service", frame(ServiceType.REJECT | FIFO)),
                Arguments.of("DUMMY and service", frame(ServiceType.DUMMY | FIFO)),
                Arguments.of("STATETRANS and service", frame(ServiceType.STATETRANS | FIFO)),
                Arguments.of("retransmit bit and service", frame(ServiceType.RETRANS | FIFO)),
                Arguments.of("latency probe bit and service", frame(ServiceType.LATENCY_PROBE | FIFO)),
                Arguments.of("sender of another session", Frame.of(FIFO, "speaker", "g", HELLO)),
                Arguments.of("sender malformed", frame(FIFO).withName(4, "mal")),
                Arguments.of("sender without name", frame(FIFO).withName(4, "##d1")),
                Arguments.of("sender without daemon", frame(FIFO).withName(4, "#mal#")),
                Arguments.of("sender empty", frame(FIFO).withName(4, "")),
                Arguments.of("sender of 32 bytes", frame(FIFO).withName(4, "#mal#" + "d".repeat(27))),
                Arguments.of("sender of another daemon", frame(FIFO).withName(4, "#mal#d2")),
                Arguments.of("num_groups -1", frame(FIFO).withWord(36, -1)),
                Arguments.of("num_groups 101", frame(FIFO).withWord(36, 101)),
                Arguments.of("num_groups 2^31-1", frame(FIFO).withWord(36, Integer.MAX_VALUE)),
                Arguments.of("num_groups -2^31", frame(FIFO).withWord(36, Integer.MIN_VALUE)),
                Arguments.of("defect 20.3: JOIN without group", Frame.of(JOIN, "mal", List.of(), HELLO)),
                Arguments.of("defect 20.3: LEAVE without group", Frame.of(LEAVE, "mal", List.of(), HELLO)),
                Arguments.of(
                        "defect 20.3: JOIN of 32 bytes without NUL",
                        Frame.of(JOIN, "mal", "x".repeat(32), new byte[0])),
                Arguments.of(
                        "defect 20.3: LEAVE of 32 bytes without NUL",
                        Frame.of(LEAVE, "mal", "x".repeat(32), new byte[0])),
                Arguments.of("hint bit 0", frame(FIFO).withWord(40, 0x80000081)),
                Arguments.of("hint bit 24", frame(FIFO).withWord(40, 0x81000080)),
                Arguments.of("data_len -1", frame(FIFO).withWord(44, -1)),
                Arguments.of("data_len 2^31-1", frame(FIFO).withWord(44, Integer.MAX_VALUE)),
                Arguments.of(
                        "defect 20.4: 143153 bytes of groups and data",
                        frame(FIFO).withWord(44, 143_121)),
                Arguments.of(
                        "defect 20.4: 143952 bytes of groups and data",
                        frame(FIFO).withWord(44, 143_920)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("illegalFrames")
    void check29_check30_table14_killsTheSessionAndNothingElse(String row, Frame illegal) throws Exception {
        try (RawClient client = RawClient.session(daemon.port(), "mal")) {
            Frame legal = client.message(FIFO, "g", HELLO);
            client.send(legal, illegal, legal);
            client.expectEnd();
        }
        assertThat(witness.expectMessage(HELLO).sender())
                .as("the message before '%s'; the next test sees that none came after it", row)
                .isEqualTo("#mal#d1");
        Await.until(
                "the log to say why",
                () -> daemon.log().stream()
                        .skip(logged)
                        .anyMatch(line -> line.startsWith("Sess_validate_read_header: ")));
    }

    @Test
    void table14_theThiefOfANameIsAlwaysTold() throws Exception {
        try (RawClient client = RawClient.session(daemon.port(), "mal")) {
            client.send(Frame.of(FIFO, "speaker", "g", HELLO));
            client.expectEnd();
        }
        daemon.awaitLogged(
                logged, "Sess_validate_read_header: Session speaker trying to make session mal do something");
    }

    static Stream<Arguments> unusualFrames() {
        return Stream.of(
                Arguments.of("bits 24..30", frame(0x7f000000 | FIFO)),
                Arguments.of("garbage after the NUL of the sender", frame(FIFO).withWord(4 + 12, 0x41424344)),
                Arguments.of(
                        "hint flags that do not match the header", frame(FIFO).withWord(40, 0x00000700)),
                Arguments.of("44 groups", Frame.of(FIFO, "mal", manyGroups(44), HELLO)),
                Arguments.of("100 groups", Frame.of(FIFO, "mal", manyGroups(100), HELLO)));
    }

    private static List<String> manyGroups(int count) {
        String[] groups = new String[count];
        Arrays.fill(groups, "x");
        groups[count - 1] = "g";
        return List.of(groups);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusualFrames")
    void table14_isDeliveredAsItIs(String row, Frame unusual) throws Exception {
        try (RawClient client = RawClient.session(daemon.port(), "mal")) {
            client.send(unusual);
            assertThat(witness.readFrame().bytes()).as(row).isEqualTo(unusual.bytes());
            client.expectNothing();
        }
    }

    static Stream<Arguments> framesWithoutEffect() {
        return Stream.of(
                Arguments.of("num_groups 0, regular", Frame.of(FIFO, "mal", List.of(), HELLO)),
                Arguments.of("LEAVE of a group not joined", Frame.of(LEAVE, "mal", "g", new byte[0])),
                Arguments.of("LEAVE of an unknown group, with body", Frame.of(LEAVE, "mal", "unknown", HELLO)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("framesWithoutEffect")
    void table14_isIgnored(String row, Frame unusual) throws Exception {
        try (RawClient client = RawClient.session(daemon.port(), "mal")) {
            client.send(unusual);
            client.expectNothing();
        }
    }

    @Test
    void table14_joinNeedsOneGroupAndIgnoresTheRest() throws Exception {
        try (RawClient client = RawClient.session(daemon.port(), "mal")) {
            client.send(Frame.of(true, JOIN, "mal", (short) 99, List.of("one", "two"), HELLO));
            client.expectMembership("one", ServiceType.CAUSED_BY_JOIN, "#mal#d1");
            client.expectNothing();
        }
    }

    static Stream<Arguments> kills() {
        return Stream.of(
                Arguments.of("own group", Frame.of(ServiceType.KILL, "mal", "#mal#d1", new byte[0])),
                Arguments.of("body", Frame.of(ServiceType.KILL, "mal", "#mal#d1", HELLO)),
                Arguments.of("other group", Frame.of(ServiceType.KILL, "mal", "#speaker#d1", new byte[0])),
                Arguments.of("no group", Frame.of(ServiceType.KILL, "mal", List.of(), new byte[0])),
                Arguments.of("many groups", Frame.of(ServiceType.KILL, "mal", manyGroups(100), HELLO)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kills")
    void table14_killDisconnectsWhateverItNames(String row, Frame kill) throws Exception {
        try (RawClient client = RawClient.session(daemon.port(), "mal")) {
            client.join("kill");
            client.expectMembership("kill", ServiceType.CAUSED_BY_JOIN, "#mal#d1");
            try (RawClient other = RawClient.session(daemon.port(), "other")) {
                other.join("kill");
                other.expectMembership("kill", ServiceType.CAUSED_BY_JOIN, "#mal#d1", "#other#d1");
                client.send(
                        concat(kill.bytes(), client.message(FIFO, "kill", HELLO).bytes()));
                other.expectMembership("kill", ServiceType.CAUSED_BY_DISCONNECT, "#other#d1");
                other.expectNothing();
            }
        }
    }

    @Test
    void table14_closeInMidMessageDropsThePart() throws Exception {
        try (RawClient client = RawClient.session(daemon.port(), "mal")) {
            byte[] whole = client.message(FIFO, "g", HELLO).bytes();
            client.send(concat(whole, Arrays.copyOf(whole, 60)));
        }
        assertThat(witness.expectMessage(HELLO).sender()).isEqualTo("#mal#d1");
        witness.expectNothing();
    }

    @Test
    void table14_aHalfClosedClientIsGoneAfterWhatItSent() throws Exception {
        try (RawClient client = RawClient.session(daemon.port(), "mal")) {
            client.multicast("g", HELLO);
            client.socket().shutdownOutput();
            client.expectEnd();
        }
        witness.expectMessage(HELLO);
    }

    @Test
    void table14_urgentDataIsIgnored() throws Exception {
        try (RawClient client = RawClient.session(daemon.port(), "mal")) {
            client.socket().sendUrgentData(0x21);
            client.expectNothing();
            client.socket().sendUrgentData(0x21);
            client.multicast("g", HELLO);
            witness.expectMessage(HELLO);
        }
    }

    // ---- Handshake -----------------------------------------------------------------------------------------------

    static Stream<Arguments> handshakes() {
        byte[] connect = RawClient.connectMessage("mal", true);
        String list = "054e554c4c20";
        return Stream.of(
                Arguments.of("nothing", new byte[0], ""),
                Arguments.of("connect message that does not go on", Arrays.copyOf(connect, 6), ""),
                Arguments.of("version too old", hex("020000"), "f9"),
                Arguments.of("version 3.0", hex("0300"), "f9"),
                Arguments.of("negative version", hex("8000"), "f9"),
                Arguments.of("name length 11", hex("050001010b"), "fb"),
                Arguments.of("name length 127", hex("050001017f"), "fb"),
                Arguments.of("name length 128", hex("0500010180"), "fb"),
                Arguments.of("name length 255", hex("05000101ff"), "fb"),
                Arguments.of("name with a blank", hex("050001010220" + "61"), "fb"),
                Arguments.of("name with NUL", hex("05000101026100"), "fb"),
                Arguments.of("name with #", hex("05000101026123"), "fb"),
                Arguments.of("choice of an unknown method", concat(connect, RawClient.choice("NONE")), list + "f7"),
                Arguments.of("choice in lower case", concat(connect, RawClient.choice("null")), list + "f7"),
                Arguments.of("choice of a method not enabled", concat(connect, RawClient.choice("IP")), list + "f7"),
                Arguments.of("empty choice", concat(connect, new byte[90]), list + "f7"),
                Arguments.of(
                        "defect 20.9: three slots",
                        concat(
                                connect,
                                RawClient.choice("NULL", "NULL", "X"),
                                "NULL".getBytes(StandardCharsets.US_ASCII)),
                        list + "f7"));
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handshakes")
    void check29_check30_table14_endsTheConnectionAndNothingElse(String row, byte[] bytes, String answer)
            throws Exception {
        try (RawClient client = RawClient.connect(daemon.port())) {
            client.send(bytes);
            assertThat(client.readToEnd()).as(row).isEqualTo(answer);
        }
    }

    @Test
    void check30_defect20_9_threeSlotsOfTheSameMethodAreThreeMethods() throws Exception {
        try (RawClient client = RawClient.connect(daemon.port())) {
            client.send(concat(RawClient.connectMessage("slots", true), RawClient.choice("NULL", "NULL", "NULL")));
            client.read(6);
            assertThat(RawClient.text(client.read(5 + 9))).isEqualTo("\1\5\0\1\11#slots#d1");
        }
    }

    @Test
    void table14_choiceThatEndsEarlyIsDenied() throws Exception {
        try (RawClient client = RawClient.connect(daemon.port())) {
            client.send(concat(RawClient.connectMessage("short", true), new byte[50]));
            client.read(6);
            client.socket().shutdownOutput();
            assertThat(client.readToEnd()).isIn("", "f7");
        }
        Await.until(
                "the log to say so",
                () -> daemon.log().stream()
                        .skip(logged)
                        .anyMatch(line ->
                                line.startsWith("Sess_recv_client_auth: reading auth string SHORT on mailbox ")));
    }

    @Test
    void table14_bytesBehindAShortNameAndBehindTheChoiceAreTheNextItems() throws Exception {
        try (RawClient client = RawClient.connect(daemon.port())) {
            Frame message = Frame.of(FIFO, "mal", "g", HELLO);
            client.send(concat(RawClient.hello("mal", false), message.bytes(), message.bytes()));
            witness.expectMessage(HELLO);
            witness.expectMessage(HELLO);
        }
    }

    @Test
    void defect20_15_endOfStreamIsLoggedAsWhatItIs() throws Exception {
        RawClient.session(daemon.port(), "mal").close();
        Await.until(
                "the log to say so",
                () -> daemon.log().stream()
                        .skip(logged)
                        .anyMatch(line -> line.matches(
                                "Sess_read: failed receiving header on session \\d+: ret 0: error: closed by peer")));
    }

    @Test
    void defect20_17_theKillThatOthersSeeCarriesNothingBehindTheName() throws Exception {
        try (RawClient client = RawClient.session(daemon.port(), "mal");
                RawClient other = RawClient.session(daemon.port(), "other")) {
            other.join("k17");
            other.expectMembership("k17", ServiceType.CAUSED_BY_JOIN, "#other#d1");
            client.join("k17");
            other.expectMembership("k17", ServiceType.CAUSED_BY_JOIN, "#mal#d1", "#other#d1");
            client.send(Frame.of(ServiceType.KILL, "mal", "#mal#d1", new byte[0])
                    .withWord(Limits.HEADER + 12, 0x41424344)
                    .withWord(FrameHeader.SENDER_OFFSET + 12, 0x41424344));
            byte[] body = other.expectMembership("k17", ServiceType.CAUSED_BY_DISCONNECT, "#other#d1")
                    .body();
            assertThat(Arrays.copyOfRange(body, 24, 24 + 7))
                    .containsExactly("#mal#d1".getBytes(StandardCharsets.US_ASCII));
            assertThat(Arrays.copyOfRange(body, 24 + 7, 56)).containsOnly(0);
        }
    }
}
