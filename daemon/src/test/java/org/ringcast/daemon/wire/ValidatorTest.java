package org.ringcast.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each validator refuses, one change to a good packet at a time. */
final class ValidatorTest {
    private final WireValidator validator = new WireValidator(ProtocolLevel.LEVEL_5, 3);

    /** The sample changed, with its length put right, as seen by the validator of its own kind. */
    private Verdict verdict(String sample, Consumer<ByteBuf> change) {
        ByteBuf packet = Sample.load(sample).buffer();
        change.accept(packet);
        int length = packet.capacity();
        boolean token = PacketKind.onTokenPort(packet, 0, length) != PacketKind.UNKNOWN;
        PacketKind kind = token ? PacketKind.onTokenPort(packet, 0, length) : PacketKind.onDataPort(packet, 0, length);
        return validator.validate(kind, packet, 0, length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"alive", "data", "form1", "form2", "hurry", "join", "partition", "refer", "reload", "token"})
    void check30_23_packetsCutAnywhereAreRefused(String name) {
        Sample sample = Sample.load(name);
        ByteBuf packet = sample.buffer();
        boolean token = PacketKind.onTokenPort(packet, 0, sample.length()) != PacketKind.UNKNOWN;
        PacketKind kind = token ? PacketKind.onTokenPort(packet, 0, 4) : PacketKind.onDataPort(packet, 0, 4);
        assertThat(validator.validate(kind, packet, 0, sample.length())).isEqualTo(Verdict.OK);
        for (int length = 0; length < sample.length(); length++) {
            Verdict expected = length < 40 ? Verdict.TOO_SHORT : Verdict.LENGTH_MISMATCH;
            assertThat(validator.validate(kind, Unpooled.wrappedBuffer(sample.bytes(), 0, length), 0, length))
                    .as("%d bytes", length)
                    .isEqualTo(expected);
            // And with the length field telling what is there.
            ByteBuf honest = Unpooled.copiedBuffer(sample.bytes(), 0, length);
            if (length >= 40) {
                honest.setShortLE(token ? TokenHeader.RTR_LEN_OFFSET : PacketHeader.DATA_LEN_OFFSET, length - 40);
                boolean whole = switch (kind) {
                    case TOKEN -> length == 40;
                    case PARTITION -> length >= 46;
                    // Behind the first fragment, or behind one of the next ones.
                    case DATA -> length >= 256 && (length - 256) % 104 == 0;
                    default -> false;
                };
                assertThat(validator.validate(kind, honest, 0, length).isOk())
                        .as("honest %d bytes", length)
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void datagramsTooShortForATypeWordAreOfNoKind() {
        for (int length = 0; length < 4; length++) {
            ByteBuf packet = Unpooled.wrappedBuffer(new byte[length]);
            assertThat(PacketKind.onDataPort(packet, 0, length)).isEqualTo(PacketKind.UNKNOWN);
            assertThat(PacketKind.onTokenPort(packet, 0, length)).isEqualTo(PacketKind.UNKNOWN);
        }
        assertThat(validator.validate(PacketKind.UNKNOWN, Unpooled.EMPTY_BUFFER, 0, 0))
                .isEqualTo(Verdict.WRONG_KIND);
    }

    @ParameterizedTest
    @CsvSource({
        "00000002, DATA",
        "00000001, DATA",
        "00000028, DATA",
        "00000003, UNKNOWN",
        "00000000, UNKNOWN",
        "00000040, HURRY",
        "00000042, UNKNOWN",
        "00000100, ALIVE",
        "00000300, UNKNOWN",
        "00000108, UNKNOWN",
        "00000200, JOIN",
        "00000400, REFER",
        "00001008, UNKNOWN",
        "01000108, STATUS"
    })
    void kindsOnTheDataPort(String typeWord, PacketKind kind) {
        int type = Integer.parseUnsignedInt(typeWord, 16);
        assertThat(PacketKind.ofPacket(type)).isEqualTo(kind);
        assertThat(PacketKind.ofPacket(type | PacketType.ENDIAN_MARK)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "00000000, TOKEN",
        "00ff0000, TOKEN",
        "00001000, FORM1",
        "00002000, FORM2",
        "00003000, UNKNOWN",
        "00000008, UNKNOWN",
        "00000040, UNKNOWN",
        "00000100, UNKNOWN",
        "01000000, UNKNOWN"
    })
    void kindsOnTheTokenPort(String typeWord, PacketKind kind) {
        int type = Integer.parseUnsignedInt(typeWord, 16);
        assertThat(PacketKind.ofToken(type)).isEqualTo(kind);
        assertThat(PacketKind.ofToken(type | PacketType.ENDIAN_MARK)).isEqualTo(kind);
    }

    @Test
    void halfAByteOrderMarkIsRefused() {
        for (String name : new String[] {"data", "token"}) {
            ByteBuf packet = Sample.load(name).buffer();
            packet.setByte(3, 0);
            PacketKind kind = name.equals("data") ? PacketKind.DATA : PacketKind.TOKEN;
            assertThat(validator.validate(kind, packet, 0, packet.capacity())).isEqualTo(Verdict.HALF_BYTE_ORDER_MARK);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 737, 1433, 30000, -32768})
    void check20_9_defect20_5_fragmentLengthThatDoesNotFit(int length) {
        assertThat(verdict("data", p -> p.setShortLE(PacketHeader.FRAGMENT_LEN_OFFSET, length)))
                .isEqualTo(Verdict.BAD_FRAGMENT_LENGTH);
        assertThat(verdict("data", p -> p.setShortLE(258, length))).isEqualTo(Verdict.BAD_FRAGMENT_LENGTH);
    }

    /** A fragment's header needs a byte behind it, so nothing may follow the last fragment. */
    @Test
    void check20_9_defect20_5_bytesBehindTheLastFragment() {
        assertThat(verdict("data", p -> p.setShortLE(674, 99))).isEqualTo(Verdict.BAD_FRAGMENT_LENGTH);
        assertThat(verdict("data", p -> p.setShortLE(674, 90))).isEqualTo(Verdict.BAD_FRAGMENT_INDEX);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101, -101, 32767, -32768})
    void check20_5_check20_9_defect20_6_fragmentIndexOutOfRange(int index) {
        assertThat(verdict("data", p -> p.setShortLE(PacketHeader.FRAGMENT_INDEX_OFFSET, index)))
                .isEqualTo(Verdict.BAD_FRAGMENT_INDEX);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1, 100, -100})
    void check20_5_fragmentIndexInRange(int index) {
        assertThat(verdict("data", p -> p.setShortLE(PacketHeader.FRAGMENT_INDEX_OFFSET, index)))
                .isEqualTo(Verdict.OK);
    }

    /** Level 4 daemons in use cut messages into up to 10000 packets. */
    @Test
    void check20_5_level4AllowsMoreFragments() {
        ByteBuf packet = Sample.load("data").buffer();
        for (int index : new int[] {101, -10000, 10001}) {
            packet.setShortLE(PacketHeader.FRAGMENT_INDEX_OFFSET, index);
            assertThat(DataPacket.validate(ProtocolLevel.LEVEL_4, packet, 0, packet.capacity()))
                    .isEqualTo(index == 10001 ? Verdict.BAD_FRAGMENT_INDEX : Verdict.OK);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, -2, 0})
    void check20_5_furtherFragmentsAreWholeMessages(int index) {
        assertThat(verdict("data", p -> p.setShortLE(256, index))).isEqualTo(Verdict.BAD_FRAGMENT_INDEX);
    }

    @Test
    void sequenceNumbersStartAtOne() {
        assertThat(verdict("data", p -> p.setIntLE(PacketHeader.SEQ_OFFSET, 0))).isEqualTo(Verdict.BAD_SEQUENCE);
        assertThat(verdict("data", p -> p.setIntLE(PacketHeader.SEQ_OFFSET, -1)))
                .isEqualTo(Verdict.BAD_SEQUENCE);
        assertThat(verdict("data", p -> p.setIntLE(PacketHeader.SEQ_OFFSET, 1))).isEqualTo(Verdict.OK);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2, 32767, -32768})
    void check20_9_defect20_9_requestCountOutOfRange(int numSeq) {
        assertThat(verdict("token", p -> p.setShortLE(40 + RequestBlock.NUM_SEQ_OFFSET, numSeq)))
                .isEqualTo(Verdict.BAD_REQUEST_COUNT);
    }

    /** With fewer numbers than there are, the rest would have to be another block. */
    @Test
    void check20_9_defect20_9_requestBlockThatEndsEarly() {
        assertThat(verdict("token", p -> p.setShortLE(40 + RequestBlock.NUM_SEQ_OFFSET, 0)))
                .isEqualTo(Verdict.BODY_TOO_SHORT);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, OK",
        "0, OK",
        "19, OK",
        "20, BAD_SEGMENT_INDEX",
        "-2, BAD_SEGMENT_INDEX",
        "32767, BAD_SEGMENT_INDEX"
    })
    void check20_9_defect20_9_segmentIndex(int segment, Verdict expected) {
        assertThat(verdict("token", p -> p.setShortLE(40 + RequestBlock.SEGMENT_INDEX_OFFSET, segment)))
                .isEqualTo(expected);
    }

    /** At level 4 the length is a signed number. */
    @Test
    void tokenBodyOfMoreThan32767BytesIsTooLongForLevel4() {
        ByteBuf packet = Unpooled.buffer(WireLimits.MAX_TOKEN_BYTES);
        Token token = new Token();
        RequestBlock block = new RequestBlock();
        token.wrapNew(packet, 0, Endian.LITTLE);
        token.appendRequest(block, 1, 2, 3, 0);
        while (token.rtrLen() <= 32767) {
            token.appendSeq(block, 5);
        }
        assertThat(Token.validate(ProtocolLevel.LEVEL_4, packet, 0, token.lengthBytes()))
                .isEqualTo(Verdict.TOO_LONG);
        assertThat(Token.validate(ProtocolLevel.LEVEL_5, packet, 0, token.lengthBytes()))
                .isEqualTo(Verdict.OK);
    }

    @Test
    void aliveListsUpTo128Members() {
        assertThat(verdict("alive", p -> p.setShortLE(40, -1))).isEqualTo(Verdict.BAD_MEMBER_COUNT);
        assertThat(verdict("alive", p -> p.setShortLE(40, 129))).isEqualTo(Verdict.BAD_MEMBER_COUNT);
        assertThat(verdict("alive", p -> p.setShortLE(40, 2))).isEqualTo(Verdict.BODY_TOO_SHORT);
        assertThat(verdict("alive", p -> p.setShortLE(40, 0))).isEqualTo(Verdict.TRAILING_BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 26, 32767})
    void defect30_12_joinWithBadNumberOfRepresentatives(int numReps) {
        assertThat(verdict("join", p -> p.setShortLE(0x30, numReps))).isEqualTo(Verdict.BAD_REP_COUNT);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 3, 32767})
    void defect30_12_joinWithBadTypeOfRepresentative(int type) {
        assertThat(verdict("join", p -> p.setShortLE(0x38, type))).isEqualTo(Verdict.BAD_REP_TYPE);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 20})
    void defect30_12_joinWithBadSegment(int segment) {
        assertThat(verdict("join", p -> p.setShortLE(0x3a, segment))).isEqualTo(Verdict.BAD_SEGMENT_INDEX);
    }

    @Test
    void joinListsMustFillTheBody() {
        assertThat(verdict("join", p -> p.setShortLE(0x30, 2))).isEqualTo(Verdict.BODY_TOO_SHORT);
        assertThat(verdict("join", p -> p.setShortLE(0x28, 5))).isEqualTo(Verdict.BODY_TOO_SHORT);
        // One member less: its id is read as the counts of the list behind.
        assertThat(verdict("join", p -> p.setShortLE(0x28, 0))).isEqualTo(Verdict.BAD_REP_COUNT);
    }

    @ParameterizedTest
    @CsvSource({"0, BAD_REP_TYPE", "1, OK", "2, OK", "3, BAD_REP_TYPE", "-1, BAD_REP_TYPE"})
    void defect30_12_referNamesASegmentOrRingRepresentative(int type, Verdict expected) {
        assertThat(verdict("refer", p -> p.setIntLE(ReferPacket.REFERRED_TYPE_OFFSET, type)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "40, -1, BAD_MEMBER_COUNT",
        "40, 0, BAD_MEMBER_COUNT",
        "40, 127, OK",
        "40, 128, BAD_MEMBER_COUNT",
        "42, -1, BAD_MEMBER_COUNT",
        "42, 128, BAD_MEMBER_COUNT",
        "42, 32767, BAD_MEMBER_COUNT",
        "556, 0, BAD_REP_COUNT",
        "556, 26, BAD_REP_COUNT",
        "556, -1, BAD_REP_COUNT",
        "558, -1, BAD_REP_COUNT",
        "558, 2, BAD_REP_COUNT",
        "564, 3, BAD_REP_TYPE",
        "566, 20, BAD_SEGMENT_INDEX",
        "788, 0, BAD_COMMIT_COUNT",
        "788, 129, BAD_COMMIT_COUNT",
        "788, 2, BODY_TOO_SHORT",
        "790, 0, BAD_COMMIT_COUNT",
        "790, 2, BAD_COMMIT_COUNT"
    })
    void defect30_13_form1ShortFields(int offset, int value, Verdict expected) {
        assertThat(verdict("form1", p -> p.setShortLE(offset, value))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "760, -1, BAD_RING_COUNT",
        "760, 0, BAD_RING_COUNT",
        "760, 2, BODY_TOO_SHORT",
        "760, 21, BAD_RING_COUNT",
        "760, 2147483647, BAD_RING_COUNT",
        "776, -1, BAD_RING_STATE",
        "776, 90, BAD_RING_STATE",
        "776, 75, BAD_HOLE",
        "780, 86, BAD_HOLE",
        "784, -1, BAD_HOLE_COUNT",
        "784, 2, TRAILING_BYTES",
        "784, 4, BODY_TOO_SHORT",
        "784, 1601, BAD_HOLE_COUNT",
        "784, 2147483647, BAD_HOLE_COUNT",
        "792, 81, BAD_HOLE",
        "796, 74, BAD_HOLE",
        "800, 90, BAD_HOLE"
    })
    void defect30_13_form1IntFields(int offset, int value, Verdict expected) {
        assertThat(verdict("form1", p -> p.setIntLE(offset, value))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "40, -1, BAD_MEMBER_COUNT",
        "40, 0, OK",
        "40, 126, OK",
        "40, 127, BAD_MEMBER_COUNT",
        "42, 0, BAD_MEMBER_COUNT",
        "42, 127, BAD_MEMBER_COUNT",
        "42, -1, BAD_MEMBER_COUNT",
        "592, 0, BAD_COMMIT_COUNT",
        "594, 3, BAD_COMMIT_COUNT"
    })
    void form2ShortFields(int offset, int value, Verdict expected) {
        assertThat(verdict("form2", p -> p.setShortLE(offset, value))).isEqualTo(expected);
    }

    @Test
    void bareRequestsHaveNoBody() {
        ByteBuf hurry = Unpooled.copiedBuffer(Sample.load("hurry").bytes(), new byte[4]);
        hurry.setShortLE(PacketHeader.DATA_LEN_OFFSET, 4);
        assertThat(PacketHeader.validateHurry(hurry, 0, 44)).isEqualTo(Verdict.TRAILING_BYTES);
    }

    /** Of a data packet the header is looked at before it is known whether the sender has the same configuration. */
    @Test
    void check20_7_headerIsCheckedWithoutTheBody() {
        ByteBuf packet = Sample.load("data").buffer();
        packet.setShortLE(PacketHeader.FRAGMENT_LEN_OFFSET, -1);
        assertThat(PacketHeader.validateHeader(packet, 0, 776)).isEqualTo(Verdict.OK);
        assertThat(PacketHeader.validateHeader(packet, 0, 775)).isEqualTo(Verdict.LENGTH_MISMATCH);
        assertThat(PacketHeader.validateHeader(packet, 0, 39)).isEqualTo(Verdict.TOO_SHORT);
        assertThat(PacketHeader.validateHeader(packet, 0, 777)).isEqualTo(Verdict.BEYOND_BUFFER);
        assertThat(PacketHeader.validateHeader(packet, -1, 40)).isEqualTo(Verdict.BEYOND_BUFFER);
        assertThat(PacketHeader.validateHeader(packet, Integer.MAX_VALUE, Integer.MAX_VALUE))
                .isEqualTo(Verdict.BEYOND_BUFFER);
        assertThat(TokenHeader.validateHeader(packet, 0, 40)).isEqualTo(Verdict.OK);
        ByteBuf large = Unpooled.buffer(1500);
        large.setIntLE(0, 0x80000088);
        large.setShortLE(PacketHeader.DATA_LEN_OFFSET, 1433);
        assertThat(PacketHeader.validateHeader(large, 0, 1473)).isEqualTo(Verdict.TOO_LONG);
    }

    @Test
    void groupsMessage() {
        assertThat(groups(p -> {})).isEqualTo(Verdict.OK);
        assertThat(groups(p -> p.setByte(2, 0))).isEqualTo(Verdict.WRONG_KIND);
        assertThat(groups(p -> p.setIntLE(MessageHeader.DATA_LEN_OFFSET, 424))).isEqualTo(Verdict.LENGTH_MISMATCH);
        assertThat(groups(p -> p.setIntLE(MessageHeader.DATA_LEN_OFFSET, -1))).isEqualTo(Verdict.LENGTH_MISMATCH);
        assertThat(groups(p -> p.setIntLE(MessageHeader.NUM_GROUPS_OFFSET, 101)))
                .isEqualTo(Verdict.BAD_GROUP_COUNT);
        assertThat(groups(p -> p.setIntLE(MessageHeader.NUM_GROUPS_OFFSET, -1))).isEqualTo(Verdict.BAD_GROUP_COUNT);
        assertThat(groups(p -> {
                    p.setIntLE(MessageHeader.NUM_GROUPS_OFFSET, 1);
                    p.setIntLE(MessageHeader.DATA_LEN_OFFSET, 425 - 32);
                }))
                .isEqualTo(Verdict.BAD_GROUP_COUNT);
        assertThat(groups(p -> p.setIntLE(GroupsMessage.SYNCED_SET_SIZE_OFFSET, 0)))
                .isEqualTo(Verdict.BAD_SYNCED_SET);
        assertThat(groups(p -> p.setIntLE(GroupsMessage.SYNCED_SET_SIZE_OFFSET, 2)))
                .isEqualTo(Verdict.BAD_SYNCED_SET);
        assertThat(groups(p -> p.setIntLE(GroupsMessage.SYNCED_SET_SIZE_OFFSET, 129)))
                .isEqualTo(Verdict.BAD_SYNCED_SET);
        assertThat(groups(p -> p.setByte(GroupsMessage.FIRST_OFFSET, 2))).isEqualTo(Verdict.BAD_CHUNK_FLAG);
        assertThat(groups(p -> p.setByte(GroupsMessage.FIRST_OFFSET, -1))).isEqualTo(Verdict.BAD_CHUNK_FLAG);
    }

    /** Counts of the first group, alpha: daemons at 0x97, members of its daemon at 0xa5 of the packet, 40 less in the message. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 0x7fff, 0xffff})
    void defect40_17_groupEntriesBeyondTheMessage(int count) {
        assertThat(groups(p -> p.setShortLE(0xa5 - 40, count)).isOk()).isFalse();
        assertThat(groups(p -> p.setShortLE(0x97 - 40, count)).isOk()).isEqualTo(count == 1);
    }

    private static Verdict groups(Consumer<ByteBuf> change) {
        ByteBuf message = Sample.load("groups").buffer();
        change.accept(message);
        return GroupsMessage.validate(message, 0, message.capacity());
    }

    @Test
    void defect40_17_groupsMessageCutAnywhere() {
        byte[] bytes = Sample.load("groups").bytes();
        int whole = 0;
        for (int length = 0; length < bytes.length; length++) {
            ByteBuf message = Unpooled.copiedBuffer(bytes, 0, length);
            if (length >= 48) {
                message.setIntLE(MessageHeader.DATA_LEN_OFFSET, length - 48);
            }
            whole += GroupsMessage.validate(message, 0, length).isOk() ? 1 : 0;
        }
        // Behind the synced set, behind alpha, behind beta and behind delta: there a message may end.
        assertThat(whole).isEqualTo(4);
    }
}
