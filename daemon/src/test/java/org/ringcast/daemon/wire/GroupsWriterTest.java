package org.ringcast.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringcast.protocol.GroupName;

/** GROUPS messages: where the state is cut, in which order the parts go out, and that they read as they were written. */
final class GroupsWriterTest {
    private static final int RING = 0x5c8d7aef;
    private static final int TIME = 1795179124;
    /** Name, group id, changed, daemons. */
    private static final int GROUP_HEADER = 48;
    /** Daemon id, its ring, number of members. */
    private static final int DAEMON_HEADER = 14;
    /** Ring id, flag, count and one id. */
    private static final int BODY_START_OF_FIRST = 8 + 1 + 4 + 4;

    /** The bound is 99952, but a body is always odd: 9 or 13 bytes and then even ones. */
    private static final int LARGEST_BODY = 99_951;

    private static final int FIRST_BODY_TOO_LARGE = 99_953;

    private final List<ByteBuf> toRelease = new ArrayList<>();

    @AfterEach
    void release() {
        toRelease.forEach(ByteBuf::release);
    }

    private GroupsWriter writer(Endian endian, int... syncedIds) {
        return new GroupsWriter(UnpooledByteBufAllocator.DEFAULT, endian, GroupName.of("d1"), RING, TIME, syncedIds);
    }

    private List<GroupsMessage> finish(GroupsWriter writer) {
        List<GroupsMessage> messages = new ArrayList<>();
        for (ByteBuf buffer : writer.finish()) {
            toRelease.add(buffer);
            assertThat(GroupsMessage.validate(buffer, 0, buffer.readableBytes()))
                    .isEqualTo(Verdict.OK);
            GroupsMessage message = new GroupsMessage();
            message.wrap(buffer, 0, buffer.readableBytes());
            messages.add(message);
        }
        return messages;
    }

    private static void members(GroupsWriter writer, int count) {
        for (int i = 0; i < count; i++) {
            writer.member(GroupName.of("#m" + i + "#d1"));
        }
    }

    /** One line for each group and daemon of a message. */
    private static List<String> lines(GroupsMessage message) {
        List<String> lines = new ArrayList<>();
        GroupsCursor cursor = new GroupsCursor().reset(message);
        while (cursor.nextGroup()) {
            lines.add(cursor.groupName() + " " + cursor.groupProcId() + "," + cursor.groupTime() + ","
                    + cursor.groupIndex() + " " + cursor.isChanged() + " " + cursor.numDaemons());
            while (cursor.nextDaemon()) {
                StringBuilder line = new StringBuilder("  " + cursor.daemonId() + " " + cursor.daemonMembershipProcId()
                        + "," + cursor.daemonMembershipTime());
                for (int i = 0; i < cursor.numMembers(); i++) {
                    line.append(' ').append(cursor.member(i));
                }
                lines.add(line.toString());
            }
        }
        return lines;
    }

    @ParameterizedTest
    @EnumSource(Endian.class)
    void stateIsReadAsWritten(Endian endian) {
        GroupsWriter writer = writer(endian, 7, -8);
        writer.group(GroupName.of("alpha"), RING, 5, 3, true);
        writer.daemon(7, 1, 2, 2);
        members(writer, 2);
        writer.daemon(-8, 3, 4, 1);
        members(writer, 1);
        writer.group(GroupName.of("beta"), RING, 6, 1, false);
        writer.daemon(7, 1, 2, 0);

        GroupsMessage message = finish(writer).get(0);

        assertThat(message.endian()).isEqualTo(endian);
        assertThat(message.type()).isEqualTo(0x00080010 | endian.mark());
        assertThat(message.isLast()).isTrue();
        assertThat(message.daemonName()).hasToString("d1");
        assertThat(message.syncedSetSize()).isEqualTo(2);
        assertThat(message.ringProcId()).isEqualTo(RING);
        assertThat(message.ringTime()).isEqualTo(TIME);
        assertThat(message.carriesSyncedSet()).isTrue();
        assertThat(message.syncedId(0)).isEqualTo(7);
        assertThat(message.syncedId(1)).isEqualTo(-8);
        assertThat(lines(message))
                .containsExactly(
                        "alpha " + RING + ",5,3 true 2",
                        "  7 1,2 #m0#d1 #m1#d1",
                        "  -8 3,4 #m0#d1",
                        "beta " + RING + ",6,1 false 1",
                        "  7 1,2");
    }

    /** Of a group that is skipped the daemons are skipped too. */
    @Test
    void nextGroupSkipsTheRestOfTheGroup() {
        GroupsWriter writer = writer(Endian.LITTLE, 7);
        writer.group(GroupName.of("alpha"), 1, 2, 3, false);
        writer.daemon(7, 1, 2, 2);
        members(writer, 2);
        writer.group(GroupName.of("beta"), 1, 2, 3, false);
        GroupsMessage message = finish(writer).get(0);

        GroupsCursor cursor = new GroupsCursor().reset(message);
        assertThat(cursor.nextGroup()).isTrue();
        assertThat(cursor.nextGroup()).isTrue();
        assertThat(cursor.groupName()).hasToString("beta");
        assertThat(cursor.nextDaemon()).isFalse();
        assertThat(cursor.nextGroup()).isFalse();
        assertThat(cursor.nextGroup()).isFalse();
    }

    @Test
    void ringIdCanBeOverwritten() {
        GroupsMessage message = finish(writer(Endian.BIG, 7)).get(0);
        message.setRing(11, 12);
        assertThat(message.ringProcId()).isEqualTo(11);
        assertThat(message.ringTime()).isEqualTo(12);
        assertThat(message.lengthBytes()).isEqualTo(48 + 17);
    }

    /** The largest body that the bound of 99952 bytes allows goes out whole. */
    @Test
    void check40_5_largestBodyGoesOutWhole() {
        int[] synced = syncedSetThatFillsUp(LARGEST_BODY);
        int groupBytes = GROUP_HEADER + DAEMON_HEADER;
        int rest = LARGEST_BODY - (13 + 4 * synced.length);
        GroupsWriter full = writer(Endian.LITTLE, synced);
        int groups = fill(full, rest, groupBytes);
        List<GroupsMessage> one = finish(full);
        assertThat(one).hasSize(1);
        assertThat(one.get(0).lengthBytes()).isEqualTo(99_999);
        assertThat(lines(one.get(0))).hasSize(2 * groups);
    }

    @Test
    void check40_5_oneEntryTooManyStartsAnotherChunk() {
        int[] synced = syncedSetThatFillsUp(FIRST_BODY_TOO_LARGE);
        int rest = FIRST_BODY_TOO_LARGE - (13 + 4 * synced.length);
        GroupsWriter writer = writer(Endian.LITTLE, synced);
        int groups = fill(writer, rest, GROUP_HEADER + DAEMON_HEADER);

        List<GroupsMessage> two = finish(writer);

        assertThat(two).hasSize(2);
        // Sent first: the later part, RELIABLE, without the synced set. It repeats the header of the group that was
        // cut.
        GroupsMessage later = two.get(0);
        GroupsMessage first = two.get(1);
        assertThat(later.isLast()).isFalse();
        assertThat(later.type() & 0x3f).isEqualTo(0x02);
        assertThat(later.carriesSyncedSet()).isFalse();
        assertThat(later.syncedSetSize()).isEqualTo(synced.length);
        assertThat(lines(later)).hasSize(2);
        assertThat(first.isLast()).isTrue();
        assertThat(first.carriesSyncedSet()).isTrue();
        List<String> lines = lines(first);
        assertThat(lines).hasSize(2 * groups - 1);
        assertThat(lines.get(lines.size() - 1)).endsWith(" 0");
        String cut = lines.get(lines.size() - 1);
        assertThat(lines(later).get(0)).startsWith(cut.substring(0, cut.indexOf(' ') + 1));
    }

    /** A synced set for which groups of one empty entry (62 bytes) and one entry with members fill {@code body} exactly. */
    private static int[] syncedSetThatFillsUp(int body) {
        for (int n = 1; n <= WireLimits.MAX_DAEMONS; n++) {
            if (entriesFor(body - 13 - 4 * n) >= 0) {
                return ids(n);
            }
        }
        throw new AssertionError("no synced set for " + body);
    }

    private static int[] ids(int count) {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = i + 1;
        }
        return ids;
    }

    /** Number of groups whose 62 bytes leave a multiple of 32 for members, -1 when there is none. */
    private static int entriesFor(int rest) {
        for (int groups = 1; groups * (GROUP_HEADER + DAEMON_HEADER) <= rest; groups++) {
            if ((rest - groups * (GROUP_HEADER + DAEMON_HEADER)) % 32 == 0) {
                return groups;
            }
        }
        return -1;
    }

    /** Writes groups with one entry each that need {@code rest} bytes; all members are in the first. */
    private static int fill(GroupsWriter writer, int rest, int groupBytes) {
        int groups = entriesFor(rest);
        int numMembers = (rest - groups * groupBytes) / 32;
        for (int i = 0; i < groups; i++) {
            writer.group(GroupName.of("g" + i), 1, 2, 3, false);
            writer.daemon(1, 1, 2, i == 0 ? numMembers : 0);
            members(writer, i == 0 ? numMembers : 0);
        }
        return groups;
    }

    /** A group of three daemons with members for a message each stands in three messages. */
    @Test
    void check40_5_groupSplitOverThreeChunks() {
        GroupsWriter writer = writer(Endian.LITTLE, 1, 2, 3);
        writer.group(GroupName.of("big"), 1, 2, 3, true);
        for (int daemon = 1; daemon <= 3; daemon++) {
            writer.daemon(daemon, 1, 2, 2000);
            members(writer, 2000);
        }

        List<GroupsMessage> messages = finish(writer);

        assertThat(messages).hasSize(3);
        for (int i = 0; i < 3; i++) {
            List<String> lines = lines(messages.get(i));
            assertThat(lines.get(0)).isEqualTo("big 1,2,3 true 1");
            assertThat(lines.get(1)).startsWith("  " + (3 - i) + " ");
            assertThat(messages.get(i).isLast()).isEqualTo(i == 2);
        }
    }

    /** The largest entry fits a message of its own behind a bare header in the one before. */
    @Test
    void check40_5_largestEntryFitsAloneAndLargerIsRefused() {
        assertThat(GroupsWriter.MAX_MEMBERS_PER_ENTRY).isEqualTo(3121);
        GroupsWriter writer = writer(Endian.LITTLE, 1);
        writer.group(GroupName.of("g"), 1, 2, 3, false);
        writer.daemon(1, 1, 2, 3121);
        members(writer, 3121);
        List<GroupsMessage> messages = finish(writer);
        assertThat(messages.get(messages.size() - 1).lengthBytes() - 48)
                .isEqualTo(BODY_START_OF_FIRST + GROUP_HEADER + DAEMON_HEADER + 32 * 3121);

        GroupsWriter other = writer(Endian.LITTLE, 1);
        other.group(GroupName.of("g"), 1, 2, 3, false);
        assertThatThrownBy(() -> other.daemon(1, 1, 2, 3122)).isInstanceOf(IllegalArgumentException.class);
        finish(other);
    }
}
