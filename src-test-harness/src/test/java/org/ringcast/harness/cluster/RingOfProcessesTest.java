package org.ringcast.harness.cluster;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three daemons as processes on the loopback interface, each in a segment of its own. */
class RingOfProcessesTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void trafficOfEveryServiceThroughAKillAndARestart() throws Exception {
        try (RingRun run = RingRun.onLoopback(folder, 3)) {
            run.startAll();
            run.exchange(60, 0, 1, 2);
            run.forgetSent();
            run.send(120, 0, 1, 2);
            run.crashAfter(90, 1);
            run.cluster().awaitRing(RingRun.PATIENCE, 0, 2);
            run.awaitView(0, 2);
            run.awaitExchanged(120, 0, 2);
            run.cluster().start(1);
            run.cluster().awaitRing(RingRun.PATIENCE, 0, 1, 2);
            run.connect(1);
            run.awaitView(0, 1, 2);
            run.leaveAndJoinAgain(0, 1, 2);
            run.exchange(60, 0, 1, 2);
            run.awaitView(0, 1, 2);
            run.finish(0, 1, 2);
        }
    }

    /** Packets that no Spread daemon sends: messages that are several packets elsewhere are one or two. */
    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void largerPackets() throws Exception {
        try (RingRun run = RingRun.onLoopback(folder, 3, "#+ MaxPacketSize = 3000\n", 0, 1, 2)) {
            run.startAll();
            run.exchange(60, 0, 1, 2);
            run.finish(0, 1, 2);
        }
    }

    /** A daemon that gets no time for ten seconds: the others go on without it, and it comes back by itself. */
    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aStoppedDaemonHoldsUpNobodyAndComesBack() throws Exception {
        try (RingRun run = RingRun.onLoopback(folder, 3)) {
            run.startAll();
            run.exchange(20, 0, 1, 2);
            run.forgetSent();
            long stoppedNs = System.nanoTime();
            run.cluster().process(2).signal("STOP");
            run.send(40, 0, 1);
            run.cluster().awaitRing(RingRun.PATIENCE, 0, 1);
            run.awaitView(0, 1);
            run.awaitExchanged(40, 0, 1);
            long leftNs = TimeUnit.SECONDS.toNanos(10) - (System.nanoTime() - stoppedNs);
            TimeUnit.NANOSECONDS.sleep(Math.max(0, leftNs));
            run.forgetSent();
            run.cluster().process(2).signal("CONT");
            run.cluster().awaitRing(RingRun.PATIENCE, 0, 1, 2);
            run.awaitView(0, 1, 2);
            run.exchange(40, 0, 1, 2);
            run.finish(0, 1, 2);
        }
    }
}
