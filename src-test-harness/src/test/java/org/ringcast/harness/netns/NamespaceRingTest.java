package org.ringcast.harness.netns;

import static org.ringcast.harness.cluster.RingRun.PATIENCE;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.harness.cluster.Cluster.Kind;
import org.ringcast.harness.cluster.RingRun;
import org.ringcast.harness.process.ReferenceInstall;

/** Three daemons in one multicast segment, each in a network namespace of its own, with clients beside them. */
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NamespaceRingTest {
    @TempDir
    Path folder;

    @Test
    void killRestartPartitionMergeAndAOneWayCut() throws Exception {
        Namespaces.assumeAvailable();
        try (Namespaces net = Namespaces.create(3);
                RingRun run = RingRun.inNamespaces(folder, net, null, Kind.OURS, Kind.OURS, Kind.OURS)) {
            run.startAll();
            run.exchange(60, 0, 1, 2);
            killAndRestart(run, 1);
            partitionAndMerge(net, run);
            // Data of 0 does not reach 2 any more, the tokens do: 1 has to answer what 2 asks for.
            net.cut(0, 2);
            run.exchange(30, 0, 1, 2);
            net.healAll();
            run.cluster().awaitRing(PATIENCE, 0, 1, 2);
            run.awaitView(0, 1, 2);
            run.exchange(30, 0, 1, 2);
            run.finish(0, 1, 2);
        }
    }

    private static void killAndRestart(RingRun run, int victim) throws Exception {
        int[] others = victim == 0 ? new int[] {1, 2} : victim == 1 ? new int[] {0, 2} : new int[] {0, 1};
        run.forgetSent();
        run.send(120, 0, 1, 2);
        run.crashAfter(90, victim);
        run.cluster().awaitRing(PATIENCE, others);
        run.awaitView(others);
        run.awaitExchanged(120, others);
        run.cluster().start(victim);
        run.cluster().awaitRing(PATIENCE, 0, 1, 2);
        run.connect(victim);
        run.awaitView(0, 1, 2);
        run.leaveAndJoinAgain(0, 1, 2);
        run.exchange(60, 0, 1, 2);
        run.awaitView(0, 1, 2);
    }

    private static void partitionAndMerge(Namespaces net, RingRun run) throws Exception {
        run.forgetSent();
        run.send(60, 0, 1, 2);
        net.partition(0);
        run.cluster().awaitRing(PATIENCE, 0);
        run.cluster().awaitRing(PATIENCE, 1, 2);
        run.awaitView(0);
        run.awaitView(1, 2);
        run.exchange(30, 1, 2);
        run.exchange(30, 0);
        net.healAll();
        run.cluster().awaitRing(PATIENCE, 0, 1, 2);
        run.awaitView(0, 1, 2);
        run.exchange(30, 0, 1, 2);
    }

    /** One of three is ours. Needs -Dspread.home. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void oursBetweenTwoSpreadDaemons(int ours) throws Exception {
        ReferenceInstall reference = ReferenceInstall.assumeLevel5();
        Namespaces.assumeAvailable();
        Kind[] kinds = {Kind.REFERENCE, Kind.REFERENCE, Kind.REFERENCE};
        kinds[ours] = Kind.OURS;
        mixedRing(reference, ours, kinds);
    }

    /** Two of three are ours. Needs -Dspread.home. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aSpreadDaemonBetweenTwoOfOurs(int theirs) throws Exception {
        ReferenceInstall reference = ReferenceInstall.assumeLevel5();
        Namespaces.assumeAvailable();
        Kind[] kinds = {Kind.OURS, Kind.OURS, Kind.OURS};
        kinds[theirs] = Kind.REFERENCE;
        mixedRing(reference, theirs, kinds);
    }

    private void mixedRing(ReferenceInstall reference, int victim, Kind... kinds) throws Exception {
        try (Namespaces net = Namespaces.create(3);
                RingRun run = RingRun.inNamespaces(folder, net, reference, kinds)) {
            run.startAll();
            run.exchange(60, 0, 1, 2);
            killAndRestart(run, victim);
            partitionAndMerge(net, run);
            run.finish(0, 1, 2);
        }
    }
}
