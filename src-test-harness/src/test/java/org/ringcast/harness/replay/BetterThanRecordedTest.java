package org.ringcast.harness.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringcast.harness.process.DaemonProcess;
import org.ringcast.harness.process.EmbeddedDaemon;
import org.ringcast.harness.process.FreePorts;
import org.ringcast.harness.vectors.CapturedSession;
import org.ringcast.harness.vectors.CapturedSession.Direction;
import org.ringcast.harness.vectors.CapturedSession.Item;
import org.ringcast.protocol.Limits;

/** Recordings that show a defect of the recorded daemon: what ours does with the same bytes. */
class BetterThanRecordedTest {
    private static final byte[] METHOD_LIST = "\5NULL ".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] ACCEPTED = "\1\5\0\1\11#alice#d1".getBytes(StandardCharsets.ISO_8859_1);

    private static String configuration(int port) {
        return DaemonProcess.loneConfiguration(port) + ClientReplayTest.FAST_TIMERS;
    }

    private static Item answer(byte[] bytes, String note) {
        return new Item(Direction.DAEMON_TO_CLIENT, 1, bytes, note);
    }

    static Stream<String> messagesToManyGroups() {
        return CapturedSession.namesOf("multigroup_44_groups_lost").stream().filter(name -> name.endsWith("d501"));
    }

    @ParameterizedTest
    @MethodSource("messagesToManyGroups")
    void aMessageTo44GroupsIsDelivered(String name) throws Exception {
        CapturedSession session = CapturedSession.load(name);
        int port = FreePorts.next();
        try (EmbeddedDaemon daemon = EmbeddedDaemon.start(configuration(port), "d1");
                SessionReplay replay = new SessionReplay(session, port, SessionReplay.DaemonEnd.NONE)) {
            replay.expectMessagesThatWereLost(44);
            replay.run();
            for (int connection = 1; connection <= session.connectionCount(); connection++) {
                assertThat(replay.replayed(connection)).containsExactly(replay.recorded(connection));
            }
            assertThat(replay.messagesThatWereLost()).hasSize(1);
            byte[] sent = session.items().stream()
                    .filter(item -> item.bytes().length > Limits.HEADER + 43 * Limits.GROUP_NAME)
                    .findFirst()
                    .orElseThrow()
                    .bytes();
            byte[] delivered = replay.messagesThatWereLost().get(0);
            ByteBuffer header = ByteBuffer.wrap(delivered).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(header.getInt(36)).isEqualTo(44);
            assertThat(Arrays.copyOfRange(delivered, Limits.HEADER, delivered.length))
                    .as("groups and data")
                    .containsExactly(Arrays.copyOfRange(sent, Limits.HEADER, sent.length));
            assertThat(daemon.daemon().faults()).isZero();
        }
    }

    @Test
    void aConnectMessageInSeveralPiecesIsPutTogether() throws Exception {
        CapturedSession session = CapturedSession.load("raw_connect_split.raw-d501");
        int port = FreePorts.next();
        try (EmbeddedDaemon daemon = EmbeddedDaemon.start(configuration(port), "d1")) {
            for (int number = 1; number <= session.connectionCount(); number++) {
                List<Item> pieces = session.items(Direction.CLIENT_TO_DAEMON, number);
                try (ReplayedConnection connection = new ReplayedConnection(port, pieces)) {
                    connection.sendRemainingBytes();
                    connection.receive(answer(METHOD_LIST, "method list"));
                    assertThat(connection.received()).containsExactly(METHOD_LIST);
                }
            }
            assertThat(daemon.daemon().faults()).isZero();
        }
    }

    @Test
    void aShortAuthenticationChoiceIsWaitedFor() throws Exception {
        CapturedSession session = CapturedSession.load("raw_auth_short.raw-d501");
        List<Item> recorded = session.items(Direction.CLIENT_TO_DAEMON, 1);
        Item missing = new Item(Direction.CLIENT_TO_DAEMON, 1, new byte[60], "the 60 bytes that were missing");
        List<Item> completed = List.of(recorded.get(0), recorded.get(1), missing);
        int port = FreePorts.next();
        try (EmbeddedDaemon daemon = EmbeddedDaemon.start(configuration(port), "d1");
                ReplayedConnection connection = new ReplayedConnection(port, completed)) {
            connection.sendRemainingBytes();
            connection.receive(answer(METHOD_LIST, "method list"));
            connection.receive(answer(ACCEPTED, "accept"));
            assertThat(connection.received()).endsWith(ACCEPTED);
            assertThat(daemon.daemon().faults()).isZero();
        }
    }

    @Test
    void missingNameBytesAreWaitedForAndSurplusBytesBelongToTheNextItem() throws Exception {
        CapturedSession session = CapturedSession.load("raw_name_length_mismatch.raw-d501");
        int port = FreePorts.next();
        try (EmbeddedDaemon daemon = EmbeddedDaemon.start(configuration(port), "d1")) {
            completeName(port, session.items(Direction.CLIENT_TO_DAEMON, 1).get(0), "de");
            // Announces 3 and sends 5: "de" is the begin of the authentication choice, here of no known method.
            Item tooLong = session.items(Direction.CLIENT_TO_DAEMON, 2).get(0);
            Item rest = new Item(Direction.CLIENT_TO_DAEMON, 2, new byte[Limits.AUTH_CHOICE - 2], "the rest");
            try (ReplayedConnection connection = new ReplayedConnection(port, List.of(tooLong, rest))) {
                connection.sendRemainingBytes();
                connection.receive(answer(METHOD_LIST, "method list"));
                connection.receive(answer(new byte[] {(byte) 0xf7}, "denied"));
                assertThat(connection.received()).endsWith((byte) 0xf7);
                connection.receiveEnd();
            }
            assertThat(daemon.daemon().faults()).isZero();
        }
    }

    private static void completeName(int port, Item tooShort, String missing) throws IOException {
        Item rest = new Item(
                Direction.CLIENT_TO_DAEMON, 1, missing.getBytes(StandardCharsets.ISO_8859_1), "the rest of the name");
        try (ReplayedConnection connection = new ReplayedConnection(port, List.of(tooShort, rest))) {
            connection.sendRemainingBytes();
            connection.receive(answer(METHOD_LIST, "method list"));
            assertThat(connection.received()).containsExactly(METHOD_LIST);
        }
    }
}
