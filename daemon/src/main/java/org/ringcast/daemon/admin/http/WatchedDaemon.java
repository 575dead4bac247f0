package org.ringcast.daemon.admin.http;

import java.util.concurrent.CompletableFuture;
import org.ringcast.daemon.admin.metrics.DaemonSnapshot;

/** What the web server tells about. Called on its thread. */
public interface WatchedDaemon {
    /** A snapshot that is not old; completes with an exception when the ring thread does not take one in time. */
    CompletableFuture<DaemonSnapshot> snapshot();

    /** Time since the ring thread's last turn, milliseconds. */
    long ringThreadSilenceMs();
}
