package org.ringcast.daemon.core.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.CoreSettings.TimerSettings;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.protocol.ServiceType;

/**
 * Exchange of group state with a daemon that sends nonsense, the wrong thing, or nothing. d1 and d2 meet; what d2 sends is
 * changed on its way to d1.
 */
final class ExchangeFaultTest {
    private static final int BODY = 48;
    private static final int FIRST = BODY + 8;
    private static final int SET_SIZE = FIRST + 1;
    private static final int SET_ID = SET_SIZE + 4;
    private static final int GROUP = SET_ID + 4;
    private static final int GROUP_DAEMONS = GROUP + 46;
    private static final int ENTRY = GROUP + 48;
    private static final int ENTRY_MEMBERS = ENTRY + 12;
    private static final int MEMBER = ENTRY + 14;

    private PerfectRing ring;
    private TestDaemon d1;
    private TestDaemon d2;
    private TestClient a;
    private byte[] ofD1;
    private byte[] ofD2;

    @BeforeEach
    void twoDaemonsMeet() {
        ring = new PerfectRing("d1", "d2", "d3");
        d1 = ring.daemon("d1");
        d2 = ring.daemon("d2");
        a = ring.connect("d1", "a");
        TestClient b = ring.connect("d2", "b");
        a.join("g");
        b.join("g");
        ring.settle();
        a.takeFrames();
        meet();
    }

    private void meet() {
        ring.trans("d1");
        ring.trans("d2");
        ring.reg("r", "d1 d2");
        ofD1 = bytes(d1.firstGroupsMessage());
        ofD2 = bytes(d2.firstGroupsMessage());
    }

    private static byte[] bytes(TestDaemon.Queued queued) {
        byte[] bytes = new byte[queued.message().readableBytes()];
        queued.message().getBytes(0, bytes);
        return bytes;
    }

    private byte[] ofD2(Consumer<ByteBuf> change) {
        byte[] copy = ofD2.clone();
        change.accept(Unpooled.wrappedBuffer(copy));
        return copy;
    }

    private void assertStillGathering() {
        assertThat(d1.layer().state()).isEqualTo(GroupState.GGATHER);
        assertThat(a.lines()).isEmpty();
        assertThat(d1.forcedChanges).isEmpty();
    }

    private void assertComplete() {
        assertThat(d1.layer().state()).isEqualTo(GroupState.GOP);
        assertThat(a.lines()).containsExactly("NETWORK g (r,1) [a b] sets [b][a] own 1");
    }

    @Test
    void goodStateCompletes() {
        d1.onMessage(0, ofD1);
        assertStillGathering();
        d1.onMessage(1, ofD2);
        assertComplete();
    }

    @Test
    void orderOfRepresentativesDoesNotMatter() {
        d1.onMessage(1, ofD2);
        assertStillGathering();
        d1.onMessage(0, ofD1);
        assertComplete();
    }

    /** All integers turned round, names and the changed flag as they are. */
    @Test
    void check4_stateOfABigEndianDaemon() {
        d1.onMessage(0, ofD1);
        d1.onMessage(1, ofD2(m -> {
            m.setInt(0, m.getIntLE(0) & ~0x80000080);
            for (int at : new int[] {
                32,
                36,
                44,
                BODY,
                BODY + 4,
                SET_SIZE,
                SET_ID,
                GROUP + 32,
                GROUP + 36,
                GROUP + 40,
                ENTRY,
                ENTRY + 4,
                ENTRY + 8
            }) {
                m.setInt(at, m.getIntLE(at));
            }
            m.setInt(40, 0);
            m.setShort(GROUP_DAEMONS, m.getShortLE(GROUP_DAEMONS));
            m.setShort(ENTRY_MEMBERS, m.getShortLE(ENTRY_MEMBERS));
        }));

        assertComplete();
    }

    @Test
    void check4_changedFlagCountsInEitherByte() {
        for (int flag : new int[] {0x0100, 0x0001}) {
            PerfectRing fresh = new PerfectRing("d1", "d2");
            TestClient client = fresh.connect("d1", "a");
            client.join("g");
            fresh.settle();
            fresh.trans("d1");
            fresh.trans("d2");
            fresh.reg("r", "d1 d2");
            // d2 tells of g with the id that d1 has, and no members: only the flag makes a difference.
            TestDaemon daemon = fresh.daemon("d1");
            byte[] own = bytes(daemon.firstGroupsMessage());
            byte[] plain = bytes(fresh.daemon("d2").firstGroupsMessage());
            ByteBuf told = Unpooled.buffer().writeBytes(plain).writeBytes(own, GROUP, 44);
            told.writeShort(flag).writeShort(0);
            told.setIntLE(44, told.readableBytes() - 48);
            byte[] message = new byte[told.readableBytes()];
            told.readBytes(message);
            client.takeFrames();
            daemon.onMessage(0, own);
            daemon.onMessage(1, message);

            assertThat(client.lines()).containsExactly("NETWORK g (r,1) [a] sets [a] own 0");
        }
    }

    @Test
    void check16_stateOfAnotherRingIsIgnored() {
        d1.onMessage(0, ofD1);
        d1.startLogging();
        d1.onMessage(1, ofD2(m -> m.setIntLE(BODY + 4, 77)));

        assertStillGathering();
        assertThat(d1.logLines())
                .contains(
                        "G_handle_groups: GROUPS message received from bad memb id proc 1552775919, time 77, daemon d2.");
        assertThat(d1.counters().get(CounterId.GROUPS_STALE)).isEqualTo(1);
        d1.onMessage(1, ofD2);
        assertComplete();
    }

    @Test
    void check16_stateOfAnUnknownDaemonIsIgnored() {
        d1.onMessage(0, ofD1);
        d1.startLogging();
        d1.onMessage(1, ofD2(m -> m.setByte(5, '9')));

        assertStillGathering();
        assertThat(d1.logLines()).contains("G_handle_groups: Groups message from someone (d9) not in conf");
        d1.onMessage(1, ofD2);
        assertComplete();
    }

    @Test
    void stateInTheNameOfAnotherDaemonIsIgnored() {
        d1.onMessage(0, ofD1);
        d1.onMessage(0, ofD2);
        assertStillGathering();
        d1.onMessage(1, ofD2);
        assertComplete();
    }

    @Test
    void stateOfADaemonOutsideTheRingIsIgnored() {
        d1.onMessage(0, ofD1);
        d1.onMessage(-1, ofD2(m -> m.setByte(5, '3')));
        assertStillGathering();
        d1.onMessage(1, ofD2);
        assertComplete();
    }

    @Test
    void check16_stateWhileNobodyExchangesIsIgnored() {
        d1.onMessage(0, ofD1);
        d1.onMessage(1, ofD2);
        assertComplete();
        d1.onMessage(1, ofD2);
        assertThat(d1.layer().state()).isEqualTo(GroupState.GOP);
        ring.trans("d1");
        d1.onMessage(1, ofD2);
        assertThat(d1.layer().state()).isEqualTo(GroupState.GTRANS);
        assertThat(d1.counters().get(CounterId.GROUPS_UNEXPECTED)).isEqualTo(2);
        assertThat(d1.forcedChanges).isEmpty();
    }

    private void assertRefused(String what, Consumer<ByteBuf> change) {
        d1.onMessage(0, ofD1);
        d1.onMessage(1, ofD2(change));

        assertThat(d1.layer().state()).as(what).isEqualTo(GroupState.GGATHER);
        assertThat(a.lines()).as(what).isEmpty();
        assertThat(d1.counters().get(CounterId.GROUPS_DROPPED)).as(what).isPositive();
        assertThat(d1.timers.isArmed(TimerKind.GROUPS)).as(what).isTrue();
        // The way out: the ring is formed anew and the state told again.
        ring.trans("d1");
        ring.trans("d2");
        ring.reg("again", "d1");
        ring.reg("d2");
        d1.takeActiveQueue();
        d2.takeActiveQueue();
        twoDaemonsMeet();
    }

    @Test
    void defect14_17_nonsenseCountsAsSilence() {
        assertRefused("synced set of nobody", m -> m.setIntLE(32, 0).setIntLE(SET_SIZE, 0));
        assertRefused("huge synced set", m -> m.setIntLE(32, 1 << 30).setIntLE(SET_SIZE, 1 << 30));
        assertRefused("two sizes", m -> m.setIntLE(32, 2));
        assertRefused("synced set with an unknown daemon", m -> m.setIntLE(SET_ID, 12345));
        assertRefused("synced set of the receiver", m -> m.setIntLE(SET_ID, d1.id()));
        assertRefused(
                "daemon that is not in the ring",
                m -> m.setIntLE(SET_ID, ring.daemon("d3").id()));
        assertRefused("flag that is neither", m -> m.setByte(FIRST, 2));
        assertRefused("no synced set at all", m -> m.setByte(FIRST, 0));
        assertRefused("entry of a daemon outside the set", m -> m.setIntLE(ENTRY, d1.id()));
        assertRefused("members from an unknown ring", m -> m.setIntLE(ENTRY + 4, -1));
        assertRefused("more entries than there are", m -> m.setShortLE(GROUP_DAEMONS, 2));
        assertRefused("fewer entries than there are", m -> m.setShortLE(GROUP_DAEMONS, 0));
        assertRefused("more members than there are", m -> m.setShortLE(ENTRY_MEMBERS, 2));
        assertRefused("fewer members than there are", m -> m.setShortLE(ENTRY_MEMBERS, 0));
        assertRefused("member that is no private group", m -> m.setByte(MEMBER, 'x'));
        assertRefused("member of another daemon", m -> m.setByte(MEMBER + 4, '1'));
        assertRefused(
                "member whose name has no end",
                m -> m.setBytes(MEMBER + 4, "x".repeat(28).getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        assertRefused("destinations", m -> m.setIntLE(36, 1));
        assertRefused("body shorter than it says", m -> m.setIntLE(44, m.getIntLE(44) + 1));
        assertRefused("body longer than it says", m -> m.setIntLE(44, m.getIntLE(44) - 1));
    }

    @Test
    void defect14_17_mutatedStateNeverThrows() {
        Random random = new Random(5);
        for (int i = 0; i < 3000; i++) {
            d1.onMessage(1, ofD2(m -> {
                for (int n = 1 + random.nextInt(4); n > 0; n--) {
                    m.setByte(random.nextInt(m.capacity()), random.nextInt());
                }
            }));
            if (i % 50 == 49) {
                ring.trans("d1");
                ring.reg("d1");
                d1.takeActiveQueue();
                twoDaemonsMeet();
            }
        }
    }

    @Test
    void defect14_19_sumOfSetsIsNotEnough() {
        ring = new PerfectRing("d1", "d2", "d3");
        d1 = ring.daemon("d1");
        ring.trans("d1");
        ring.trans("d2");
        ring.trans("d3");
        ring.reg("r", "d1 d2 d3");
        ofD1 = bytes(d1.firstGroupsMessage());
        ofD2 = bytes(ring.daemon("d2").firstGroupsMessage());
        byte[] ofD3 = bytes(ring.daemon("d3").firstGroupsMessage());
        d1.onMessage(0, ofD1);
        d1.onMessage(1, ofD2);
        d1.onMessage(1, ofD2);
        assertThat(d1.layer().state()).as("two sets and one of them again").isEqualTo(GroupState.GGATHER);
        // d3 claims to speak for d2, too.
        ByteBuf both = Unpooled.buffer().writeBytes(ofD3, 0, SET_SIZE).writeIntLE(2);
        both.writeIntLE(ring.daemon("d2").id()).writeIntLE(ring.daemon("d3").id());
        both.setIntLE(32, 2).setIntLE(44, both.readableBytes() - 48);
        byte[] claim = new byte[both.readableBytes()];
        both.readBytes(claim);
        d1.onMessage(2, claim);
        assertThat(d1.layer().state()).isEqualTo(GroupState.GGATHER);
        d1.onMessage(2, ofD3);
        assertThat(d1.layer().state())
                .as("a representative that was refused stays so")
                .isEqualTo(GroupState.GGATHER);
    }

    @Test
    void ownRepresentativeMustSpeakForTheSetThatIsKnownHere() {
        d1.onMessage(1, ofD2);
        byte[] wrong = ofD1.clone();
        Unpooled.wrappedBuffer(wrong).setIntLE(SET_ID, d2.id());
        d1.onMessage(0, wrong);
        assertStillGathering();
        d1.onMessage(0, ofD1);
        assertComplete();
    }

    @Test
    void defect14_18_silenceEndsInANewRing() {
        long timeoutNs = 3 * TimerSettings.LAN.tokenNs();
        d1.onMessage(0, ofD1);
        long deadlineNs = d1.timers.deadlineNs(TimerKind.GROUPS);
        assertThat(deadlineNs - d1.timers.nowNs()).isEqualTo(timeoutNs);
        d1.timers.advanceTo(deadlineNs);
        d1.layer().onTimer();

        assertThat(d1.forcedChanges).containsExactly("groups: state of some daemon is missing");
        assertThat(d1.counters().get(CounterId.GROUPS_EXCHANGE_TIMEOUTS)).isEqualTo(1);
        d1.timers.advanceTo(d1.timers.deadlineNs(TimerKind.GROUPS));
        d1.layer().onTimer();
        assertThat(d1.forcedChanges).last().isEqualTo("leave groups: group state of some daemon is missing again");
        // The same ring forms again: both tell once more.
        ring.trans("d1 d2");
        assertThat(d1.timers.isArmed(TimerKind.GROUPS)).isFalse();
        ring.reg("s", "d1 d2");
        ring.settle();
        assertThat(a.lines()).containsExactly("NETWORK g (s,1) [a b] sets [b][a] own 1");
        assertThat(d1.timers.isArmed(TimerKind.GROUPS)).isFalse();
    }

    @Test
    void defect14_18_progressPutsTheDeadlineOff() {
        long before = d1.timers.deadlineNs(TimerKind.GROUPS);
        d1.timers.advanceTo(1_000_000_000L);
        d1.onMessage(0, ofD1);

        assertThat(d1.timers.deadlineNs(TimerKind.GROUPS)).isEqualTo(before + 1_000_000_000L);
        d1.timers.advanceTo(2_000_000_000L);
        d1.onMessage(1, ofD2(m -> m.setIntLE(BODY, 3)));
        assertThat(d1.timers.deadlineNs(TimerKind.GROUPS)).isEqualTo(before + 1_000_000_000L);
    }

    /** Some daemon is further than this one: it accepted a state that was refused here. */
    @Test
    void groupEventsInTheExchangeForceANewRing() {
        TestClient b = ring.connect("d2", "b2");
        d1.onMessage(0, ofD1);
        List<byte[]> early = List.of(
                b.frame(ServiceType.JOIN, "", "g"),
                b.frame(ServiceType.LEAVE, "", "g"),
                b.frame(ServiceType.KILL, ""),
                b.frame(ServiceType.AGREED, "text", "g"));
        for (byte[] message : early) {
            d1.onMessage(1, message);
        }

        assertThat(d1.forcedChanges)
                .containsExactly(
                        "leave groups: JOIN in GGATHER",
                        "leave groups: LEAVE in GGATHER",
                        "leave groups: KILL in GGATHER",
                        "leave groups: message to a process group in GGATHER");
        assertThat(a.lines()).isEmpty();
        d1.onMessage(1, ofD2);
        assertComplete();
    }

    @Test
    void daemonThatLeftComesBackAndKnowsTheSame() {
        d2.onMessage(0, ofD1);
        d2.onMessage(1, ofD2);
        d1.onMessage(0, ofD1);
        d1.onMessage(1, ofD2(m -> m.setByte(MEMBER, 'x')));
        d2.takeActiveQueue();
        d1.takeActiveQueue();
        TestClient b2 = ring.connect("d2", "b2");
        b2.join("g");
        ring.sequence();
        ring.deliver();
        assertThat(d1.forcedChanges).containsExactly("leave groups: JOIN in GGATHER");
        ring.trans("d1");
        ring.reg("alone", "d1");
        ring.change("other", "d2");
        ring.settle();
        assertThat(a.lines()).as("b was never seen").isEmpty();
        ring.change("s", "d1 d2");

        assertThat(d1.knowledge()).isEqualTo(d2.knowledge());
        assertThat(a.lines()).containsExactly("NETWORK g (s,1) [a b b2] sets [b b2][a] own 1");
    }

    @Test
    void configurationsOutOfTurnForceANewRing() {
        ring = PerfectRing.joined("d1", "d2");
        d1 = ring.daemon("d1");
        ring.reg("d1 d2");
        assertThat(d1.forcedChanges).containsExactly("leave groups: regular configuration in GOP");
        ring.trans("d1 d2");
        ring.trans("d1 d2");
        assertThat(d1.forcedChanges).hasSize(2).last().isEqualTo("leave groups: transitional configuration in GTRANS");
    }
}
