package org.ringcast.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringcast.daemon.session.EmbeddedRig.feed;
import static org.ringcast.daemon.session.EmbeddedRig.feedByteByByte;
import static org.ringcast.daemon.session.EmbeddedRig.hangUp;
import static org.ringcast.daemon.session.EmbeddedRig.received;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;

/** Frames of clients in any pieces, illegal ones, and the end of the stream. Rows of table 14 of docs/client-protocol.md. */
final class FrameInputTest {
    private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o'};

    private final EmbeddedRig rig = new EmbeddedRig();

    @AfterEach
    void nothingIsLeft() {
        rig.close();
    }

    /** Alice's session is over, which the ring has not ordered yet. */
    private void assertKilled(EmbeddedChannel client) {
        assertThat(rig.sessions.find("alice").state()).isEqualTo(Session.State.KILLED);
        assertThat(client.config().isAutoRead()).as("read no more").isFalse();
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void check17_byteAtATime() {
        EmbeddedChannel client = rig.session("alice");
        byte[] frame = ClientBytes.message("alice", "#alice#d1", HELLO);
        feedByteByByte(client, frame);
        rig.cycle();
        assertThat(received(client)).isEqualTo(HexFormat.of().formatHex(frame));
    }

    @Test
    void check17_coalesced() {
        EmbeddedChannel client = rig.session("alice");
        byte[] one = ClientBytes.message("alice", "g", new byte[] {1});
        byte[] two = ClientBytes.message("alice", "g", new byte[0]);
        byte[] three = ClientBytes.message("alice", "g", new byte[] {3, 3, 3});
        feed(client, ClientBytes.concat(one, two, three));
        assertThat(rig.ring.queuedMessages()).isEqualTo(3);
        assertThat(rig.ring.queuedText(2)).isEqualTo("\3\3\3");
    }

    @Test
    void check17_everyCutOfTwoFrames() {
        byte[] stream = ClientBytes.concat(
                ClientBytes.message("alice", "g", HELLO), ClientBytes.message("alice", "g", new byte[] {7}));
        EmbeddedChannel client = rig.session("alice");
        for (int cut = 0; cut <= stream.length; cut++) {
            feed(client, Arrays.copyOf(stream, cut));
            feed(client, Arrays.copyOfRange(stream, cut, stream.length));
            assertThat(rig.ring.queuedMessages()).as("cut at %d", cut).isEqualTo(2);
            assertThat(rig.ring.queuedText(0)).isEqualTo("hello");
            assertThat(rig.ring.queuedText(1)).isEqualTo("\7");
            rig.cycle();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1383, 1384, 1385, 2816, 100_000, 143_120})
    void check15_bodySizesThatAreAccepted(int bodyBytes) {
        EmbeddedChannel client = rig.session("alice");
        byte[] frame = ClientBytes.message("alice", "#alice#d1", new byte[bodyBytes]);
        for (int at = 0; at < frame.length; at += 60_000) {
            feed(client, Arrays.copyOfRange(frame, at, Math.min(frame.length, at + 60_000)));
        }
        rig.cycle();
        assertThat(received(client)).hasSize(2 * frame.length);
    }

    @Test
    void check15_oneByteMoreKillsTheSessionAndNothingElse() {
        EmbeddedChannel other = rig.session("bob");
        EmbeddedChannel client = rig.session("alice");
        feed(client, Arrays.copyOf(ClientBytes.message("alice", "g", new byte[143_121]), 48));
        assertKilled(client);
        assertThat(other.isOpen()).isTrue();
        assertThat(rig.log.all())
                .contains(
                        "Sess_validate_read_header: Message + Groups is too large (143121 + 32 = 143153). MAX size is: 143152");
        rig.cycle();
        assertThat(rig.sessions.find("alice")).isNull();
    }

    @Test
    void check16_hundredGroupsAreAcceptedAndOneMoreKills() {
        EmbeddedChannel client = rig.session("alice");
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            groups.add("g" + i);
        }
        feed(client, ClientBytes.frame(ClientBytes.FIFO, "alice", groups, HELLO));
        assertThat(rig.ring.queuedMessages()).isEqualTo(1);
        groups.add("g100");
        feed(client, ClientBytes.frame(ClientBytes.FIFO, "alice", groups, HELLO));
        assertKilled(client);
    }

    static Stream<Arguments> illegalFrames() {
        return Stream.of(
                Arguments.of("type without service, join, leave or kill", frame(0x00)),
                Arguments.of("only SELF_DISCARD", frame(0x40)),
                Arguments.of("two service bits", frame(0x14)),
                Arguments.of("join and leave", frame(0x30000)),
                Arguments.of("service and join", frame(0x10004)),
                Arguments.of("defect 20.1: GROUPS and service", frame(0x80004)),
                Arguments.of("defect 20.6: REG_MEMB and service", frame(0x1004)),
                Arguments.of("defect 20.6: TRANSITION and service", frame(0x2004)),
                Arguments.of("defect 20.6: CAUSED_BY_JOIN and service", frame(0x104)),
                Arguments.of("defect 20.6: REJECT and service", frame(0x400004)),
                Arguments.of("DUMMY and service", frame(0x100004)),
                Arguments.of("STATETRANS and service", frame(0x200004)),
                Arguments.of("retransmit bit", frame(0x4004)),
                Arguments.of("latency probe", frame(0x8004)),
                Arguments.of("only one of the two endian bits", withWord(frame(0x04), 0, 0x00000084)),
                Arguments.of("another session's name", ClientBytes.message("bob", "g", HELLO)),
                Arguments.of("another daemon's name", withText(frame(0x04), 4, "#alice#d2")),
                Arguments.of("a sender that is no private group", withText(frame(0x04), 4, "alice")),
                Arguments.of("num_groups -1", withWord(frame(0x04), 36, -1)),
                Arguments.of("num_groups 101", withWord(frame(0x04), 36, 101)),
                Arguments.of("hint bit 0", withWord(frame(0x04), 40, 0x80000081)),
                Arguments.of("hint bit 24", withWord(frame(0x04), 40, 0x81000080)),
                Arguments.of("data_len -1", withWord(frame(0x04), 44, -1)),
                Arguments.of("data_len 2^31-1", withWord(frame(0x04), 44, Integer.MAX_VALUE)),
                Arguments.of("defect 20.4: 143153 bytes", withWord(frame(0x04), 44, 143_121)),
                Arguments.of("defect 20.3: JOIN without group", ClientBytes.frame(0x10000, "alice", List.of(), HELLO)),
                Arguments.of("defect 20.3: LEAVE without group", ClientBytes.frame(0x20000, "alice", List.of(), HELLO)),
                Arguments.of(
                        "defect 20.3: JOIN of a name without NUL",
                        ClientBytes.frame(0x10000, "alice", List.of("x".repeat(32)), new byte[0])));
    }

    private static byte[] frame(int type) {
        return ClientBytes.frame(type, "alice", List.of("g"), HELLO);
    }

    private static byte[] withWord(byte[] frame, int offset, int value) {
        ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
        return frame;
    }

    private static byte[] withText(byte[] frame, int offset, String text) {
        Arrays.fill(frame, offset, offset + 32, (byte) 0);
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, frame, offset, bytes.length);
        return frame;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("illegalFrames")
    void table14_illegalFramesKillTheSessionAndNothingElse(String row, byte[] frame) {
        EmbeddedChannel other = rig.session("bob");
        EmbeddedChannel client = rig.session("alice");
        byte[] legal = ClientBytes.message("alice", "#bob#d1", new byte[] {1});
        feed(client, ClientBytes.concat(legal, frame, legal));
        assertKilled(client);
        assertThat(rig.ring.queuedMessages())
                .as("the legal message before it and the KILL, not the one after it")
                .isEqualTo(2);
        assertThat(rig.log.all())
                .anyMatch(line -> line.startsWith("Sess_validate_read_header: "))
                .contains("Sess_kill: killing session alice ( mailbox 2 )");
        rig.cycle();
        assertThat(client.isOpen()).isFalse();
        assertThat(received(other)).as("goes on").endsWith("01");
        assertThat(rig.sessions.count()).isEqualTo(1);
    }

    @Test
    void table14_anotherSessionsNameIsAlwaysLogged() {
        EmbeddedChannel client = rig.session("alice");
        feed(client, ClientBytes.message("bob", "g", HELLO));
        assertThat(rig.log.all())
                .contains("Sess_validate_read_header: Session bob trying to make session alice do something");
    }

    @Test
    void illegalHeaderIsSeenBeforeItsBodyCame() {
        EmbeddedChannel client = rig.session("alice");
        byte[] frame = withWord(frame(0x04), 44, 1_000_000_000);
        feed(client, Arrays.copyOf(frame, 47));
        assertThat(client.isOpen()).isTrue();
        feed(client, new byte[] {frame[47]});
        assertKilled(client);
    }

    static Stream<Arguments> unusualFrames() {
        return Stream.of(
                Arguments.of("bits 24..30", ClientBytes.frame(0x7e000004, "alice", List.of("g"), HELLO)),
                Arguments.of("zero groups", ClientBytes.frame(0x04, "alice", List.of(), HELLO)),
                Arguments.of("hint without endian bits", withWord(frame(0x04), 40, 0)),
                Arguments.of(
                        "garbage after the sender's NUL",
                        withWord(frame(0x04), FrameHeader.SENDER_OFFSET + 12, 0x41424344)),
                Arguments.of("illegal characters in a JOIN", ClientBytes.frame(0x10000, "alice", List.of(" "), HELLO)),
                Arguments.of("empty name in a JOIN", ClientBytes.frame(0x10000, "alice", List.of(""), new byte[0])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusualFrames")
    void table14_unusualFramesAreAccepted(String row, byte[] frame) {
        EmbeddedChannel client = rig.session("alice");
        feed(client, frame);
        assertThat(client.isOpen()).as(row).isTrue();
        assertThat(rig.ring.queuedMessages()).isEqualTo(1);
    }

    @Test
    void check12_bigEndianClient() {
        EmbeddedChannel client = rig.session("alice");
        byte[] frame = ClientBytes.message("alice", "#alice#d1", new byte[] {0x2a});
        FrameHeader.write(
                frame,
                0,
                false,
                ClientBytes.FIFO,
                GroupName.of("#alice#d1"),
                1,
                FrameHeader.rawHintOf((short) 7, false),
                1);
        assertThat(frame).startsWith(0, 0, 0, 4);
        feed(client, frame);
        rig.cycle();
        assertThat(received(client))
                .startsWith("84000080")
                .endsWith("2a")
                .contains("01000000" + "00000700" + "01000000");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(booleans = {false, true})
    void table14_killEndsTheSessionWhateverItNames(boolean withGroupAndBody) {
        EmbeddedChannel client = rig.session("alice");
        byte[] kill = withGroupAndBody
                ? ClientBytes.frame(ClientBytes.KILL, "alice", List.of("other"), HELLO)
                : ClientBytes.frame(ClientBytes.KILL, "alice", List.of(), new byte[0]);
        feed(client, ClientBytes.concat(kill, ClientBytes.message("alice", "g", HELLO)));
        assertKilled(client);
        assertThat(rig.ring.queuedMessages())
                .as("nothing after the KILL is read")
                .isEqualTo(1);
        assertThat(rig.log.all()).contains("Sess_read: disconnecting session alice ( mailbox 1 )");
    }

    // ---- End of the stream ---------------------------------------------------------------------------------------

    @Test
    void table14_closeInMidMessageDropsThePart() {
        EmbeddedChannel client = rig.session("alice");
        byte[] whole = ClientBytes.message("alice", "g", HELLO);
        feed(client, ClientBytes.concat(whole, Arrays.copyOf(whole, 60)));
        client.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(client.isOpen()).isFalse();
        assertThat(rig.ring.queuedMessages())
                .as("the whole message and the KILL")
                .isEqualTo(2);
        assertThat(rig.ring.queuedText(0)).isEqualTo("hello");
    }

    @Test
    void defect20_15_endOfStreamIsLoggedAsWhatItIs() {
        EmbeddedChannel client = rig.session("alice");
        hangUp(client);
        assertThat(rig.log.all())
                .contains(
                        "Sess_read: failed receiving header on session 1: ret 0: error: closed by peer",
                        "Sess_kill: killing session alice ( mailbox 1 )");
    }

    @Test
    void readErrorKillsTheSession() {
        EmbeddedChannel client = rig.session("alice");
        client.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        assertThat(client.isOpen()).isFalse();
        assertThat(rig.log.all())
                .contains("Sess_read: failed receiving header on session 1: ret -1: error: Connection reset by peer");
        assertThat(rig.ring.queuedMessages()).isEqualTo(1);
    }

    @Test
    void errorInsideTheDaemonEndsOnlyTheConnection() {
        EmbeddedChannel other = rig.session("bob");
        EmbeddedChannel client = rig.session("alice");
        client.pipeline().fireExceptionCaught(new IllegalStateException("a defect"));
        assertThat(client.isOpen()).isFalse();
        assertThat(other.isOpen()).isTrue();
        assertThat(rig.connections.counter(SessionCounter.INTERNAL_ERRORS)).isOne();
    }

    @Test
    void socketIsClosedWithTheOrderedEndSoThatTheNameIsFreeThen() {
        EmbeddedChannel client = rig.session("alice");
        feed(client, ClientBytes.kill("alice"));
        rig.io();
        assertThat(client.isOpen()).isTrue();
        rig.cycle();
        assertThat(client.isOpen()).isFalse();
        rig.session("alice");
    }

    @Test
    void socketOfAKilledSessionIsClosedWhenItsClientGoes() {
        EmbeddedChannel client = rig.session("alice");
        feed(client, ClientBytes.kill("alice"));
        client.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void check33_nameIsFreeWhenTheEndIsOrdered() {
        EmbeddedChannel client = rig.session("alice");
        hangUp(client);
        EmbeddedChannel early = rig.connection();
        feed(early, ClientBytes.connect("alice"));
        assertThat(received(early)).isEqualTo("fa");
        rig.cycle();
        rig.session("alice");
    }

    // ---- Reading that stops and goes on --------------------------------------------------------------------------

    @Test
    void defect20_13_sessionOverItsShareIsNotReadUntilTheRingTookSome() {
        EmbeddedChannel client = rig.session("alice");
        byte[] frame = ClientBytes.message("alice", "g", HELLO);
        byte[] many = new byte[frame.length * 1200];
        for (int i = 0; i < 1200; i++) {
            System.arraycopy(frame, 0, many, i * frame.length, frame.length);
        }
        feed(client, many);
        assertThat(rig.ring.queuedMessages()).as("the share of a lone sender").isEqualTo(500);
        assertThat(client.config().isAutoRead()).isFalse();
        rig.cycle();
        assertThat(rig.ring.queuedMessages())
                .as("the next 500 out of what was read")
                .isEqualTo(500);
        rig.cycle();
        assertThat(rig.ring.queuedMessages()).isEqualTo(200);
        assertThat(client.config().isAutoRead()).isTrue();
        rig.cycle();
    }

    @Test
    void endOfStreamWaitsBehindWhatWasRead() {
        EmbeddedChannel client = rig.session("alice");
        rig.accepts = false;
        feed(client, ClientBytes.message("alice", "g", HELLO));
        feed(client, ClientBytes.message("alice", "g", new byte[] {2}));
        client.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        rig.cycle();
        assertThat(rig.ring.queuedMessages()).isZero();
        assertThat(client.isOpen()).as("the socket has nothing more to tell").isFalse();
        rig.accepts = true;
        rig.io();
        assertThat(rig.ring.queuedMessages()).as("two messages, then the KILL").isEqualTo(3);
        assertThat(rig.ring.queuedText(1)).isEqualTo("\2");
        rig.cycle();
        assertThat(rig.sessions.count()).isZero();
    }

    @Test
    void sessionsAreNotReadWhileGroupsExchangeState() {
        EmbeddedChannel client = rig.session("alice");
        rig.sessions.suspendInput();
        rig.cycle();
        assertThat(client.config().isAutoRead()).isFalse();
        feed(client, ClientBytes.message("alice", "g", HELLO));
        assertThat(rig.ring.queuedMessages()).isZero();
        rig.sessions.resumeInput();
        rig.io();
        assertThat(client.config().isAutoRead()).isTrue();
        assertThat(rig.ring.queuedMessages()).isEqualTo(1);
    }
}
