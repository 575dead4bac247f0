package org.ringcast.harness.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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
            run.send(150, 0, 1, 2);
            hangUp(run, 0, 1, 2);
            run.cluster().start(3);
            run.cluster().awaitRing(RingRun.PATIENCE, 0, 1, 2, 3);
            run.awaitExchanged(150, 0, 1, 2);
            run.connect(3);
            run.awaitView(0, 1, 2, 3);
            run.exchange(40, 0, 1, 2, 3);

            run.forgetSent();
            run.setFile("", 0, 2, 3);
            run.send(150, 0, 2, 3);
            hangUp(run, 0, 1, 2, 3);
            CapturedProcess removed = run.cluster().process(1);
            assertThat(removed.awaitExit(RingRun.PATIENCE)).isZero();
            assertThat(removed.output()).contains("Conf_load_conf_file: My proc d2 is not in configuration!");
            run.cluster().awaitRing(RingRun.PATIENCE, 0, 2, 3);
            run.awaitView(0, 2, 3);
            run.awaitExchanged(150, 0, 2, 3);
            run.exchange(40, 0, 2, 3);
            run.finish(0, 2, 3);
        }
    }

    private static void hangUp(RingRun run, int... daemons) throws Exception {
        for (int daemon : daemons) {
            ((DaemonProcess) run.cluster().process(daemon)).signal("HUP");
        }
    }
}
