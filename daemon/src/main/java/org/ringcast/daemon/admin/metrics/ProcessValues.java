package org.ringcast.daemon.admin.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;

/**
 * What the JVM tells of itself. Read on the thread that needs it: none of it is the ring thread's.
 *
 * @param heap in bytes
 * @param directBytes outside the heap: of Netty's pool and of the JVM's own buffers
 * @param collectors the garbage collectors
 * @param cpuNs processor time of the process; negative when the system does not tell
 * @param openFiles descriptors; negative when the system does not tell
 */
record ProcessValues(
        MemoryUsage heap, long directBytes, List<Collector> collectors, int threads, long cpuNs, long openFiles) {

    /** One garbage collector: collections and the time spent on them since the start. */
    record Collector(String name, long collections, long timeMs) {}

    static ProcessValues now() {
        long direct = Math.max(0, PlatformDependent.usedDirectMemory());
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct")) {
                direct += pool.getMemoryUsed();
            }
        }
        List<Collector> collectors = new ArrayList<>();
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            collectors.add(new Collector(bean.getName(), bean.getCollectionCount(), bean.getCollectionTime()));
        }
        long cpuNs = -1;
        long openFiles = -1;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            cpuNs = system.getProcessCpuTime();
            openFiles = system.getOpenFileDescriptorCount();
        }
        return new ProcessValues(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage(),
                direct,
                collectors,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                cpuNs,
                openFiles);
    }
}
