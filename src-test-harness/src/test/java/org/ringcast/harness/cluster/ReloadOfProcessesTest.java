package org.ringcast.harness.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.process.CapturedProcess;
import org.ringcast.harness.process.DaemonProcess;

/** Daemons as processes read another file while clients send: none of the daemons that stay loses anything. */
class ReloadOfProcessesTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void check13_sighupAddsADaemonAndRemovesTheOneInTheMiddleUnderTraffic() throws Exception {
        try (RingRun run = RingRun.onLoopback(folder, 4, "", 0, 1, 2)) {
            run.start(0, 1, 2);
            run.exchange(40, 0, 1, 2);

            run.forgetSent();
            run.setFile("", 0, 1, 2, 3);
            var before = run.memberships(0, 1, 2);
            run.send(150, 0, 1, 2);
            hangUp(run, 0, 1, 2);
            run.cluster().start(3);
            run.cluster().awaitRing(RingRun.PATIENCE, 0, 1, 2, 3);
            run.awaitExchanged(150, 0, 1, 2);
            assertThat(run.memberships(0, 1, 2))
                    .as("nobody has left, so nobody is told anything")
                    .isEqualTo(before);
            run.connect(3);
            run.awaitView(0, 1, 2, 3);
            run.exchange(40, 0, 1, 2, 3);

            run.forgetSent();
            run.setFile("", 0, 2, 3);
            var four = run.memberships(0, 2, 3);
            run.send(150, 0, 2, 3);
            hangUp(run, 0, 1, 2, 3);
            CapturedProcess removed = run.cluster().process(1);
            assertThat(removed.awaitExit(RingRun.PATIENCE)).isZero();
            assertThat(removed.output()).contains("Conf_load_conf_file: My proc d2 is not in configuration!");
            run.cluster().awaitRing(RingRun.PATIENCE, 0, 2, 3);
            run.awaitView(0, 2, 3);
            run.awaitExchanged(150, 0, 2, 3);
            run.memberships(0, 2, 3).forEach((client, told) -> {
                int known = four.get(client).size();
                assertThat(told.subList(known, told.size()))
                        .as("a signal and one view without the clients of d2, for %s", client)
                        .satisfiesExactly(
                                signal -> assertThat(signal).isInstanceOf(ClientEvent.Transition.class),
                                view -> assertThat(view).isInstanceOfSatisfying(ClientEvent.View.class, seen -> {
                                    assertThat(seen.isNetwork()).isTrue();
                                    assertThat(seen.members()).containsExactlyElementsOf(run.clients(0, 2, 3));
                                    assertThat(seen.own()).containsExactlyElementsOf(run.clients(0, 2, 3));
                                }));
            });
            run.exchange(40, 0, 2, 3);
            run.finish(0, 2, 3);
        }
    }

    /** Alone in its file a daemon has short timers, and those of a local network as soon as there is another one. */
    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void check13_aLoneDaemonGetsASecondAndLosesItAgain() throws Exception {
        try (RingRun run = RingRun.onLoopback(folder, 2, "", 0)) {
            run.start(0);
            run.exchange(200, 0);
            for (int i = 0; i < 2; i++) {
                run.forgetSent();
                run.setFile("", 0, 1);
                run.send(150, 0);
                hangUp(run, 0);
                run.cluster().start(1);
                run.cluster().awaitRing(RingRun.PATIENCE, 0, 1);
                run.awaitExchanged(150, 0);
                run.connect(1);
                run.awaitView(0, 1);
                run.exchange(50, 0, 1);

                run.forgetSent();
                run.setFile("", 0);
                run.send(150, 0);
                hangUp(run, 0, 1);
                assertThat(run.cluster().process(1).awaitExit(RingRun.PATIENCE)).isZero();
                run.cluster().awaitRing(RingRun.PATIENCE, 0);
                run.awaitView(0);
                run.awaitExchanged(150, 0);
            }
            run.finish(0);
        }
    }

    private static void hangUp(RingRun run, int... daemons) throws Exception {
        for (int daemon : daemons) {
            ((DaemonProcess) run.cluster().process(daemon)).signal("HUP");
        }
    }
}
