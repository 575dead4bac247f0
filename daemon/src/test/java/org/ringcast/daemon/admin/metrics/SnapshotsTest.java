package org.ringcast.daemon.admin.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How often the ring thread is asked. */
class SnapshotsTest {
    private final ArrayDeque<Runnable> ringThread = new ArrayDeque<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicLong nowNs = new AtomicLong(1);

    private Snapshots snapshots(long timeoutMs) {
        return new Snapshots(
                ringThread::add,
                () -> {
                    taken.incrementAndGet();
                    return SampleSnapshot.ready();
                },
                nowNs::get,
                timeoutMs);
    }

    @Test
    void allWhoAskMeanwhileGetTheSame() {
        Snapshots snapshots = snapshots(10_000);
        CompletableFuture<DaemonSnapshot> first = snapshots.get();
        CompletableFuture<DaemonSnapshot> second = snapshots.get();
        assertThat(ringThread).hasSize(1);
        ringThread.remove().run();
        assertThat(first.join()).isSameAs(second.join());
        assertThat(taken).hasValue(1);
    }

    @Test
    void aFreshOneIsGoodEnoughAndAnOldOneIsNot() {
        Snapshots snapshots = snapshots(10_000);
        var unused = snapshots.get();
        ringThread.remove().run();
        nowNs.addAndGet(Snapshots.FRESH_NS - 1);
        assertThat(snapshots.get()).isDone();
        nowNs.addAndGet(1);
        assertThat(snapshots.get()).isNotDone();
        assertThat(ringThread).hasSize(1);
    }

    @Test
    void aStuckRingThreadIsAskedOnce() {
        Snapshots snapshots = snapshots(20);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> snapshots.get().get()).hasCauseInstanceOf(TimeoutException.class);
            nowNs.addAndGet(10 * Snapshots.FRESH_NS);
        }
        assertThat(ringThread).hasSize(1);
        ringThread.remove().run();
        CompletableFuture<DaemonSnapshot> next = snapshots.get();
        assertThat(ringThread).as("it works again").hasSize(1);
        ringThread.remove().run();
        assertThat(next.join()).isNotNull();
    }

    @Test
    void aRingThreadThatHasEndedAnswersNothing() {
        Snapshots snapshots = new Snapshots(
                task -> {
                    throw new RejectedExecutionException("ended");
                },
                SampleSnapshot::ready,
                nowNs::get,
                10_000);
        assertThat(snapshots.get()).isCompletedExceptionally();
    }
}
