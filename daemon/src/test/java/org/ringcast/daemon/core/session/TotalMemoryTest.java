package org.ringcast.daemon.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.protocol.ServiceType;

/** What the queues of all sessions together may take, each of them being within its own limits. */
final class TotalMemoryTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int KIB = 1024;

    @AutoClose
    private final SessionRig rig = new SessionRig(1000, 64 << 20, 997, 5, 1 << 20);

    private final SessionMemory memory = rig.table.memory();

    private List<String> shown(String part) {
        return rig.takeLines().stream().filter(line -> line.contains(part)).toList();
    }

    @Test
    void defect_readersThatDoNotReadUsedUpTheMemoryEachWithinItsLimit_theWorstGoesFirst() {
        Session good = rig.operational("good");
        Session bad = rig.operational("bad");
        Session worse = rig.operational("worse");
        for (int i = 0; i < 20; i++) {
            rig.deliver(good, 10 * KIB);
            rig.read(good, 1);
            rig.deliver(bad, 20 * KIB);
            rig.deliver(worse, 30 * KIB);
        }
        assertThat(worse.isOperational()).isTrue();
        rig.takeLines();
        rig.nowNs = 3 * SECOND;
        for (int i = 0; i < 3; i++) {
            rig.deliver(good, 10 * KIB);
        }
        assertThat(worse.isOperational()).isFalse();
        assertThat(bad.isOperational()).isTrue();
        assertThat(good.isOperational()).isTrue();
        assertThat(memory.usedBytes()).isLessThan(1 << 19);
        assertThat(shown("disconnected for not reading"))
                .singleElement()
                .asString()
                .startsWith(
                        "Sess_write: session worse ( mailbox 102 ) is disconnected for not reading: it has 20 messages,"
                                + " 614400 bytes queued; behind for 3.0 s; its socket last took bytes 3.0 s ago; all clients"
                                + " together have 10")
                .endsWith(" bytes waiting, and MaxTotalBytes allows 1048576");
        assertThat(rig.counters.get(CounterId.SESSIONS_NOT_READING)).isEqualTo(1);
    }

    @Test
    void ofEquallySlowReadersTheOneGoesThatHasReadNothingForTheLongestTime() {
        Session first = rig.operational("first");
        Session second = rig.operational("second");
        rig.deliver(second, 400 * KIB);
        rig.nowNs = SECOND;
        rig.deliver(first, 400 * KIB);
        Session other = rig.operational("other");
        rig.deliver(other, 300 * KIB);
        assertThat(second.isOperational()).isFalse();
        assertThat(first.isOperational()).isTrue();
    }

    /** A message for all is there once; ten who are a little late must not look like ten times the memory. */
    @Test
    void whatManyReceiversShareCountsOnce() {
        List<Session> receivers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            receivers.add(rig.operational("c" + i));
        }
        OutputFrame frame = OutputFrame.ofMessage(Unpooled.buffer(100 * KIB).writeZero(100 * KIB));
        receivers.forEach(receiver -> rig.table.deliver(receiver, frame));
        frame.release();
        assertThat(memory.usedBytes()).isEqualTo(100 * KIB + SessionMemory.BUFFER_BYTES);
        assertThat(receivers).allMatch(Session::isOperational);
        receivers.subList(1, 100).forEach(receiver -> rig.read(receiver, 1));
        assertThat(memory.usedBytes()).as("the slowest has it still").isEqualTo(100 * KIB + SessionMemory.BUFFER_BYTES);
        rig.read(receivers.get(0), 1);
        assertThat(memory.usedBytes()).isZero();
    }

    /** And those who are equally late with the same messages all have to go before it helps. */
    @Test
    void sharedBacklogGoesWithTheLastOfThoseWhoHaveIt() {
        Session good = rig.operational("good");
        List<Session> slow = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            slow.add(rig.operational("s" + i));
        }
        for (int i = 0; i < 15; i++) {
            OutputFrame frame = OutputFrame.ofMessage(Unpooled.buffer(100 * KIB).writeZero(100 * KIB));
            slow.forEach(receiver -> rig.table.deliver(receiver, frame));
            rig.table.deliver(good, frame);
            frame.release();
            rig.read(good, 1);
        }
        assertThat(slow).noneMatch(Session::isOperational);
        assertThat(good.isOperational()).isTrue();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void whatIsBeingWrittenCountsUntilItIsWritten() {
        Session alice = rig.operational("alice");
        rig.deliver(alice, 1000);
        OutputFrame frame = alice.pollOutput();
        ByteBuf bytes = frame.beginWrite();
        assertThat(memory.usedBytes()).isEqualTo(1000 + SessionMemory.BUFFER_BYTES);
        bytes.release();
        frame.written();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void theSocketOfTheWorstIsAskedOnceMore() {
        Session late = rig.operational("late");
        for (int i = 0; i < 10; i++) {
            rig.deliver(late, 100 * KIB);
        }
        rig.drainable = 10;
        rig.deliver(late, 100 * KIB);
        assertThat(late.isOperational()).isTrue();
        assertThat(late.queuedMessages()).isEqualTo(1);
    }

    @Test
    void manySmallMessagesCountWithWhatTheyCostBesides() {
        Session late = rig.operational("late");
        for (int i = 0; i < 999; i++) {
            rig.deliverRingChange(late, 1);
        }
        assertThat(memory.usedBytes()).isGreaterThanOrEqualTo(999 * SessionMemory.BUFFER_BYTES);
    }

    @Test
    void warningsAtHalfAndFourFifthsOfTheTotal_againAfterItHasFallen() {
        Session one = rig.operational("one");
        Session two = rig.operational("two");
        rig.takeLines();
        for (int i = 0; i < 9; i++) {
            rig.deliver(i % 3 == 0 ? one : two, 100 * KIB);
        }
        List<String> warnings = shown("% of MaxTotalBytes");
        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0))
                .isEqualTo(
                        "Sess_write: all clients together have 58 % of MaxTotalBytes waiting, 615936 bytes to be written"
                                + " and 0 of frames that are not complete; most waits for session two ( mailbox 101 ): 4"
                                + " messages, 409600 bytes");
        rig.read(one, 3);
        rig.read(two, 6);
        rig.deliver(one, 1);
        assertThat(shown("% of MaxTotalBytes")).isEmpty();
        for (int i = 0; i < 6; i++) {
            rig.deliver(two, 100 * KIB);
        }
        assertThat(shown("% of MaxTotalBytes")).hasSize(1);
    }

    @Test
    void unfinishedInputLeavesLessForOutput() {
        Session late = rig.operational("late");
        Session good = rig.operational("good");
        rig.deliver(late, 300 * KIB);
        memory.addInput(800 * KIB);
        rig.deliver(good, KIB);
        assertThat(late.isOperational()).isFalse();
        assertThat(good.isOperational()).isTrue();
        memory.addInput(-800 * KIB);
    }

    /** Every session may have a few messages waiting for the ring, and a thousand sessions with large ones were too much. */
    @Test
    void defect_manySessionsWithinTheirShares_nobodyIsReadWhileTooMuchWaitsForTheRing() {
        List<Session> senders = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            senders.add(rig.operational("c" + i));
        }
        Session quiet = rig.operational("quiet");
        rig.takeEvents();
        String text = "x".repeat(100 * KIB);
        for (int i = 0; i < 3; i++) {
            rig.send(senders.get(i), SessionRig.frame("#c" + i + "#d1", ServiceType.AGREED, text, "g"));
        }
        assertThat(rig.takeEvents())
                .contains("stop c0", "stop c9", "stop quiet")
                .doesNotContain("read quiet");
        rig.packetise();
        rig.packetise();
        assertThat(rig.takeEvents()).contains("read c0", "read c9", "read quiet");
        assertThat(quiet.isOperational()).isTrue();
    }

    @Test
    void aReloadWithLessMemory_theNextMessageEndsWhoHasTooMuch_withMoreNobodyHasTo() {
        Session late = rig.operational("late");
        Session good = rig.operational("good");
        for (int i = 0; i < 9; i++) {
            rig.deliver(late, 100 * KIB);
        }
        rig.table.onReload(SessionRig.settings(1000, 64 << 20, 997, 5, 4 << 20));
        for (int i = 0; i < 9; i++) {
            rig.deliver(late, 100 * KIB);
        }
        assertThat(late.isOperational()).isTrue();
        rig.table.onReload(SessionRig.settings(1000, 64 << 20, 997, 5, 1 << 20));
        assertThat(late.isOperational()).as("nothing comes").isTrue();
        rig.deliver(good, KIB);
        assertThat(late.isOperational()).isFalse();
        assertThat(good.isOperational()).isTrue();
    }

    @Test
    void aReloadWithMoreMemory_moreMayWaitForTheRing() {
        Session sender = rig.operational("sender");
        Session quiet = rig.operational("quiet");
        rig.table.onReload(SessionRig.settings(1000, 64 << 20, 997, 5, 4 << 20));
        rig.takeEvents();
        String text = "x".repeat(100 * KIB);
        for (int i = 0; i < 3; i++) {
            rig.send(sender, SessionRig.frame("#sender#d1", ServiceType.AGREED, text, "g"));
        }
        assertThat(rig.takeEvents()).isEmpty();
        rig.table.onReload(SessionRig.settings(1000, 64 << 20, 997, 5, 1 << 20));
        rig.send(quiet, SessionRig.frame("#quiet#d1", ServiceType.AGREED, "", "g"));
        assertThat(rig.takeEvents()).contains("stop quiet");
    }
}
