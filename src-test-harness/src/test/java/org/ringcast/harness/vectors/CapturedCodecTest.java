package org.ringcast.harness.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringcast.harness.vectors.CapturedSession.Direction;
import org.ringcast.protocol.AcceptMessage;
import org.ringcast.protocol.AcceptParser;
import org.ringcast.protocol.AuthChoiceParser;
import org.ringcast.protocol.ConnectParser;
import org.ringcast.protocol.ConnectRequest;
import org.ringcast.protocol.DaemonFrames;
import org.ringcast.protocol.FrameFault;
import org.ringcast.protocol.FrameFault.Reason;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.FrameValidator;
import org.ringcast.protocol.GroupId;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.MalformedMessageException;
import org.ringcast.protocol.MembershipBody;
import org.ringcast.protocol.MethodListParser;
import org.ringcast.protocol.PrivateGroup;
import org.ringcast.protocol.ServiceType;

/**
 * Every byte of every recording goes through the parsers and comes back from the encoders unchanged.
 *
 * <p>Method: the bytes of each direction of each connection are walked as one stream, item after item. What is decoded is
 * encoded again and compared with the bytes it came from. Left out are only bytes that mean nothing: those after the NUL
 * of a name field. What clients send is also judged as a daemon judges it, and the verdict is compared with what the
 * recorded daemon did.
 */
class CapturedCodecTest {
    /** Recordings in which the recorded daemon refused or dropped a handshake only because it came in pieces. */
    private static final Set<String> REFUSED_FOR_THE_PIECES =
            Set.of("raw_connect_split", "raw_auth_short", "raw_name_length_mismatch");

    static List<String> names() {
        return CapturedSession.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsDecodedIsEncodedAgain(String name) throws MalformedMessageException {
        CapturedSession session = CapturedSession.load(name);
        for (int connection = 1; connection <= session.connectionCount(); connection++) {
            new Connection(session, connection).walk();
        }
    }

    @Test
    void illegalHeadersHaveTheFaultsTheyWereMadeFor() throws MalformedMessageException {
        List<Reason> expected = List.of(
                Reason.ILLEGAL_TYPE,
                Reason.ILLEGAL_TYPE,
                Reason.ILLEGAL_TYPE,
                Reason.ILLEGAL_TYPE,
                Reason.ILLEGAL_TYPE,
                Reason.OTHER_SESSION,
                Reason.OTHER_DAEMON,
                Reason.ILLEGAL_SENDER,
                Reason.GROUP_COUNT,
                Reason.GROUP_COUNT,
                Reason.DATA_LENGTH,
                Reason.DATA_LENGTH,
                Reason.ILLEGAL_HINT,
                Reason.ILLEGAL_HINT,
                Reason.ILLEGAL_TYPE);
        for (String name : CapturedSession.namesOf("raw_illegal_headers")) {
            CapturedSession session = CapturedSession.load(name);
            List<Reason> found = new ArrayList<>();
            for (int connection = 1; connection <= session.connectionCount(); connection++) {
                found.addAll(new Connection(session, connection).walk());
            }
            assertThat(found).as(name).isEqualTo(expected);
        }
    }

    @Test
    void onlyTheScenariosMadeForItHaveFaults() throws MalformedMessageException {
        Set<String> withFaults =
                Set.of("raw_illegal_headers", "raw_garbage_header", "bad_service_bits", "too_many_groups");
        for (String name : names()) {
            CapturedSession session = CapturedSession.load(name);
            List<Reason> found = new ArrayList<>();
            for (int connection = 1; connection <= session.connectionCount(); connection++) {
                found.addAll(new Connection(session, connection).walk());
            }
            assertThat(!found.isEmpty()).as(name + found).isEqualTo(withFaults.contains(session.scenario()));
        }
    }

    /** One connection of a recording, walked from both ends. */
    private static final class Connection {
        private final CapturedSession session;
        private final int number;
        private final Cursor client;
        private final Cursor daemon;
        private final List<Reason> faults = new ArrayList<>();

        Connection(CapturedSession session, int number) {
            this.session = session;
            this.number = number;
            this.client = new Cursor(session.stream(Direction.CLIENT_TO_DAEMON, number));
            this.daemon = new Cursor(session.stream(Direction.DAEMON_TO_CLIENT, number));
        }

        /** Returns the faults of the client's frames, at most one: the session ends with it. */
        List<Reason> walk() throws MalformedMessageException {
            ConnectRequest request = connectMessage();
            PrivateGroup privateGroup = request == null ? null : answers(request);
            if (privateGroup != null) {
                clientFrames(new FrameValidator(privateGroup));
                daemonFrames();
            }
            return faults;
        }

        private ConnectRequest connectMessage() {
            ConnectParser parser = new ConnectParser();
            int start = client.at;
            client.at += parser.feed(client.bytes, client.at, client.left());
            switch (parser.state()) {
                case NEED_MORE -> {
                    assertThat(session.isInPieces()).as(this.toString()).isTrue();
                    assertThat(client.left()).isZero();
                    return null;
                }
                case REJECTED -> {
                    assertThat(daemon.bytes)
                            .as(this.toString())
                            .containsExactly(parser.rejectCode().code());
                    return null;
                }
                case ACCEPTED -> {
                    assertThat(parser.request().encode()).isEqualTo(client.since(start));
                    return parser.request();
                }
            }
            throw new AssertionError(parser.state());
        }

        /** Checks method list, choice and accept message; null when the daemon refused the session. */
        private PrivateGroup answers(ConnectRequest request) {
            if (daemon.bytes.length <= 1) {
                // name in use, or one of the refusals that a daemon with more patience does not make
                boolean inUse = session.scenario().equals("name_clash") && daemon.bytes[0] == -6;
                assertThat(inUse || REFUSED_FOR_THE_PIECES.contains(session.scenario()))
                        .as(this.toString())
                        .isTrue();
                return null;
            }
            if (request.version().exchangesAuthentication() && !authentication()) {
                return null;
            }
            AcceptParser parser = new AcceptParser(request.version());
            int start = daemon.at;
            daemon.at += parser.feed(daemon.bytes, daemon.at, daemon.left());
            if (parser.state() != AcceptParser.State.ACCEPTED) {
                assertThat(parser.resultByte()).as(this.toString()).isEqualTo((byte) -9);
                return null;
            }
            AcceptMessage accept = parser.accept();
            assertThat(accept.encode(request.version())).isEqualTo(daemon.since(start));
            PrivateGroup privateGroup = PrivateGroup.fromName(accept.privateGroup());
            if (!request.privateName().isEmpty()) {
                assertThat(privateGroup.privateName()).isEqualTo(request.privateName());
            }
            return privateGroup;
        }

        private boolean authentication() {
            MethodListParser list = new MethodListParser();
            int start = daemon.at;
            daemon.at += list.feed(daemon.bytes, daemon.at, daemon.left());
            assertThat(list.methods().encode()).isEqualTo(daemon.since(start));
            AuthChoiceParser choice = new AuthChoiceParser();
            start = client.at;
            client.at += choice.feed(client.bytes, client.at, client.left());
            if (!choice.isDone()) {
                assertThat(session.scenario())
                        .isIn("raw_auth_short", "auth_method_not_offered", "auth_nothing_allowed");
                return false;
            }
            assertThat(choice.choice().encode()).isEqualTo(client.since(start));
            return true;
        }

        private void clientFrames(FrameValidator validator) throws MalformedMessageException {
            FrameHeader header = new FrameHeader();
            while (client.left() >= Limits.HEADER) {
                int start = client.at;
                header.wrap(client.bytes.clone(), start);
                FrameFault fault = validator.checkHeader(header);
                if (fault != null) {
                    faults.add(fault.reason());
                    return;
                }
                if (client.left() < Limits.HEADER + header.payloadLength()) {
                    break;
                }
                assertThat(validator.checkGroups(header, client.bytes, start + Limits.HEADER))
                        .isNull();
                client.at += frame(client.bytes, start);
            }
            boolean cut = session.scenario().equals("raw_close_in_mid_message");
            assertThat(client.left() > 0).as(this.toString()).isEqualTo(cut && number == 2);
        }

        private void daemonFrames() throws MalformedMessageException {
            while (daemon.left() >= Limits.HEADER) {
                FrameHeader header = new FrameHeader().wrap(daemon.bytes, daemon.at);
                assertThat(header.isLittleEndian()).isTrue();
                if (daemon.left() < Limits.HEADER + header.payloadLength()) {
                    break;
                }
                daemon.at += frame(daemon.bytes, daemon.at);
            }
            // only a killed slow reader is left with a piece of a message
            assertThat(daemon.left() > 0)
                    .as(this.toString())
                    .isEqualTo(session.scenario().equals("slow_reader_killed") && number == 1);
        }

        @Override
        public String toString() {
            return session.name() + " connection " + number;
        }
    }

    /** Decodes and encodes the frame at {@code start} and returns its length. */
    private static int frame(byte[] bytes, int start) throws MalformedMessageException {
        FrameHeader header = new FrameHeader().wrap(bytes, start);
        int length = Limits.HEADER + (int) header.payloadLength();
        int groupsStart = start + Limits.HEADER;
        int dataStart = groupsStart + header.groupCount() * Limits.GROUP_NAME;
        byte[] expected = Arrays.copyOfRange(bytes, start, start + length);
        clearAfterNul(expected, FrameHeader.SENDER_OFFSET);
        List<GroupName> groups = new ArrayList<>();
        for (int i = 0; i < header.groupCount(); i++) {
            groups.add(GroupName.fromField(bytes, groupsStart + i * Limits.GROUP_NAME));
            clearAfterNul(expected, Limits.HEADER + i * Limits.GROUP_NAME);
        }
        assertThat(encode(header, groups, Arrays.copyOfRange(bytes, dataStart, start + length)))
                .isEqualTo(expected);
        if (header.isLittleEndian() && ServiceType.isMembership(header.serviceBits())) {
            assertThat(notification(header, groups, bytes, dataStart)).isEqualTo(expected);
        }
        return length;
    }

    private static byte[] encode(FrameHeader header, List<GroupName> groups, byte[] data) {
        byte[] frame = new byte[Limits.HEADER + groups.size() * Limits.GROUP_NAME + data.length];
        int hint = FrameHeader.rawHintOf(header.messageType(), header.isHintLittleEndian());
        FrameHeader.write(
                frame,
                0,
                header.isLittleEndian(),
                header.serviceBits(),
                header.sender(),
                groups.size(),
                hint,
                data.length);
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).writeField(frame, Limits.HEADER + i * Limits.GROUP_NAME);
        }
        System.arraycopy(data, 0, frame, frame.length - data.length, data.length);
        return frame;
    }

    private static byte[] notification(FrameHeader header, List<GroupName> members, byte[] bytes, int dataStart)
            throws MalformedMessageException {
        int type = header.serviceBits();
        if (ServiceType.isSelfLeave(type)) {
            return DaemonFrames.selfLeave(header.sender());
        }
        if (ServiceType.isTransition(type)) {
            return DaemonFrames.transition(header.sender(), GroupId.read(bytes, dataStart, true));
        }
        MembershipBody body = MembershipBody.read(bytes, dataStart, header.dataLength(), true);
        assertThat(body.localSetIndex()).isNotNegative();
        return DaemonFrames.membership(type & ~ServiceType.REG_MEMB, header.sender(), members, body);
    }

    private static void clearAfterNul(byte[] bytes, int offset) {
        int length = GroupName.fieldLength(bytes, offset);
        Arrays.fill(bytes, offset + length, offset + Limits.GROUP_NAME, (byte) 0);
    }

    /** Place in a stream. */
    private static final class Cursor {
        private final byte[] bytes;
        private int at;

        Cursor(byte[] bytes) {
            this.bytes = bytes;
        }

        int left() {
            return bytes.length - at;
        }

        byte[] since(int start) {
            return Arrays.copyOfRange(bytes, start, at);
        }
    }
}
