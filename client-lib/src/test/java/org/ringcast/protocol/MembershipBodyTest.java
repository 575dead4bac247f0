package org.ringcast.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipBodyTest {
    private static final GroupName ALICE = GroupName.of("#alice#d1");
    private static final GroupName BOB = GroupName.of("#bob#d1");
    private static final GroupName CAROL = GroupName.of("#carol#d2");
    private static final GroupId ID = new GroupId(0x5c8d7aef, 0x6b003928, 1);
    private static final byte[] FIRST_JOIN = Hex.bytes("80110080" + Hex.field("g1") + "01000000 80000080 38000000"
            + Hex.field("#alice#d1")
            + "ef7a8d5c 2839006b 01000000 01000000 00000000 01000000"
            + Hex.field("#alice#d1"));

    @Test
    void check18_firstJoinByteForByte() {
        MembershipBody body = MembershipBody.ofSingle(ID, ALICE);
        assertThat(body.encodedLength()).isEqualTo(56);
        assertThat(DaemonFrames.membership(ServiceType.CAUSED_BY_JOIN, GroupName.of("g1"), List.of(ALICE), body))
                .isEqualTo(FIRST_JOIN)
                .hasSize(136);
    }

    @Test
    void firstJoinIsRead() throws MalformedMessageException {
        MembershipBody body = MembershipBody.read(FIRST_JOIN, 80, 56, true);
        assertThat(body).isEqualTo(MembershipBody.ofSingle(ID, ALICE));
        assertThat(body.localSetIndex()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void networkBodyWithAnEmptySetInEitherByteOrder(boolean littleEndian) throws MalformedMessageException {
        List<VsSet> sets = List.of(new VsSet(List.of(ALICE, BOB)), new VsSet(List.of()), new VsSet(List.of(CAROL)));
        for (int local = 0; local < 3; local++) {
            MembershipBody body = MembershipBody.ofLocalIndex(ID, sets, local);
            byte[] bytes = new byte[body.encodedLength() + 5];
            body.write(bytes, 5, littleEndian);
            MembershipBody read = MembershipBody.read(bytes, 5, bytes.length - 5, littleEndian);
            assertThat(read).isEqualTo(body);
            assertThat(read.localSetIndex()).isEqualTo(local);
        }
        assertThat(new MembershipBody(ID, sets, 7).localSetIndex()).isEqualTo(-1);
        assertThat(MembershipBody.setOffset(sets, 2)).isEqualTo(68 + 4);
    }

    @Test
    void patchedFrameIsTheOneOfTheOtherReceiver() {
        List<GroupName> members = List.of(ALICE, BOB);
        List<VsSet> sets = List.of(new VsSet(List.of(ALICE)), new VsSet(List.of(BOB)));
        GroupName group = GroupName.of("g1");
        byte[] first = DaemonFrames.membership(
                ServiceType.CAUSED_BY_NETWORK, group, members, MembershipBody.ofLocalIndex(ID, sets, 0));
        byte[] second = DaemonFrames.membership(
                ServiceType.CAUSED_BY_NETWORK, group, members, MembershipBody.ofLocalIndex(ID, sets, 1));
        assertThat(first).isNotEqualTo(second);
        DaemonFrames.patchLocalSetOffset(first, members.size(), MembershipBody.setOffset(sets, 1));
        assertThat(first).isEqualTo(second);
    }

    @Test
    void transitionAndSelfLeave() {
        assertThat(DaemonFrames.transition(GroupName.of("g1"), ID))
                .isEqualTo(Hex.bytes(
                        "80200080" + Hex.field("g1") + "00000000 80000080 0c000000" + "ef7a8d5c 2839006b 01000000"));
        assertThat(DaemonFrames.selfLeave(GroupName.of("g1")))
                .isEqualTo(Hex.bytes("80020080" + Hex.field("g1") + "00000000 80000080 00000000"));
    }

    @Test
    void bodiesThatLieAreRefusedWithoutAllocation() {
        byte[] bytes = new byte[56];
        MembershipBody.ofSingle(ID, ALICE).write(bytes, 0, true);
        assertMalformed(bytes, 55);
        assertMalformed(bytes, 23);
        assertMalformed(bytes, 20);
        assertMalformed(bytes, 19);
        assertMalformed(bytes, 0);
        for (int count : new int[] {-1, 2, 10, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            byte[] lying = bytes.clone();
            Words.putLittleEndian(lying, 12, count);
            assertMalformed(lying, 56);
            lying = bytes.clone();
            Words.putLittleEndian(lying, 20, count);
            assertMalformed(lying, 56);
        }
    }

    @Test
    void rejectCarriesTheOriginalTypeAndTheSendersGroup() {
        byte[] header = new byte[Limits.HEADER];
        FrameHeader.write(header, 0, false, ServiceType.JOIN | ServiceType.SELF_DISCARD, ALICE, 1, 0x00123400, 2);
        byte[] payload = Hex.bytes(Hex.field("g1") + "6162");
        byte[] frame = DaemonFrames.reject(new FrameHeader().wrap(header, 0), payload, 0);
        assertThat(frame)
                .isEqualTo(Hex.bytes("c0004080" + Hex.field("#alice#d1") + "02000000 00341200 02000000" + "c0010080"
                        + Hex.field("g1") + Hex.field("#alice#d1") + "6162"));
    }

    @Test
    void rejectOfHundredGroupsReplacesTheLast() {
        byte[] header = new byte[Limits.HEADER];
        FrameHeader.write(header, 0, true, ServiceType.SAFE, ALICE, 100, EndianMark.MASK, 1);
        StringBuilder groups = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            groups.append(Hex.field("g" + i));
        }
        byte[] frame = DaemonFrames.reject(new FrameHeader().wrap(header, 0), Hex.bytes(groups + "7a"), 0);
        assertThat(frame).hasSize(48 + 4 + 3200 + 1);
        FrameHeader read = new FrameHeader().wrap(frame, 0);
        assertThat(read.groupCount()).isEqualTo(100);
        assertThat(read.payloadLength()).isEqualTo(frame.length - 48L);
        assertThat(GroupName.fromField(frame, 52 + 98 * 32)).hasToString("g98");
        assertThat(GroupName.fromField(frame, 52 + 99 * 32)).isEqualTo(ALICE);
        assertThat(frame[frame.length - 1]).isEqualTo((byte) 'z');
    }

    private static void assertMalformed(byte[] bytes, int length) {
        assertThatThrownBy(() -> MembershipBody.read(bytes, 0, length, true))
                .isInstanceOf(MalformedMessageException.class);
    }
}
