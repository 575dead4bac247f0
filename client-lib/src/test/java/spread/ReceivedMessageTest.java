package spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.protocol.DaemonFrames;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.MembershipBody;
import org.ringcast.protocol.ServiceType;
import org.ringcast.protocol.VsSet;

/** What comes out of {@code receive()} for each kind of message, and what its membership info says. */
@Timeout(30)
class ReceivedMessageTest {
    private final FakeDaemon daemon = new FakeDaemon();
    private final SpreadConnection connection = new SpreadConnection();
    private FakeDaemon.Session session;

    @BeforeEach
    void connect() throws Exception {
        session = daemon.connect(connection, "alice");
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        daemon.close();
    }

    private SpreadMessage receive(byte[] frame) throws Exception {
        session.send(frame);
        SpreadMessage message = connection.receive();
        assertThat(message.isIncoming()).isTrue();
        assertThat(message.isOutgoing()).isFalse();
        return message;
    }

    private static void assertKind(SpreadMessage message, boolean regular, boolean membership, boolean reject) {
        assertThat(message.isRegular()).isEqualTo(regular);
        assertThat(message.isMembership()).isEqualTo(membership);
        assertThat(message.isReject()).isEqualTo(reject);
    }

    private static List<String> names(SpreadGroup[] groups) {
        return Arrays.stream(groups).map(SpreadGroup::toString).toList();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void check06_regularMessages(boolean daemonLittle, boolean senderLittle) throws Exception {
        for (int service = 1; service <= 0x20; service <<= 1) {
            for (int type : new int[] {0, 1, -1, 32767, -32768}) {
                SpreadMessage message = receive(Frames.regular(
                        daemonLittle,
                        senderLittle,
                        service | ServiceType.SELF_DISCARD | ServiceType.SUBGROUP_CAST,
                        "#bob#d1",
                        List.of("g1", "#alice#d1", "g1"),
                        type,
                        "body"));
                assertKind(message, true, false, false);
                assertThat(message.getServiceType()).isEqualTo(service | 0x40000040);
                assertThat(message.isSelfDiscard()).isTrue();
                assertThat(message.getSender()).isEqualTo(new SpreadGroup(null, "#bob#d1"));
                assertThat(names(message.getGroups())).containsExactly("g1", "#alice#d1", "g1");
                assertThat(message.getType()).isEqualTo((short) type);
                assertThat(message.getEndianMismatch()).isEqualTo(senderLittle);
                assertThat(message.getData()).asString().isEqualTo("body");
                assertThat(message.getMembershipInfo()).isNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0x01, true, false, false, false, false, false",
        "0x02, false, true, false, false, false, false",
        "0x04, false, false, true, false, false, false",
        "0x08, false, false, false, true, false, false",
        "0x10, false, false, false, false, true, false",
        "0x20, false, false, false, false, false, true"
    })
    void check06_serviceBits(
            String service,
            boolean unreliable,
            boolean reliable,
            boolean fifo,
            boolean causal,
            boolean agreed,
            boolean safe)
            throws Exception {
        SpreadMessage message =
                receive(Frames.regular(true, true, Integer.decode(service), "#b#d", List.of("g"), 0, ""));
        assertThat(message.isUnreliable()).isEqualTo(unreliable);
        assertThat(message.isReliable()).isEqualTo(reliable);
        assertThat(message.isFifo()).isEqualTo(fifo);
        assertThat(message.isCausal()).isEqualTo(causal);
        assertThat(message.isAgreed()).isEqualTo(agreed);
        assertThat(message.isSafe()).isEqualTo(safe);
        assertThat(message.getData()).isEmpty();
    }

    @Test
    void check06_selfLeave() throws Exception {
        SpreadMessage message = receive(DaemonFrames.selfLeave(GroupName.of("g1")));
        assertKind(message, false, true, false);
        assertThat(message.getServiceType()).isEqualTo(0x200);
        assertThat(message.getSender()).hasToString("g1");
        assertThat(message.getGroups()).isEmpty();
        assertThat(message.getType()).isEqualTo((short) -1);
        assertThat(message.getEndianMismatch()).isFalse();
        assertThat(message.getData()).isEmpty();
        MembershipInfo info = message.getMembershipInfo();
        assertInfo(info, false, false, "leave");
        assertThat(info.isSelfLeave()).isTrue();
        assertThat(info.getGroup()).hasToString("g1");
        assertThat(info.getGroupID()).isNull();
        assertThat(info.getMembers()).isNull();
        assertThat(info.getLeft()).isNull();
        assertNoSets(info);
    }

    @Test
    void check06_transitionalSignal() throws Exception {
        SpreadMessage message = receive(DaemonFrames.transition(GroupName.of("g1"), Frames.ID));
        assertKind(message, false, true, false);
        assertThat(message.getServiceType()).isEqualTo(0x2000);
        assertThat(message.getGroups()).isEmpty();
        assertThat(message.getType()).isEqualTo((short) -1);
        assertThat(message.getData()).hasSize(12);
        MembershipInfo info = message.getMembershipInfo();
        assertInfo(info, false, true, "");
        assertThat(info.isSelfLeave()).isFalse();
        assertThat(info.getGroup()).hasToString("g1");
        assertThat(info.getGroupID()).isNull();
        assertThat(info.getMembers()).isNull();
        assertNoSets(info);
    }

    @Test
    void check06_reject() throws Exception {
        byte[] original = Frames.regular(true, false, ServiceType.SAFE | 0x40, "#alice#d1", List.of("g1"), -5, "body");
        FrameHeader header = new FrameHeader().wrap(original, 0);
        SpreadMessage message = receive(DaemonFrames.reject(header, original, Limits.HEADER));
        assertKind(message, false, false, true);
        assertThat(message.getServiceType()).isEqualTo(0x400060);
        assertThat(message.getSender()).hasToString("#alice#d1");
        assertThat(names(message.getGroups())).containsExactly("g1", "#alice#d1");
        assertThat(message.getType()).isEqualTo((short) -5);
        assertThat(message.getEndianMismatch()).isFalse();
        assertThat(message.getData()).asString().isEqualTo("body");
        assertThat(message.getMembershipInfo()).isNull();
    }

    @Test
    void check06_rejectFromABigEndianDaemon() throws Exception {
        byte[] frame = new byte[Limits.HEADER + 4 + 32 + 1];
        FrameHeader.write(
                frame,
                0,
                false,
                ServiceType.REJECT,
                GroupName.of("#alice#d1"),
                1,
                FrameHeader.rawHintOf((short) 9, true),
                1);
        frame[Limits.HEADER + 2] = 0x01; // CAUSED_BY_JOIN, big-endian
        GroupName.of("#alice#d1").writeField(frame, Limits.HEADER + 4);
        frame[frame.length - 1] = 'z';
        SpreadMessage message = receive(frame);
        assertThat(message.getServiceType()).isEqualTo(0x400100);
        assertKind(message, false, false, true);
        assertThat(message.getEndianMismatch()).isTrue();
        assertThat(message.getData()).asString().isEqualTo("z");
    }

    private static void assertInfo(MembershipInfo info, boolean regular, boolean transition, String cause) {
        assertThat(info.isRegularMembership()).isEqualTo(regular);
        assertThat(info.isTransition()).isEqualTo(transition);
        assertThat(info.isCausedByJoin()).isEqualTo(cause.equals("join"));
        assertThat(info.isCausedByLeave()).isEqualTo(cause.equals("leave"));
        assertThat(info.isCausedByDisconnect()).isEqualTo(cause.equals("disconnect"));
        assertThat(info.isCausedByNetwork()).isEqualTo(cause.equals("network"));
    }

    private static void assertNoSets(MembershipInfo info) {
        assertThat(info.getStayed()).isNull();
        assertThat(info.getVirtualSynchronySets()).isNull();
        assertThat(info.getMyVirtualSynchronySet()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"0x100, join", "0x200, leave", "0x400, disconnect"})
    void check07_lightWeightChanges(String bits, String cause) throws Exception {
        int causedBy = Integer.decode(bits);
        SpreadMessage message = receive(Frames.single(causedBy, "#bob#d1", "#aa#d1", "#alice#d1", "#zoe#d2"));
        assertKind(message, false, true, false);
        assertThat(message.getServiceType()).isEqualTo(0x1000 | causedBy);
        assertThat(message.getType()).isEqualTo((short) 1);
        assertThat(message.getEndianMismatch()).isFalse();
        assertThat(names(message.getGroups())).containsExactly("#aa#d1", "#alice#d1", "#zoe#d2");
        assertThat(message.getData()).hasSize(56);
        MembershipInfo info = message.getMembershipInfo();
        assertInfo(info, true, false, cause);
        assertThat(info.isSelfLeave()).isFalse();
        assertThat(info.getGroup()).isEqualTo(message.getSender()).hasToString("g1");
        assertThat(info.getGroupID()).isEqualTo(new GroupID(0x5c8d7aef, 1795178648, 2));
        assertThat(names(info.getMembers())).containsExactly("#aa#d1", "#alice#d1", "#zoe#d2");
        assertThat(info.getMembers()).isNotSameAs(info.getMembers());
        SpreadGroup bob = new SpreadGroup(null, "#bob#d1");
        assertThat(info.getJoined()).isEqualTo(cause.equals("join") ? bob : null);
        assertThat(info.getLeft()).isEqualTo(cause.equals("join") ? null : bob);
        assertThat(info.getDisconnected()).isEqualTo(cause.equals("disconnect") ? bob : null);
        assertNoSets(info);
    }

    @Test
    void check07_ownIndexIsMinusOneWhenNotAMember() throws Exception {
        assertThat(receive(Frames.single(0x200, "#alice#d1", "#bob#d1")).getType())
                .isEqualTo((short) -1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void check07_networkChangeAndTheOwnSet(int local) throws Exception {
        List<VsSet> sets = List.of(Frames.set("#alice#d1", "#bob#d1"), Frames.set(), Frames.set("#carol#d2"));
        SpreadMessage message = receive(Frames.network(local, sets, "#alice#d1", "#bob#d1", "#carol#d2"));
        MembershipInfo info = message.getMembershipInfo();
        assertInfo(info, true, false, "network");
        MembershipInfo.VirtualSynchronySet[] found = info.getVirtualSynchronySets();
        assertThat(found).hasSize(3);
        assertThat(info.getVirtualSynchronySets()).isSameAs(found);
        assertThat(info.getMyVirtualSynchronySet()).isSameAs(found[local]);
        assertThat(info.getStayed()).isSameAs(found[local].getMembers());
        for (int i = 0; i < 3; i++) {
            List<String> expected =
                    sets.get(i).members().stream().map(GroupName::toString).toList();
            assertThat(names(found[i].getMembers())).isEqualTo(expected);
            assertThat(found[i].getMembers()).isSameAs(found[i].getMembers());
            assertThat(found[i].getSize()).isEqualTo(expected.size());
            assertThat(found[i].getCapacity()).isEqualTo(expected.size());
        }
        assertThatThrownBy(() -> found[1].addMember(info.getGroup()))
                .isInstanceOf(ArrayIndexOutOfBoundsException.class);
        assertThat(info.getJoined()).isNull();
        assertThat(info.getLeft()).isNull();
        assertThat(info.getDisconnected()).isNull();
    }

    @Test
    void check07_offsetOfNoSetGivesNoOwnSet() throws Exception {
        MembershipBody body = new MembershipBody(Frames.ID, List.of(Frames.set("#alice#d1")), 8);
        byte[] frame = DaemonFrames.membership(0x800, GroupName.of("g1"), Frames.names("#alice#d1"), body);
        MembershipInfo info = receive(frame).getMembershipInfo();
        assertThat(info.getMyVirtualSynchronySet()).isNull();
        assertThat(info.getStayed()).isNull();
        assertThat(info.getVirtualSynchronySets()).hasSize(1);
    }

    @Test
    void check07_bigEndianMembership() throws Exception {
        MembershipBody body = MembershipBody.ofSingle(Frames.ID, GroupName.of("#alice#d1"));
        byte[] frame = new byte[Limits.HEADER + 32 + body.encodedLength()];
        GroupName group = GroupName.of("g1");
        FrameHeader.write(frame, 0, false, 0x1100, group, 1, 0, body.encodedLength());
        GroupName.of("#alice#d1").writeField(frame, Limits.HEADER);
        body.write(frame, Limits.HEADER + 32, false);
        MembershipInfo info = receive(frame).getMembershipInfo();
        assertThat(info.getGroupID()).hasToString("1552775919 1795178648 2");
        assertThat(info.getJoined()).hasToString("#alice#d1");
    }

    @Test
    void receivedGroupsCarryTheConnection() throws Exception {
        SpreadMessage message = receive(Frames.text("x"));
        SpreadGroup group = message.getGroups()[0];
        assertThatThrownBy(() -> group.join(connection, "g1")).hasMessage("Already joined.");
        group.leave();
        FakeDaemon.Frame leave = session.readFrame();
        assertThat(leave.header().serviceBits()).isEqualTo(ServiceType.LEAVE);
        assertThat(leave.groups()).containsExactly(GroupName.of("g1"));
        assertThatThrownBy(group::leave).hasMessage("No group to leave.");
    }

    @Test
    void severalMessagesAtOnce() throws Exception {
        session.send(Frames.text("one"));
        session.send(Frames.text("two"));
        SpreadMessage[] messages = connection.receive(2);
        assertThat(messages[0].getData()).asString().isEqualTo("one");
        assertThat(messages[1].getData()).asString().isEqualTo("two");
    }

    @Test
    void fieldsWithoutNulAndWithGarbageBehindIt() throws Exception {
        byte[] frame = Frames.text("x");
        Arrays.fill(frame, FrameHeader.SENDER_OFFSET + 20, FrameHeader.SENDER_OFFSET + 32, (byte) 'z');
        Arrays.fill(frame, Limits.HEADER, Limits.HEADER + 32, (byte) 'g');
        SpreadMessage message = receive(frame);
        assertThat(message.getSender()).hasToString("#bob#d1");
        assertThat(message.getGroups()[0]).hasToString("g".repeat(32));
    }
}
