package org.ringcast.leaks;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class after which Netty reports buffers that nobody released. Every test class has it: JUnit finds it as a
 * service, see {@code junit-platform.properties}.
 *
 * <p>A buffer is known to be lost when the garbage collector has found it, so that it is collected after each class; what a
 * thread that outlives its test loses is told after a later class.
 */
public final class LeakCheck implements AfterAllCallback {
    private static final long COLLECTION_PATIENCE_MS = 5_000;

    private static final ConcurrentLinkedQueue<String> REPORTS = new ConcurrentLinkedQueue<>();

    /** Installs the listener. */
    public LeakCheck() {
        ByteBufUtil.setLeakListener((kind, records) -> REPORTS.add("LEAK: " + kind + " was not released" + records));
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        boolean outermost = context.getTestClass().map(Class::getEnclosingClass).isEmpty();
        if (!outermost || !ResourceLeakDetector.isEnabled()) {
            return;
        }
        String reports = takeReports();
        if (!reports.isEmpty()) {
            throw new AssertionError("Lost by the end of " + context.getDisplayName() + ":\n" + reports);
        }
    }

    /** What was lost since the last call, one report after the other; empty if nothing was. */
    static String takeReports() throws InterruptedException {
        // What was found by one collection is handed on before what the next one finds.
        collect();
        collect();
        // Netty tells what it knows as a buffer is made.
        UnpooledByteBufAllocator.DEFAULT.directBuffer(1).release();
        StringBuilder reports = new StringBuilder();
        for (String report = REPORTS.poll(); report != null; report = REPORTS.poll()) {
            reports.append(report).append('\n');
        }
        return reports.toString();
    }

    private static void collect() throws InterruptedException {
        ReferenceQueue<Object> found = new ReferenceQueue<>();
        WeakReference<Object> garbage = new WeakReference<>(new Object(), found);
        System.gc();
        if (found.remove(COLLECTION_PATIENCE_MS) != garbage) {
            throw new AssertionError("no garbage collection in " + COLLECTION_PATIENCE_MS + " ms");
        }
    }
}
