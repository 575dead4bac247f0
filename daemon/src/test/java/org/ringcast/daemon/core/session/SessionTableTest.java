package org.ringcast.daemon.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.ServiceType;

/** Names, states, frames and ends of sessions. Check and defect numbers are those of docs/checks.md. */
final class SessionTableTest {
    @AutoClose
    private final SessionRig rig = new SessionRig();

    // ---- Names ---------------------------------------------------------------------------------------------------

    @Test
    void check2_oneMoreThanTheQuotaIsRefused() {
        SessionRig small = new SessionRig(1000, 0, 3, 5);
        small.operational("one");
        small.open("two");
        Session three = small.operational("three");
        assertThat(small.table.open(1, "four", true, 0, "", 0).rejectCode()).isEqualTo(OpenResult.REJECT_QUOTA);
        assertThat(small.takeLines()).contains("Sess_accept: rejecting session due to quota");
        small.table.kill(three, "gone", 0);
        assertThat(small.table.open(1, "four", true, 0, "", 0).rejectCode())
                .as("still ending")
                .isEqualTo(-3);
        small.table.onKillDelivered(three);
        assertThat(small.table.open(1, "four", true, 0, "", 0).isAccepted()).isTrue();
    }

    @Test
    void check3_namesOfTenLegalCharacters() {
        assertThat(rig.table.open(1, "abcdefghij", true, 0, "", 0).isAccepted()).isTrue();
        assertThat(rig.table.open(1, "abcdefghijk", true, 0, "", 0).rejectCode())
                .isEqualTo(-5);
        for (int c = 0; c <= 0xff; c++) {
            boolean legal = c >= 0x24 && c <= 0x7e;
            OpenResult result = rig.table.open(1, "x" + (char) c, true, 0, "", 0);
            assertThat(result.rejectCode()).as("0x%x", c).isEqualTo(legal ? 0 : -5);
        }
        assertThat(rig.takeLines()).contains("Sess_accept_continue: illegal private name abcdefghijk on mailbox 1");
    }

    @Test
    void check4_nameIsTakenFromTheConnectRequestToTheOrderedKill() {
        Session alice = rig.open("alice");
        assertThat(rig.table.open(5, "alice", true, 0, "", 0).rejectCode()).isEqualTo(-6);
        assertThat(rig.takeLines()).containsExactly("Sess_accept_continue: non unique private name alice on mailbox 5");
        assertThat(rig.table.open(5, "Alice", true, 0, "", 0).isAccepted())
                .as("case counts")
                .isTrue();
        rig.table.authorized(alice, 0);
        rig.table.kill(alice, "gone", 0);
        assertThat(rig.table.open(5, "alice", true, 0, "", 0).rejectCode()).isEqualTo(-6);
        rig.table.onKillDelivered(alice);
        assertThat(rig.table.open(5, "alice", true, 0, "", 0).isAccepted()).isTrue();
    }

    @Test
    void deniedSessionsNameIsFreeAtOnce() {
        Session alice = rig.open("alice");
        rig.table.denied(alice, 0);

        assertThat(rig.takeLines())
                .containsExactly("Sess_session_denied: Authorization denied for alice on mailbox 100");
        assertThat(rig.table.count()).isZero();
        assertThat(rig.submitted).as("the ring never knew it").isEmpty();
        assertThat(rig.table.open(5, "alice", true, 0, "", 0).isAccepted()).isTrue();
    }

    @Test
    void sessionThatGoesAwayBeforeItIsLetInLeavesNothing() {
        Session alice = rig.open("alice");
        rig.table.kill(alice, "closed by peer", 0);
        rig.table.authorized(alice, 0);

        assertThat(alice.state()).isEqualTo(Session.State.KILLED);
        assertThat(rig.table.count()).isZero();
        assertThat(rig.submitted).isEmpty();
        assertThat(rig.takeEvents()).containsExactly("close alice closed by peer");
    }

    @Test
    void generatedNamesKeepTheShapeAndAreUnique() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 997; i++) {
            OpenResult result = rig.table.open(i < 500 ? 7 : 123_456, "", true, 0, "", 0);
            String name = result.session().privateName();
            assertThat(name).matches("r\\d{1,4}-\\d*").hasSizeLessThanOrEqualTo(9);
            assertThat(names.add(name)).isTrue();
        }
        assertThat(names).anyMatch(name -> name.matches("r\\d{1,4}-7"));
    }

    @Test
    void generatedNamesFollowFromTheSeed() {
        assertThat(new SessionRig().open("").privateName())
                .isEqualTo(new SessionRig().open("").privateName());
    }

    @Test
    void acceptLineTellsTheAddressAtLevel4Alone() {
        rig.operational("alice");
        SessionRig four = new SessionRig(1000, 0, 997, 4);
        four.operational("alice");

        assertThat(rig.takeLines())
                .containsExactly("Sess_session_authorized: Accepting with private name alice on mailbox 100");
        assertThat(four.takeLines())
                .containsExactly(
                        "Sess_session_authorized: Accepting from 10.0.0.7 with private name alice on mailbox 100");
        assertThat(rig.takeEvents()).containsExactly("opened alice at 42");
    }

    // ---- Frames --------------------------------------------------------------------------------------------------

    @Test
    void framesGoToTheRingWithTheServiceThatTheirTypeAsksFor() {
        Session alice = rig.operational("alice");
        int[] services = {
            ServiceType.UNRELIABLE,
            ServiceType.RELIABLE,
            ServiceType.FIFO,
            ServiceType.CAUSAL,
            ServiceType.AGREED,
            ServiceType.SAFE,
            ServiceType.JOIN,
            ServiceType.LEAVE,
            ServiceType.KILL
        };
        for (int service : services) {
            rig.send(alice, SessionRig.frame("#alice#d1", service, "", "g"));
        }

        assertThat(rig.submitted)
                .extracting(SessionRig.Submitted::packetType)
                .containsExactly(0x02, 0x02, 0x04, 0x08, 0x08, 0x10, 0x08, 0x08, 0x08);
    }

    @Test
    void perMessageLinesComeWithPriorityInfo() {
        Session alice = rig.operational("alice");
        rig.takeLines();
        rig.verbose = true;
        byte[] join = SessionRig.frame("#alice#d1", ServiceType.JOIN, "", "g");
        rig.validate(alice, join);
        rig.send(alice, join);

        assertThat(rig.takeLines())
                .containsExactly(
                        "Sess_read: Message has type field 0x80010080",
                        "Sess_read: queueing message of type 8 with len 0 to the protocol");
    }

    @Test
    void typeIsLoggedBeforeItIsJudgedAndAlsoForADisconnect() {
        Session alice = rig.operational("alice");
        rig.takeLines();
        rig.verbose = true;
        byte[] illegal = SessionRig.frame("#alice#d1", ServiceType.FIFO | ServiceType.AGREED, "", "g");
        assertThat(rig.validate(alice, illegal).isLegal()).isFalse();
        assertThat(rig.takeLines())
                .containsExactly(
                        "Sess_read: Message has type field 0x80000094",
                        "Sess_read: session alice ( mailbox 100 ) from [10.0.0.7] is disconnected for an illegal frame:"
                                + " type with illegal bits",
                        "Sess_validate_read_header: Message has illegal type field 0x80000094");
        byte[] kill = SessionRig.frame("#alice#d1", ServiceType.KILL, "", "#alice#d1");
        rig.validate(alice, kill);
        rig.send(alice, kill);
        assertThat(rig.takeLines())
                .containsExactly(
                        "Sess_read: Message has type field 0x80040080",
                        "Sess_read: disconnecting session alice ( mailbox " + alice.mailbox() + " )",
                        "Sess_read: queueing message of type 8 with len 0 to the protocol");
    }

    @Test
    void verdictTellsTheLengthOfTheFrame() {
        Session alice = rig.operational("alice");

        assertThat(rig.validate(alice, SessionRig.frame("#alice#d1", ServiceType.FIFO, "12345", "g", "h")))
                .isEqualTo(HeaderVerdict.legal(48 + 64 + 5));
    }

    /** The rows of the table of malformed input that a header shows. */
    @Test
    void check29_illegalHeadersEndTheSession() {
        assertIllegal("Message has illegal type field 0x80000080", m -> m.setIntLE(0, 0x80000080));
        assertIllegal("Message has illegal type field 0x80000094", m -> m.setIntLE(0, 0x80000094));
        assertIllegal("Message has illegal type field 0x80030080", m -> m.setIntLE(0, 0x80030080));
        assertIllegal("Message has illegal type field 0x80010084", m -> m.setIntLE(0, 0x80010084));
        assertIllegal("Message has illegal type field 0x800000c0", m -> m.setIntLE(0, 0x800000c0));
        assertIllegal("Message has illegal type field", m -> m.setIntLE(0, 0x80000010));
        assertIllegal(
                "Session bob trying to make session alice do something",
                m -> m.setBytes(4, "#bob#d1\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        assertIllegal("proc name d2 is not my name d1", m -> m.setByte(12, '2'));
        assertIllegal("Message has illegal private_group_name (priv, proc)", m -> m.setByte(4, 'x'));
        assertIllegal("Message has negative or too large num_groups field", m -> m.setIntLE(36, -1));
        assertIllegal("Message has negative or too large num_groups field", m -> m.setIntLE(36, 101));
        assertIllegal("Message has illegal hint field 0x80000081", m -> m.setIntLE(40, 0x80000081));
        assertIllegal("Message has illegal hint field 0x81000080", m -> m.setIntLE(40, 0x81000080));
        assertIllegal("Message has negative or too large data_len -1", m -> m.setIntLE(44, -1));
        assertIllegal("Message has negative or too large data_len 2147483647", m -> m.setIntLE(44, Integer.MAX_VALUE));
        assertIllegal("Message has negative or too large data_len 144001", m -> m.setIntLE(44, 144_001));
        assertIllegal(
                "Message + Groups is too large (143121 + 32 = 143153). MAX size is: 143152",
                m -> m.setIntLE(44, 143_121));
    }

    /** Bits with which a client could end other daemons or forge what only daemons say. */
    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15, 19, 20, 21, 22, 23})
    void defect20_1_and_20_6_typesThatOnlyDaemonsMaySend(int bit) {
        assertIllegal("Message has illegal type field", m -> m.setIntLE(0, 0x80000090 | 1 << bit));
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 24, 25, 26, 27, 28, 29, 30})
    void bitsThatClientsMaySetPass(int bit) {
        Session alice = rig.operational("alice");
        byte[] frame = SessionRig.frame("#alice#d1", ServiceType.AGREED | 1 << bit, "", "g");

        assertThat(rig.validate(alice, frame).isLegal()).isTrue();
        rig.send(alice, frame);
        assertThat(rig.submitted.peek().type()).isEqualTo(0x80000090 | 1 << bit);
    }

    private void assertIllegal(String words, java.util.function.Consumer<ByteBuf> change) {
        SessionRig fresh = new SessionRig();
        Session alice = fresh.operational("alice");
        byte[] frame = SessionRig.frame("#alice#d1", ServiceType.AGREED, "", "g");
        change.accept(Unpooled.wrappedBuffer(frame));
        HeaderVerdict verdict = fresh.validate(alice, frame);

        assertThat(verdict.isLegal()).as(words).isFalse();
        assertThat(verdict.fault()).startsWith("Sess_validate_read_header: ").contains(words);
        assertThat(fresh.lines).contains(verdict.fault());
        assertThat(fresh.counters.get(CounterId.SESSION_FAULTS)).isEqualTo(1);
    }

    @Test
    void check21_defect20_3_joinWithoutGroupKillsTheSession() {
        Session alice = rig.operational("alice");
        for (int type : new int[] {ServiceType.JOIN, ServiceType.LEAVE}) {
            assertThat(rig.validate(alice, SessionRig.frame("#alice#d1", type, ""))
                            .isLegal())
                    .isFalse();
        }
        assertThat(rig.validate(alice, SessionRig.frame("#alice#d1", ServiceType.KILL, ""))
                        .isLegal())
                .isTrue();
    }

    @Test
    void check21_defect20_3_unterminatedNameKillsTheSession() {
        for (int type : new int[] {ServiceType.JOIN, ServiceType.LEAVE}) {
            Session session = rig.operational("s" + type % 7);
            byte[] frame = SessionRig.frame(session.privateGroup(), type, "", "g");
            Arrays.fill(frame, 48, 80, (byte) 'x');
            assertThat(rig.validate(session, frame).isLegal())
                    .as("the header is legal")
                    .isTrue();
            rig.send(session, frame);

            assertThat(session.state()).isEqualTo(Session.State.KILLED);
            assertThat(rig.submitted.poll().type()).isEqualTo(0x800400a0);
        }
    }

    @Test
    void check21_joinWithMoreThanOneGroupOrABodyIsAccepted() {
        Session alice = rig.operational("alice");
        byte[] frame = SessionRig.frame("#alice#d1", ServiceType.JOIN | ServiceType.SELF_DISCARD, "body", "#x#d1", "h");
        Arrays.fill(frame, 80, 112, (byte) 'x');
        rig.send(alice, frame);

        assertThat(alice.isOperational()).isTrue();
        assertThat(rig.submitted.peek().message().readableBytes()).isEqualTo(48 + 64 + 4);
    }

    @Test
    void bigEndianHeaderIsTurnedRoundAndTheHintIsNot() {
        Session alice = rig.operational("alice");
        byte[] frame = new byte[48 + 32 + 3];
        int hint = FrameHeader.rawHintOf((short) -2, false);
        FrameHeader.write(frame, 0, false, ServiceType.FIFO, GroupName.of("#alice#d1"), 1, hint, 3);
        assertThat(rig.validate(alice, frame)).isEqualTo(HeaderVerdict.legal(83));
        rig.send(alice, frame);

        ByteBuf message = rig.submitted.peek().message();
        assertThat(message.getIntLE(0)).isEqualTo(0x80000084);
        assertThat(message.getIntLE(36)).isEqualTo(1);
        assertThat(message.getIntLE(40)).isEqualTo(hint);
        assertThat(message.getIntLE(44)).isEqualTo(3);
    }

    @Test
    void framesThatContradictTheirHeaderKillTheSession() {
        for (int length : new int[] {0, 47, 79, 81}) {
            Session session = rig.operational("s" + length);
            byte[] frame = SessionRig.frame(session.privateGroup(), ServiceType.AGREED, "", "g");
            rig.send(session, Arrays.copyOf(frame, length));
            assertThat(session.state()).as("%d bytes", length).isEqualTo(Session.State.KILLED);
        }
    }

    @Test
    void nothingIsTakenFromASessionThatEnded() {
        Session alice = rig.operational("alice");
        rig.send(alice, SessionRig.frame("#alice#d1", ServiceType.KILL, "", "#alice#d1"));
        rig.sendText(alice, "late");

        assertThat(rig.submitted).extracting(SessionRig.Submitted::type).containsExactly(0x80040080);
        assertThat(rig.takeLines()).contains("Sess_read: disconnecting session alice ( mailbox 100 )");
    }

    @Test
    void check32_killDiscardsWhatWaitsAndClosesTheStream() {
        Session alice = rig.operational("alice");
        rig.deliver(alice, 100);
        rig.deliver(alice, 100);
        rig.takeEvents();
        rig.send(alice, SessionRig.frame("#alice#d1", ServiceType.KILL, "", "#alice#d1"));

        assertThat(rig.takeEvents()).containsExactly("ended alice at 42 with 2", "close alice disconnected");
        assertThat(alice.pollOutput()).isNull();
        assertThat(alice.queuedBytes()).isZero();
        rig.table.kill(alice, "closed by peer", 0);
        assertThat(rig.submitted).as("one KILL alone").hasSize(1);
    }

    @Test
    void killOfTheDaemonsOwnIsSafeAndNamesTheSession() {
        Session alice = rig.operational("alice");
        rig.table.kill(alice, "closed by peer", 0);

        SessionRig.Submitted kill = rig.submitted.poll();
        assertThat(kill.packetType()).isEqualTo(0x10);
        assertThat(NameKey.read(kill.message(), 4)).hasToString("#alice#d1");
        assertThat(rig.takeLines()).contains("Sess_kill: killing session alice ( mailbox 100 )");
        assertThat(rig.takeEvents())
                .containsExactly("opened alice at 42", "ended alice at 42 with 0", "close alice closed by peer");
    }

    @Test
    void killFromTheRingEndsASessionThatIsStillThere() {
        Session alice = rig.operational("alice");
        rig.table.onKillDelivered(alice);

        assertThat(rig.takeEvents()).last().isEqualTo("close alice killed by the ring");
        assertThat(rig.table.count()).isZero();
        rig.deliver(alice, 10);
        assertThat(alice.pollOutput()).isNull();
    }

    // ---- Policies ------------------------------------------------------------------------------------------------

    @Test
    void deniedMessagesComeBack() {
        Session alice = rig.operational("alice");
        rig.table.setPolicy((session, type, frame) -> ServiceType.isJoin(type));
        rig.send(alice, SessionRig.frame("#alice#d1", ServiceType.FIFO | ServiceType.SELF_DISCARD, "denied", "g"));
        rig.send(alice, SessionRig.frame("#alice#d1", ServiceType.JOIN, "", "g"));

        assertThat(rig.submitted).extracting(SessionRig.Submitted::type).containsExactly(0x80010080);
        ByteBuf back = alice.pollOutput().takeBuffer();
        assertThat(back.getIntLE(0)).isEqualTo(0x804000c0);
        assertThat(back.getIntLE(36)).isEqualTo(2);
        assertThat(back.getIntLE(48)).isEqualTo(0x800000c4);
        assertThat(NameKey.read(back, 52)).hasToString("g");
        assertThat(NameKey.read(back, 84)).hasToString("#alice#d1");
        assertThat(back.readableBytes()).isEqualTo(48 + 4 + 64 + 6);
        back.release();
    }

    @Test
    void aJoinBeyondALimitIsToldWithSessionAddressNumberAndOption() {
        Session alice = rig.operational("alice");
        rig.table.setJoinLimit((session, frame) -> "it is in 7 groups, as many as MaxGroupsPerSession allows");
        rig.takeLines();
        rig.send(alice, SessionRig.frame("#alice#d1", ServiceType.JOIN, "", "g"));
        assertThat(rig.takeLines())
                .containsExactly("Sess_read: a join of session alice ( mailbox 100 ) from [10.0.0.7] is sent back: "
                        + "it is in 7 groups, as many as MaxGroupsPerSession allows");
        assertThat(rig.counters.get(CounterId.SESSION_JOINS_REFUSED)).isEqualTo(1);
        rig.send(alice, SessionRig.frame("#alice#d1", ServiceType.LEAVE, "", "g"));
        assertThat(rig.submitted).as("leaves pass").hasSize(1);
        assertThat(alice.isOperational()).isTrue();
    }

    /** Nothing of them waits for the ring, so that nothing held their clients up: the ring waited for all that had been read. */
    @Test
    void defect_joinsThatAreSentBackHadNoBound_aTurnTakesAShareOfThem() {
        Session alice = rig.operational("alice");
        rig.table.setJoinLimit((session, frame) -> "full");
        byte[] join = SessionRig.frame("#alice#d1", ServiceType.JOIN, "", "g");
        for (int turn = 0; turn < 3; turn++) {
            rig.takeEvents();
            for (int i = 1; i < Limits.WATER_MARK; i++) {
                rig.send(alice, join);
                rig.read(alice, 1);
            }
            assertThat(rig.takeEvents()).doesNotContain("stop alice");
            rig.send(alice, join);
            rig.read(alice, 1);
            assertThat(rig.takeEvents()).contains("stop alice");
            assertThat(rig.table.beginTurn()).isEqualTo(Limits.WATER_MARK);
            assertThat(rig.takeEvents()).contains("read alice");
        }
        rig.send(alice, join);
        rig.table.kill(alice, "test", 0);
        assertThat(rig.table.beginTurn()).as("also of a session that is gone").isEqualTo(1);
        assertThat(rig.table.beginTurn()).isZero();
    }

    @Test
    void deniedJoinSaysSo() {
        Session alice = rig.operational("alice");
        rig.table.setJoinLimit((session, frame) -> "full");
        rig.send(alice, SessionRig.frame("#alice#d1", ServiceType.JOIN, "", "g"));

        assertThat(rig.submitted).isEmpty();
        ByteBuf back = alice.pollOutput().takeBuffer();
        assertThat(back.getIntLE(0)).isEqualTo(0x80400080);
        assertThat(back.getIntLE(48)).isEqualTo(0x80000180);
        back.release();
    }

    // ---- Input ---------------------------------------------------------------------------------------------------

    @Test
    void defect20_13_oneSessionAloneMayFillTheWaterMark() {
        Session alice = rig.operational("alice");
        rig.takeEvents();
        for (int i = 0; i < 499; i++) {
            rig.sendText(alice, "x");
        }
        assertThat(rig.takeEvents()).isEmpty();
        rig.sendText(alice, "x");
        assertThat(rig.takeEvents()).containsExactly("stop alice");
        rig.packetise();
        assertThat(rig.takeEvents()).containsExactly("read alice");
    }

    @Test
    void defect20_13_fastSenderDoesNotStopTheOthers() {
        List<Session> sessions =
                IntStream.range(0, 10).mapToObj(i -> rig.operational("s" + i)).toList();
        for (Session session : sessions.subList(1, 10)) {
            rig.sendText(session, "x");
        }
        rig.takeEvents();
        for (int i = 0; i < 50; i++) {
            rig.sendText(sessions.get(0), "x");
        }

        assertThat(rig.takeEvents()).as("500 shared by ten").containsExactly("stop s0");
        assertThat(sessions.get(0).waitingForRing()).isEqualTo(50);
        // The others' messages leave; the share of the one that is left grows.
        for (int i = 0; i < 9; i++) {
            rig.packetise();
        }
        rig.packetise();
        assertThat(rig.takeEvents()).containsExactly("read s0");
    }

    @Test
    void manySessionsHaveAShareOfSixteenEach() {
        List<Session> sessions =
                IntStream.range(0, 200).mapToObj(i -> rig.operational("s" + i)).toList();
        sessions.forEach(session -> rig.sendText(session, "x"));
        rig.takeEvents();
        for (int i = 1; i < 16; i++) {
            rig.sendText(sessions.get(7), "x");
        }
        assertThat(rig.takeEvents()).containsExactly("stop s7");
    }

    @Test
    void largeMessagesFillTheShareByBytes() {
        Session alice = rig.operational("alice");
        rig.takeEvents();
        byte[] large = SessionRig.frame("#alice#d1", ServiceType.AGREED, "x".repeat(140_000), "g");
        int sent = 0;
        while (rig.takeEvents().isEmpty()) {
            rig.send(alice, large.clone());
            sent++;
        }
        assertThat(sent).isEqualTo(240); // 32 MiB
    }

    @Test
    void nobodyIsReadWhileGroupsAreExchanged() {
        Session alice = rig.operational("alice");
        Session bob = rig.operational("bob");
        for (int i = 0; i < 500; i++) {
            rig.sendText(bob, "x");
        }
        rig.takeEvents();
        rig.table.suspendInput();
        assertThat(rig.takeEvents()).as("bob is not read anyway").containsExactly("stop alice");
        assertThat(rig.table.acceptsInput()).isFalse();
        Session carol = rig.operational("carol");
        assertThat(rig.takeEvents()).containsExactly("opened carol at 42", "stop carol");
        int before = rig.submitted.size();
        rig.sendText(alice, "already read");
        rig.table.kill(carol, "gone", 0);
        assertThat(rig.submitted).hasSize(before);
        for (int i = 0; i < 500; i++) {
            rig.packetise();
        }
        assertThat(rig.takeEvents()).containsExactly("ended carol at 42 with 0", "close carol gone");
        rig.table.resumeInput();

        assertThat(rig.takeEvents()).containsExactly("read alice", "read bob");
        assertThat(rig.submitted).extracting(SessionRig.Submitted::type).containsExactly(0x80000090, 0x800400a0);
        rig.packetise();
        rig.packetise();
        assertThat(alice.waitingForRing()).isZero();
        assertThat(carol.waitingForRing()).isZero();
    }
}
