package org.ringcast.daemon.core.ring;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Messages of several fragments that are not complete yet, one for each originator. Keyed by topology index, so that a changed
 * configuration cannot mix two originators up.
 */
final class Reassembly {
    private static final int FIRST_BYTES = 8 * 1432;

    private final ByteBufAllocator allocator;
    private final ByteBuf[] partial;
    private final int[] fragments;

    Reassembly(int numDaemons, ByteBufAllocator allocator) {
        this.allocator = allocator;
        partial = new ByteBuf[numDaemons];
        fragments = new int[numDaemons];
    }

    /** As many daemons by new indexes; takes over all that the one before it has. */
    Reassembly(int numDaemons, Reassembly before, int[] newIndexes) {
        this(numDaemons, before.allocator);
        for (int old = 0; old < before.partial.length; old++) {
            if (newIndexes[old] >= 0) {
                partial[newIndexes[old]] = before.partial[old];
                fragments[newIndexes[old]] = before.fragments[old];
                before.partial[old] = null;
                before.fragments[old] = 0;
            }
        }
        before.dropAll();
    }

    /** Number on the wire, without sign, that the next fragment of the originator must have. */
    int expectedIndex(int originator) {
        return fragments[originator] + 1;
    }

    /** Bytes of the originator's message so far. */
    int bytes(int originator) {
        return partial[originator] == null ? 0 : partial[originator].readableBytes();
    }

    /** Appends a fragment that has the expected index. */
    void append(int originator, ByteBuf buffer, int offset, int lengthBytes) {
        if (partial[originator] == null) {
            partial[originator] = allocator.buffer(FIRST_BYTES);
        }
        partial[originator].writeBytes(buffer, offset, lengthBytes);
        fragments[originator]++;
    }

    /** Takes the complete message out; the caller releases it. */
    ByteBuf take(int originator) {
        ByteBuf message = partial[originator];
        partial[originator] = null;
        fragments[originator] = 0;
        return message;
    }

    /** Drops what was received of an originator's message; true when there was something. */
    boolean drop(int originator) {
        if (fragments[originator] == 0) {
            return false;
        }
        take(originator).release();
        return true;
    }

    /** Drops everything; returns how many messages. */
    int dropAll() {
        int dropped = 0;
        for (int originator = 0; originator < partial.length; originator++) {
            if (drop(originator)) {
                dropped++;
            }
        }
        return dropped;
    }
}
