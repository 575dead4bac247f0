package org.ringcast.harness.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.GroupsCursor;
import org.ringcast.daemon.wire.GroupsMessage;
import org.ringcast.daemon.wire.GroupsWriter;
import org.ringcast.daemon.wire.MessageHeader;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.Verdict;
import org.ringcast.harness.vectors.CapturedMessage;
import org.ringcast.harness.vectors.DatagramCapture;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.ServiceType;

/** The group state that real daemons told each other is read as it was decoded independently, and written again unchanged. */
final class GroupsCaptureTest {
    /** Lists of more entries are abridged in the independent decode. */
    private static final int LONG_LIST = 20;

    private static final Map<Integer, String> NAMES = new LinkedHashMap<>();

    static {
        int[] ids = {0x5c8d7aef, 0x14c565a0, 0xef46226e};
        for (int i = 0; i < ids.length; i++) {
            NAMES.put(ids[i], "\"d" + (i + 1) + "\"");
        }
        for (int i = 1; i <= 4; i++) {
            NAMES.put(0x0a4e0000 + i, "\"d" + i + "\"");
        }
        // Without a name in the independent decode.
        NAMES.put(0xd5c30851, "-708638639");
    }

    static Stream<String> captures() {
        return DatagramCapture.names("groups").stream();
    }

    private static boolean isGroups(CapturedMessage message) {
        return (PacketType.read(message.buffer(), 0) & ServiceType.GROUPS) != 0;
    }

    private static List<CapturedMessage> groupsMessages(String name) {
        List<CapturedMessage> messages = CapturedMessage.of(DatagramCapture.load(name)).stream()
                .filter(GroupsCaptureTest::isGroups)
                .toList();
        assertThat(messages).isNotEmpty();
        return messages;
    }

    private static GroupsMessage wrap(byte[] bytes) {
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        assertThat(GroupsMessage.validate(buffer, 0, bytes.length)).isEqualTo(Verdict.OK);
        GroupsMessage message = new GroupsMessage();
        message.wrap(buffer, 0, bytes.length);
        return message;
    }

    /** The chunks of one representative are written as it sent them: the last part first. */
    @ParameterizedTest
    @MethodSource("captures")
    void check40_3_stateIsWrittenAsItWasRead(String name) {
        Map<String, List<CapturedMessage>> exchanges = new LinkedHashMap<>();
        for (CapturedMessage message : groupsMessages(name)) {
            exchanges
                    .computeIfAbsent(message.ring() + " " + message.originator(), key -> new ArrayList<>())
                    .add(message);
        }
        for (List<CapturedMessage> exchange : exchanges.values()) {
            // A daemon left over from an earlier exchange may have sent twice in one ring: take sequence by sequence.
            List<CapturedMessage> sequence = new ArrayList<>();
            for (CapturedMessage message : exchange) {
                sequence.add(message);
                if (wrap(message.bytes()).isLast()) {
                    assertWrittenAgain(sequence);
                    sequence.clear();
                }
            }
            assertThat(sequence).as("messages behind the last one").isEmpty();
        }
        if (name.contains("bigstate")) {
            assertThat(exchanges.values())
                    .anySatisfy(e -> assertThat(e)
                            .extracting(m -> m.bytes().length - 48, CapturedMessage::service)
                            .containsExactly(tuple(34901, PacketType.RELIABLE), tuple(99405, PacketType.AGREED)));
        }
    }

    private static void assertWrittenAgain(List<CapturedMessage> sequence) {
        GroupsMessage first = wrap(sequence.get(sequence.size() - 1).bytes());
        assertThat(first.carriesSyncedSet()).isTrue();
        int[] synced = new int[first.syncedSetSize()];
        for (int i = 0; i < synced.length; i++) {
            synced[i] = first.syncedId(i);
        }
        GroupsWriter writer = new GroupsWriter(
                UnpooledByteBufAllocator.DEFAULT,
                first.endian(),
                first.daemonName(),
                first.ringProcId(),
                first.ringTime(),
                synced);
        GroupName lastGroup = null;
        for (int i = sequence.size() - 1; i >= 0; i--) {
            lastGroup = writeGroups(wrap(sequence.get(i).bytes()), writer, lastGroup);
        }
        List<ByteBuf> written = writer.finish();
        assertThat(written).hasSameSizeAs(sequence);
        for (int i = 0; i < written.size(); i++) {
            assertThat(written.get(i)).isEqualTo(sequence.get(i).buffer());
            written.get(i).release();
        }
    }

    /** A group that goes on in the next chunk is begun only once. */
    private static GroupName writeGroups(GroupsMessage message, GroupsWriter writer, GroupName before) {
        GroupName lastGroup = before;
        GroupsCursor cursor = new GroupsCursor().reset(message);
        while (cursor.nextGroup()) {
            if (!cursor.groupName().equals(lastGroup)) {
                writer.group(
                        cursor.groupName(),
                        cursor.groupProcId(),
                        cursor.groupTime(),
                        cursor.groupIndex(),
                        cursor.isChanged());
            }
            lastGroup = cursor.groupName();
            while (cursor.nextDaemon()) {
                writer.daemon(
                        cursor.daemonId(),
                        cursor.daemonMembershipProcId(),
                        cursor.daemonMembershipTime(),
                        cursor.numMembers());
                for (int i = 0; i < cursor.numMembers(); i++) {
                    writer.member(cursor.member(i));
                }
            }
        }
        return lastGroup;
    }

    @ParameterizedTest
    @MethodSource("captures")
    void check40_3_stateIsReadAsDecodedIndependently(String name) {
        List<String> expected = DatagramCapture.linesOf(name + ".messages.txt").stream()
                .filter(line -> line.startsWith("      {\"memb_id\""))
                .map(String::strip)
                .sorted()
                .toList();
        List<String> actual = groupsMessages(name).stream()
                .map(message -> describe(wrap(message.bytes())))
                .sorted()
                .toList();
        assertThat(actual).hasSameSizeAs(expected);
        assertThat(actual).isEqualTo(expected);
    }

    /** All integers turned round but {@code changed} and hint: the same state. {@code changed} is then 0x0100 and counts as set. */
    @ParameterizedTest
    @MethodSource("captures")
    void check40_4_byteSwappedStateIsTheSame(String name) {
        boolean anyChanged = false;
        for (CapturedMessage message : groupsMessages(name)) {
            GroupsMessage original = wrap(message.bytes());
            GroupsMessage swapped = wrap(swap(message.bytes()));
            assertThat(swapped.endian()).isEqualTo(Endian.BIG);
            assertThat(swapped.isLast()).isEqualTo(original.isLast());
            assertThat(swapped.daemonName()).isEqualTo(original.daemonName());
            assertThat(swapped.syncedSetSize()).isEqualTo(original.syncedSetSize());
            String described = describe(original);
            assertThat(describe(swapped)).isEqualTo(described);
            anyChanged |= described.contains("\"changed\": 1");
        }
        assertThat(anyChanged || !name.contains("swap"))
                .as("a changed group in the capture that was made for it")
                .isTrue();
    }

    private static String describe(GroupsMessage message) {
        StringBuilder out = new StringBuilder();
        out.append("{\"memb_id\": [").append(message.ringProcId()).append(", ").append(message.ringTime());
        out.append("], \"first_flag\": ")
                .append(message.carriesSyncedSet() ? 1 : 0)
                .append(", ");
        if (message.carriesSyncedSet()) {
            StringJoiner synced = new StringJoiner(", ", "\"synced_set\": [", "], ");
            for (int i = 0; i < message.syncedSetSize(); i++) {
                synced.add(NAMES.get(message.syncedId(i)));
            }
            out.append(synced);
        }
        List<String> groups = new ArrayList<>();
        GroupsCursor cursor = new GroupsCursor().reset(message);
        while (cursor.nextGroup()) {
            groups.add(describeGroup(cursor));
        }
        int all = groups.size();
        if (all > LONG_LIST) {
            groups.subList(2, all - 1).clear();
            groups.add(2, "\"... " + all + " groups in all\"");
        }
        return out.append("\"groups\": [")
                .append(String.join(", ", groups))
                .append("]}")
                .toString();
    }

    private static String describeGroup(GroupsCursor cursor) {
        String head = "{\"name\": \"" + cursor.groupName() + "\", \"gid\": [" + cursor.groupProcId() + ", "
                + cursor.groupTime() + ", " + cursor.groupIndex() + "], \"changed\": " + (cursor.isChanged() ? 1 : 0);
        StringJoiner daemons = new StringJoiner(", ", head + ", \"daemons\": [", "]}");
        while (cursor.nextDaemon()) {
            int all = cursor.numMembers();
            StringJoiner members = new StringJoiner("\", \"", "[\"", "\"]").setEmptyValue("[]");
            for (int i = 0; i < (all > LONG_LIST ? 2 : all); i++) {
                members.add(cursor.member(i).toString());
            }
            if (all > LONG_LIST) {
                members.add("... " + all + " in all");
            }
            daemons.add(
                    "{\"proc\": " + NAMES.get(cursor.daemonId()) + ", \"memb_id\": [" + cursor.daemonMembershipProcId()
                            + ", " + cursor.daemonMembershipTime() + "], \"members\": " + members + "}");
        }
        return daemons.toString();
    }

    /** Written without the codecs. */
    private static byte[] swap(byte[] message) {
        byte[] bytes = message.clone();
        ByteBuf in = Unpooled.wrappedBuffer(message);
        ints(bytes, 0, 1);
        bytes[0] ^= (byte) 0x80;
        bytes[3] ^= (byte) 0x80;
        ints(bytes, 32, 2); // size of the synced set, number of groups
        ints(bytes, 44, 3); // length, ring
        int at = 57;
        if (message[56] == 1) {
            int count = in.getIntLE(57);
            ints(bytes, 57, 1 + count);
            at = 61 + 4 * count;
        }
        while (at < bytes.length) {
            ints(bytes, at + 32, 3);
            // The two bytes of "changed" at + 44 are in no order; a big-endian daemon would have written them so.
            reverse(bytes, at + 44, 2);
            int daemons = in.getUnsignedShortLE(at + 46);
            reverse(bytes, at + 46, 2);
            at += 48;
            for (int i = 0; i < daemons; i++) {
                ints(bytes, at, 3);
                int members = in.getUnsignedShortLE(at + 12);
                reverse(bytes, at + 12, 2);
                at += 14 + 32 * members;
            }
        }
        return bytes;
    }

    private static void ints(byte[] bytes, int at, int count) {
        for (int i = 0; i < count; i++) {
            reverse(bytes, at + 4 * i, 4);
        }
    }

    private static void reverse(byte[] bytes, int at, int size) {
        for (int i = 0; i < size / 2; i++) {
            byte swapped = bytes[at + i];
            bytes[at + i] = bytes[at + size - 1 - i];
            bytes[at + size - 1 - i] = swapped;
        }
    }

    /** JOIN, LEAVE, KILL of a client that disconnects, KILL that a daemon makes for a lost client. */
    @Test
    void check40_6_requestsOfClientsAsDaemonsForwardThem() {
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (String name : List.of("groups/basic-501", "groups/basic-440")) {
            for (CapturedMessage message : CapturedMessage.of(DatagramCapture.load(name))) {
                ByteBuf buffer = message.buffer();
                assertThat(MessageHeader.validateMessage(buffer, 0, message.bytes().length))
                        .isEqualTo(Verdict.OK);
                MessageHeader header = new MessageHeader();
                header.wrap(buffer, 0, message.bytes().length);
                if ((header.type() & ServiceType.REQUEST_MASK) != 0) {
                    assertThat(header.sender().startsLikePrivateGroup()).isTrue();
                    seen.merge(
                            Integer.toHexString(header.type()) + " groups=" + header.numGroups() + " packet="
                                    + message.service() + " bytes=" + message.bytes().length,
                            1,
                            Integer::sum);
                }
            }
        }
        assertThat(seen.keySet())
                .containsExactlyInAnyOrder(
                        "80010080 groups=1 packet=8 bytes=80",
                        "80020080 groups=1 packet=8 bytes=80",
                        "80040080 groups=1 packet=8 bytes=80",
                        "800400a0 groups=0 packet=16 bytes=48");
    }
}
