package org.ringcast.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ringcast.daemon.net.IoTransport;
import org.ringcast.daemon.observe.EventLog;

@Timeout(30)
class RingLoopTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final List<String> log = new ArrayList<>();
    private final FaultHandler faults =
            new FaultHandler(new EventLog((level, text) -> log.add(text), InstantSource.system()));
    private final LongSupplier clock = System::nanoTime;
    private final RingLoop loop = new RingLoop(IoTransport.best(), clock, faults);

    @AfterEach
    void close() {
        loop.close();
    }

    /** A turn that does {@code work} and has a timer at {@code deadlineNs}. */
    private static RingLoop.Turn turn(Runnable work, LongSupplier deadlineNs) {
        return new RingLoop.Turn() {
            @Override
            public boolean isUnfinished() {
                return false;
            }

            @Override
            public int run() {
                work.run();
                return 0;
            }

            @Override
            public long nextDeadlineNs() {
                return deadlineNs.getAsLong();
            }
        };
    }

    /** Nothing comes in: it looks for as long as it is told to, once after each turn with work, and then sleeps. */
    @Test
    void busyPollLooksAgainAndAgainBeforeItSleeps() {
        long[] readings = new long[1];
        LongSupplier counted = () -> {
            readings[0]++;
            return clock.getAsLong();
        };
        FaultHandler none = new FaultHandler(new EventLog((level, text) -> {}, InstantSource.system()));
        RingLoop polling = new RingLoop(IoTransport.best(), counted, none, 5 * MS);
        long start = clock.getAsLong();
        long[] after = new long[2];
        try {
            polling.run(new RingLoop.Turn() {
                private int turns;

                @Override
                public int run() {
                    turns++;
                    if (turns > 1) {
                        after[0] = clock.getAsLong();
                        after[1] = readings[0];
                        polling.end(ExitCode.OK);
                    }
                    return 1;
                }

                @Override
                public boolean isUnfinished() {
                    return false;
                }

                @Override
                public long nextDeadlineNs() {
                    return start + 8 * MS;
                }
            });
        } finally {
            polling.close();
        }
        assertThat(after[0] - start).isGreaterThanOrEqualTo(5 * MS);
        assertThat(after[1]).as("readings of the clock; 3 without looking").isGreaterThan(5);
    }

    @Test
    void sleepsUntilTheDeadlineAndNotLonger() {
        long start = clock.getAsLong();
        int[] turns = new int[1];
        assertThat(loop.run(turn(
                        () -> {
                            turns[0]++;
                            if (clock.getAsLong() - start >= 50 * MS) {
                                loop.end(ExitCode.OK);
                            }
                        },
                        () -> start + 50 * MS)))
                .isEqualTo(ExitCode.OK);
        assertThat(clock.getAsLong() - start).isGreaterThanOrEqualTo(50 * MS);
        // A timer rounded down to whole milliseconds may take a few turns more, a busy loop thousands.
        assertThat(turns[0]).isBetween(2, 200);
    }

    @Test
    void anotherThreadWakesItUp() throws InterruptedException {
        Thread other = new Thread(() -> loop.eventLoop().execute(() -> loop.end(ExitCode.OK)));
        other.start();
        assertThat(loop.run(turn(() -> {}, () -> Long.MAX_VALUE))).isEqualTo(ExitCode.OK);
        other.join();
    }

    @Test
    void aFaultIsLoggedAndTheLoopGoesOn() {
        int[] turns = new int[1];
        ExitCode code = loop.run(turn(
                () -> {
                    if (++turns[0] == 5) {
                        loop.end(ExitCode.OK);
                    }
                    throw new IllegalStateException("fault " + turns[0]);
                },
                clock));
        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(faults.count()).isEqualTo(5);
        assertThat(log.get(0))
                .startsWith(
                        "Internal fault 1 in the ring loop; the daemon goes on:\njava.lang.IllegalStateException: fault 1")
                .contains("RingLoopTest");
    }

    @Test
    void aFaultThatCannotBeToldIsTheEnd() {
        class Unprintable extends RuntimeException {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                throw new OutOfMemoryError("once more");
            }
        }

        ExitCode code = loop.run(turn(
                () -> {
                    throw new Unprintable();
                },
                clock));
        assertThat(code).isEqualTo(ExitCode.FAULT);
        assertThat(faults.count()).isEqualTo(1);
    }

    @Test
    void faultsWithoutEndAreTheEnd() {
        ExitCode code = loop.run(turn(
                () -> {
                    throw new AssertionError("always");
                },
                clock));
        assertThat(code).isEqualTo(ExitCode.FAULT);
        assertThat(faults.count()).isEqualTo(FaultHandler.TOLERATED + 1);
        assertThat(log.get(FaultHandler.TOLERATED - 1)).contains("; the daemon goes on:\n");
        assertThat(log.get(FaultHandler.TOLERATED)).contains("; the daemon ends:\n");
        assertThat(log).last().asString().startsWith("Giving up after 11 internal faults, 11 of them in the last 10 s");
    }

    @Test
    void faultsFarApartAreNotTheEnd() {
        for (int i = 0; i < 100; i++) {
            assertThat(faults.onFault("test", new IllegalStateException(), i * FaultHandler.PERIOD_NS / 5))
                    .isFalse();
        }
        assertThat(faults.onFault("test", new OutOfMemoryError(), 1000 * FaultHandler.PERIOD_NS))
                .isTrue();
    }

    @Test
    void wantOfMemoryIsSaidToBeTheEnd_noLineSaysThatTheDaemonGoesOn() {
        assertThat(faults.onFault("session on mailbox 7", new OutOfMemoryError("direct"), 1))
                .isTrue();
        assertThat(log).noneMatch(line -> line.contains("goes on"));
        assertThat(log.get(0)).startsWith("Internal fault 1 in the session on mailbox 7; the daemon ends:\n");
        assertThat(log.get(1)).isEqualTo("Giving up for want of memory: after that nothing can be promised");
    }
}
