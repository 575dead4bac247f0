package org.ringcast.daemon.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.CounterId;

/** Queues of sessions that read slowly or not at all. */
final class SlowReaderTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void check31_killedWhenTheQueueIsFullAndAnotherMessageComes() {
        SessionRig rig = new SessionRig(10, 0, 997, 5);
        Session alice = rig.operational("alice");
        rig.nowNs = 5 * SECOND;
        rig.deliver(alice, 100);
        rig.nowNs = 17 * SECOND + SECOND / 2;
        for (int i = 0; i < 9; i++) {
            rig.deliver(alice, 100);
        }
        assertThat(alice.queuedMessages()).isEqualTo(10);
        assertThat(alice.isOperational()).isTrue();
        rig.takeLines();
        rig.takeEvents();
        rig.deliver(alice, 100);

        assertThat(rig.takeLines())
                .containsExactly(
                        "Sess_write: killing mbox 100 for not reading",
                        "Sess_write: session alice ( mailbox 100 ) is disconnected for not reading: it has 10"
                                + " messages, 1000 bytes queued; behind for 12.5 s; its socket last took bytes 12.5 s ago",
                        "Sess_kill: killing session alice ( mailbox 100 )");
        assertThat(rig.takeEvents())
                .containsExactly("drain alice", "ended alice at 42 with 10", "close alice not reading");
        assertThat(rig.submitted).hasSize(1);
        assertThat(rig.counters.get(CounterId.SESSIONS_NOT_READING)).isEqualTo(1);
    }

    @Test
    void defect_bytesThatTheKernelTookLookedLikeBytesThatTheClientRead() {
        SessionRig rig = new SessionRig(10, 0, 997, 5);
        rig.socketState = "the kernel holds 99 bytes";
        Session alice = rig.operational("alice");
        rig.nowNs = 5 * SECOND;
        rig.deliver(alice, 100);
        rig.deliver(alice, 100);
        rig.nowNs = 9 * SECOND;
        rig.read(alice, 1);
        for (int i = 0; i < 9; i++) {
            rig.deliver(alice, 100);
        }
        rig.takeLines();
        rig.deliver(alice, 100);
        assertThat(rig.takeLines())
                .contains("Sess_write: session alice ( mailbox 100 ) is disconnected for not reading: "
                        + "it has 10 messages, 1000 bytes queued; "
                        + "behind for 4.0 s; its socket last took bytes 0.0 s ago; the kernel holds 99 bytes");
    }

    @Test
    void limitOfZeroKillsWithTheFirstMessage() {
        SessionRig rig = new SessionRig(0, 0, 997, 5);
        Session alice = rig.operational("alice");
        rig.deliver(alice, 1);

        assertThat(alice.state()).isEqualTo(Session.State.KILLED);
    }

    @Test
    void socketIsAskedOnceMoreBeforeTheEnd() {
        SessionRig rig = new SessionRig(10, 0, 997, 5);
        Session alice = rig.operational("alice");
        rig.drainable = 25;
        for (int i = 0; i < 35; i++) {
            rig.deliver(alice, 100);
        }
        assertThat(alice.isOperational()).as("took 25, holds 10").isTrue();
        rig.deliver(alice, 100);
        assertThat(alice.isOperational()).isFalse();
    }

    @Test
    void defect14_6_notificationsOfARingChangeDoNotCountAsMessages() {
        SessionRig rig = new SessionRig(10, 10_000, 997, 5);
        Session alice = rig.operational("alice");
        for (int i = 0; i < 12_000; i++) {
            rig.deliverRingChange(alice, 100);
        }
        for (int i = 0; i < 10; i++) {
            rig.deliver(alice, 100);
        }
        assertThat(alice.isOperational()).isTrue();
        assertThat(alice.queuedMessages()).isEqualTo(12_010);
        assertThat(alice.queuedBytes()).isEqualTo(1_201_000);
        rig.deliver(alice, 100);
        assertThat(alice.isOperational()).as("the eleventh message").isFalse();
    }

    @Test
    void bytesOfARingChangeCountWhenTheClientHasStoppedReading() {
        SessionRig rig = new SessionRig(10, 10_000, 997, 5);
        Session alice = rig.operational("alice");
        for (int i = 0; i < 200; i++) {
            rig.deliverRingChange(alice, 100);
        }
        rig.nowNs = 9 * SECOND;
        rig.deliverRingChange(alice, 100);
        rig.read(alice, 1);
        rig.nowNs = 18 * SECOND;
        rig.deliver(alice, 100);
        assertThat(alice.isOperational()).as("read nine seconds ago").isTrue();
        rig.nowNs = 20 * SECOND;
        rig.deliver(alice, 100);
        assertThat(alice.isOperational()).isFalse();
    }

    @Test
    void defect20_12_bytesAreLimited() {
        SessionRig rig = new SessionRig(1000, 300_000, 997, 5);
        Session alice = rig.operational("alice");
        rig.deliver(alice, 100_000);
        rig.deliver(alice, 100_000);
        rig.deliver(alice, 100_000);
        assertThat(alice.isOperational()).isTrue();
        rig.deliver(alice, 1);
        assertThat(alice.isOperational()).isFalse();
    }

    @Test
    void defect20_26_warnsOncePerRise() {
        SessionRig rig = new SessionRig(10, 0, 997, 5);
        Session alice = rig.operational("alice");
        rig.takeLines();
        for (int i = 0; i < 9; i++) {
            rig.deliver(alice, 100);
        }
        assertThat(rig.takeLines())
                .containsExactly(
                        "Sess_write: session alice ( mailbox 100 ) reads slowly: queue 50 % full, 5 messages, 500"
                                + " bytes",
                        "Sess_write: session alice ( mailbox 100 ) reads slowly: queue 80 % full, 8 messages, 800"
                                + " bytes");
        rig.read(alice, 4);
        for (int i = 0; i < 4; i++) {
            rig.deliver(alice, 100);
        }
        assertThat(rig.takeLines()).as("never fell far enough").isEmpty();
        rig.read(alice, 9);
        for (int i = 0; i < 9; i++) {
            rig.deliver(alice, 100);
        }
        assertThat(rig.takeLines()).as("empty in between").hasSize(2);
    }

    @Test
    void outputIsAnnouncedOnceUntilTheQueueWasEmptied() {
        SessionRig rig = new SessionRig();
        Session alice = rig.operational("alice");
        rig.takeEvents();
        rig.deliver(alice, 1);
        rig.deliver(alice, 1);
        assertThat(rig.takeEvents()).containsExactly("ready alice");
        rig.read(alice, 1);
        rig.deliver(alice, 1);
        assertThat(rig.takeEvents()).isEmpty();
        rig.read(alice, 2);
        rig.deliver(alice, 1);
        assertThat(rig.takeEvents()).containsExactly("ready alice");
    }

    @Test
    void sessionsThatAreNotOperationalGetNothing() {
        SessionRig rig = new SessionRig();
        Session waiting = rig.open("waiting");
        rig.deliver(waiting, 10);

        assertThat(waiting.pollOutput()).isNull();
        assertThat(rig.events).isEmpty();
    }

    @Test
    void oneFrameForAllReceivers() {
        SessionRig rig = new SessionRig();
        Session alice = rig.operational("alice");
        Session bob = rig.operational("bob");
        io.netty.buffer.ByteBuf bytes = io.netty.buffer.Unpooled.buffer().writeInt(7);
        OutputFrame frame = OutputFrame.ofMessage(bytes);
        rig.table.deliver(alice, frame);
        rig.table.deliver(bob, frame);
        frame.release();

        assertThat(bytes.refCnt()).isEqualTo(2);
        io.netty.buffer.ByteBuf toAlice = alice.pollOutput().takeBuffer();
        toAlice.readInt();
        toAlice.release();
        io.netty.buffer.ByteBuf toBob = bob.pollOutput().takeBuffer();
        assertThat(toBob.readInt()).as("indexes of its own").isEqualTo(7);
        toBob.release();
        assertThat(bytes.refCnt()).isZero();
    }
}
