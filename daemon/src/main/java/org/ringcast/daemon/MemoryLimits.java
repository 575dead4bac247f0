package org.ringcast.daemon;

import io.netty.util.internal.PlatformDependent;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.ExtensionOption;
import org.ringcast.daemon.core.CoreSettings.MemorySettings;

/**
 * What clients may make a daemon keep, concluded from the memory that its JVM has wherever the configuration says nothing; see
 * docs/operations.md, memory.
 */
final class MemoryLimits {
    /** Heap for one membership, several times what it takes: the exchange of state needs some, too. */
    static final int MEMBERSHIP_BYTES = 1024;

    static final long LEAST_MEMBERSHIPS = 20_000;

    static final long LEAST_TOTAL_BYTES = 4 << 20;

    private MemoryLimits() {}

    /** The other half is for the ring, for what is just being read, and for the gaps between buffers. */
    private static long totalBytes(long configured, long heapBytes, long directBytes) {
        long bytes = configured == 0 ? Math.min(directBytes / 2, heapBytes) : configured;
        return Math.max(LEAST_TOTAL_BYTES, bytes);
    }

    static MemorySettings of(Configuration configuration) {
        return of(configuration, Runtime.getRuntime().maxMemory(), PlatformDependent.maxDirectMemory());
    }

    /**
     * The limits in a JVM with so much memory.
     *
     * @param heapBytes -Xmx
     * @param directBytes -XX:MaxDirectMemorySize, which is -Xmx unless it is given
     */
    static MemorySettings of(Configuration configuration, long heapBytes, long directBytes) {
        var extensions = configuration.extensions();
        long memberships = extensions.number(ExtensionOption.MAX_MEMBERSHIPS);
        if (memberships == 0) {
            // Every daemon keeps the memberships of all.
            int daemons = configuration.daemons().size();
            memberships = Math.max(LEAST_MEMBERSHIPS, heapBytes / MEMBERSHIP_BYTES / daemons);
        }
        return new MemorySettings(
                extensions.intNumber(ExtensionOption.MAX_GROUPS_PER_SESSION),
                memberships,
                totalBytes(extensions.number(ExtensionOption.MAX_TOTAL_BYTES), heapBytes, directBytes));
    }
}
