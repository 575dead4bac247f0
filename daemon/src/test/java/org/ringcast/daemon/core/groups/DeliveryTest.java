package org.ringcast.daemon.core.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.ServiceType;

/** Which session gets which message of an application, and with what bytes. */
final class DeliveryTest {
    private PerfectRing ring;
    private TestClient a;
    private TestClient b;

    @BeforeEach
    void twoDaemonsAndAGroup() {
        ring = PerfectRing.joined("d1", "d2");
        a = ring.connect("d1", "a");
        b = ring.connect("d2", "b");
        a.join("g");
        b.join("g");
        a.join("h");
        ring.settle();
        a.takeFrames();
        b.takeFrames();
    }

    @Test
    void membersGetTheSendersBytesUnchanged() {
        byte[] frame = a.frame(ServiceType.FIFO | 0x7e000000, "text", "g", "nobody", "g", "#b#d2");
        frame[41] = 7;
        frame[48 + 20] = 'x'; // behind the NUL of the first name
        a.send(frame);
        ring.settle();

        assertThat(a.takeFrames()).singleElement().isEqualTo(frame);
        assertThat(b.takeFrames()).singleElement().isEqualTo(frame);
    }

    @Test
    void check19_oneCopyHoweverOftenAddressed() {
        a.multicast("once", "g", "h", "g", "#a#d1", "unknown", "#x#d1", "#a#d2", "#a", "#", "");
        ring.settle();

        assertThat(a.lines()).containsExactly("DATA once");
        assertThat(b.lines()).containsExactly("DATA once");
    }

    @Test
    void check19_selfDiscardLeavesOutTheSenderAlone() {
        TestClient a2 = ring.connect("d2", "a");
        a2.join("g");
        ring.settle();
        a.takeFrames();
        a2.takeFrames();
        b.takeFrames();
        a.multicast(ServiceType.AGREED | ServiceType.SELF_DISCARD, "not to me", "g", "#a#d1", "#a#d2");
        ring.settle();

        assertThat(a.lines()).isEmpty();
        assertThat(a2.lines()).as("same name on another daemon").containsExactly("DATA not to me");
        assertThat(b.lines()).containsExactly("DATA not to me");
    }

    @Test
    void sendersNeedNotBeMembers() {
        TestClient outside = ring.connect("d1", "outside");
        outside.multicast("from outside", "g");
        ring.settle();

        assertThat(outside.lines()).isEmpty();
        assertThat(b.lines()).containsExactly("DATA from outside");
    }

    @Test
    void membershipCountsWhereTheMessageStandsInTheOrder() {
        TestClient late = ring.connect("d2", "late");
        late.multicast("before", "g");
        late.join("g");
        late.multicast("after", "g");
        ring.settle();

        assertThat(late.lines()).containsExactly("JOIN g (R,3) [a b late] by late", "DATA after");
    }

    @Test
    void zeroDestinationsReachNobody() {
        a.multicast("nowhere");
        ring.settle();

        assertThat(a.lines()).isEmpty();
        assertThat(b.lines()).isEmpty();
        assertThat(a.closed).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {43, 44, 100})
    void check18_defect14_4_manyDestinationsAreDelivered(int count) {
        String[] groups = IntStream.range(0, count).mapToObj(i -> "none" + i).toArray(String[]::new);
        groups[count - 1] = "g";
        a.multicast("to many", groups);
        ring.settle();

        assertThat(a.lines()).containsExactly("DATA to many");
        assertThat(b.lines()).containsExactly("DATA to many");
    }

    @Test
    void check18_defect14_4_warnsWhenADaemonOfTheCImplementationMightLoseTheMessage() {
        TestDaemon d1 = ring.daemon("d1");
        d1.startLogging();
        String[] groups = new String[44];
        Arrays.fill(groups, "g");
        a.multicast("one", groups);
        a.multicast("two", groups);
        a.multicast("few", Arrays.copyOf(groups, 43));

        assertThat(d1.logLines().stream().filter(line -> line.contains("44 groups")))
                .containsExactly(
                        "Sess_read: session a ( mailbox 10 ) sends to 44 groups; a C daemon delivers at most 43");
    }

    @Test
    void check18_101DestinationsEndTheSession() {
        String[] groups = new String[101];
        Arrays.fill(groups, "g");
        a.multicast("too many", groups);
        ring.settle();

        assertThat(a.closed).contains("Message has negative or too large num_groups field");
        assertThat(b.lines()).containsExactly("DISCONNECT g (R,3) [b] by a");
    }

    @Test
    void check18_defect14_5_largestMessage() {
        a.multicast("x".repeat(143152 - 32), "g");
        ring.settle();
        assertThat(b.takeFrames())
                .singleElement()
                .satisfies(frame -> assertThat(frame).hasSize(143200));

        a.multicast("x".repeat(143152 - 31), "g");
        ring.settle();
        assertThat(a.closed).contains("Message + Groups is too large (143121 + 32 = 143153). MAX size is: 143152");
        assertThat(b.lines()).containsExactly("DISCONNECT g (R,3) [b] by a");
    }

    @Test
    void check30_bigEndianClientsMessageGetsTheDaemonsOrderAndKeepsItsHint() {
        byte[] body = "body".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] frame = new byte[48 + 32 + body.length];
        FrameHeader.write(
                frame,
                0,
                false,
                ServiceType.FIFO,
                GroupName.of("#a#d1"),
                1,
                FrameHeader.rawHintOf((short) 7, false),
                body.length);
        GroupName.of("g").writeField(frame, 48);
        System.arraycopy(body, 0, frame, 80, body.length);
        a.send(frame);
        ring.settle();

        String expected = "84000080" + "2361236431" + "00".repeat(27) + "01000000" + "00000700" + "04000000";
        assertThat(HexFormat.of().formatHex(b.takeFrames().get(0), 0, 48)).isEqualTo(expected);
        assertThat(HexFormat.of().formatHex(a.takeFrames().get(0), 0, 48)).isEqualTo(expected);
    }

    /** A daemon on a big-endian machine passes its clients' messages on in its own order. */
    @Test
    void bigEndianDaemonsMessagesAreUnderstood() {
        byte[] frame = new byte[48 + 32];
        GroupName.of("g").writeField(frame, 48);
        int mine = FrameHeader.rawHintOf((short) 0, true);
        TestDaemon d1 = ring.daemon("d1");
        FrameHeader.write(frame, 0, false, ServiceType.AGREED, GroupName.of("#b#d2"), 1, mine, 0);
        d1.onMessage(1, frame);
        FrameHeader.write(frame, 0, false, ServiceType.LEAVE, GroupName.of("#b#d2"), 1, mine, 0);
        d1.onMessage(1, frame);
        FrameHeader.write(frame, 0, false, ServiceType.JOIN, GroupName.of("#new#d2"), 1, mine, 0);
        d1.onMessage(1, frame);

        assertThat(a.takeFrames())
                .extracting(f -> HexFormat.of().formatHex(f, 0, 4))
                .containsExactly("90000080", "80120080", "80110080");
    }

    /** Types that clients must not be sent, from daemons that do not look. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00000110,
                0x00001110,
                0x00002010,
                0x00400010,
                0x00080010,
                0x00100010,
                0x00200010,
                0x00004010,
                0x00008010,
                0x00000030,
                0x00000000,
                0x00010010,
                0x00030000,
                0x00040010,
                0x00080000
            })
    void defect14_8_defect14_9_forgedTypesFromTheRingAreDropped(int type) {
        TestDaemon d1 = ring.daemon("d1");
        byte[] frame = b.frame(ServiceType.AGREED, "forged", "g");
        ByteBuf bytes = Unpooled.wrappedBuffer(frame);
        bytes.setIntLE(0, type | 0x80000080);
        d1.onMessage(1, frame);

        assertThat(a.lines()).isEmpty();
        assertThat(d1.layer().state()).isEqualTo(GroupState.GOP);
        long dropped =
                d1.counters().get(CounterId.GROUPS_DROPPED) + d1.counters().get(CounterId.GROUPS_UNEXPECTED);
        assertThat(dropped).isEqualTo(1);
    }

    @Test
    void messagesWithImpossibleLengthsAreDropped() {
        TestDaemon d1 = ring.daemon("d1");
        for (int[] field : List.of(
                new int[] {36, -1}, new int[] {36, 101}, new int[] {36, 100}, new int[] {44, -1}, new int[] {44, 1 << 30
                })) {
            byte[] frame = b.frame(ServiceType.AGREED, "odd", "g");
            Unpooled.wrappedBuffer(frame).setIntLE(field[0], field[1]);
            d1.onMessage(1, frame);
        }
        d1.onMessage(1, new byte[0]);
        d1.onMessage(1, new byte[47]);
        byte[] halfMark = b.frame(ServiceType.AGREED, "odd", "g");
        halfMark[0] = 0x10;
        d1.onMessage(1, halfMark);

        assertThat(a.lines()).isEmpty();
        assertThat(d1.counters().get(CounterId.GROUPS_DROPPED)).isEqualTo(8);
    }

    @Test
    void onlyTheOwnDaemonSpeaksForAClient() {
        TestDaemon d1 = ring.daemon("d1");
        d1.onMessage(1, a.frame(ServiceType.LEAVE, "", "g"));
        d1.onMessage(1, a.frame(ServiceType.KILL, ""));
        d1.onMessage(0, b.frame(ServiceType.JOIN, "", "h"));

        assertThat(a.lines()).isEmpty();
        assertThat(a.closed).isNull();
        assertThat(d1.counters().get(CounterId.GROUPS_DROPPED)).isEqualTo(3);
    }

    @Test
    void clientsOfUnknownDaemonsAreIgnored() {
        TestDaemon d1 = ring.daemon("d1");
        d1.startLogging();
        byte[] frame = b.frame(ServiceType.JOIN, "", "g");
        GroupName.of("#b#elsewhere").writeField(frame, 4);
        d1.onMessage(-1, frame);
        GroupName.of("nonsense").writeField(frame, 4);
        d1.onMessage(-1, frame);

        assertThat(a.lines()).isEmpty();
        assertThat(d1.logLines())
                .containsExactly(
                        "G_handle_join: illegal proc_name elsewhere in private_group #b#elsewhere ",
                        "G_private_to_names: Illegal private_group_name nonsense (priv, proc)",
                        "G_handle_join: illegal proc_name  in private_group nonsense ");
    }

    @Test
    void defect14_10_namesFromTheRingEndAfter31Bytes() {
        TestDaemon d1 = ring.daemon("d1");
        byte[] frame = b.frame(ServiceType.JOIN, "", "g");
        Arrays.fill(frame, 48, 80, (byte) 'n');
        d1.onMessage(1, frame);
        a.join("n".repeat(31));
        ring.sequence();
        ring.deliver(ring.some("d1"));

        assertThat(a.lines()).containsExactly("JOIN " + "n".repeat(31) + " (R,2) [a b] by a");
    }

    /** The session is gone but others have its member: they are told to forget it. */
    @Test
    void joinOfAClientThatIsNotThereIsFollowedByItsKill() {
        TestDaemon d1 = ring.daemon("d1");
        byte[] frame = a.frame(ServiceType.JOIN, "", "g");
        GroupName.of("#ghost#d1").writeField(frame, 4);
        ring.daemon("d2").onMessage(0, frame);
        d1.onMessage(0, frame);
        ring.settle();

        assertThat(b.lines()).containsExactly("JOIN g (R,3) [a ghost b] by ghost", "DISCONNECT g (R,4) [a b] by ghost");
    }

    @Test
    void defect14_12_oddGroupNamesAreGroups() {
        for (String name : List.of("", " ", "#odd", "#a#d1", "\u0001\u00ff", "x".repeat(31))) {
            b.join(name);
            ring.settle();
            assertThat(b.takeEvents())
                    .as(name)
                    .singleElement()
                    .satisfies(event ->
                            assertThat(((ClientEvent.View) event).group()).isEqualTo(name));
        }
        a.multicast("to a client, not to the group of that name", "#a#d1");
        ring.settle();

        assertThat(a.lines()).hasSize(1);
        assertThat(b.lines()).isEmpty();
    }

    @Test
    void countsMessagesWhetherOrNotSomebodyGetsThem() {
        TestDaemon d1 = ring.daemon("d1");
        long before = d1.counters().get(CounterId.SESSION_MESSAGES_DELIVERED);
        a.multicast("one", "g");
        a.multicast("two", "nobody");
        ring.settle();

        assertThat(d1.counters().get(CounterId.SESSION_MESSAGES_DELIVERED) - before)
                .isEqualTo(2);
    }
}
