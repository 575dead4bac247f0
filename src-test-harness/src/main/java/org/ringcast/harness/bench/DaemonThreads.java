package org.ringcast.harness.bench;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads of the kind that the daemon's ring loop has, with pools of buffers of their own; for JMH's {@code jmh.executor.class}. */
public final class DaemonThreads extends ThreadPoolExecutor {
    /**
     * As JMH calls it.
     *
     * @param prefix of the threads' names
     */
    public DaemonThreads(int numThreads, String prefix) {
        super(
                numThreads,
                numThreads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory(prefix, true));
    }
}
