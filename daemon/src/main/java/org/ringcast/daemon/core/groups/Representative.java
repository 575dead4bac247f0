package org.ringcast.daemon.core.groups;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** What one representative has sent in this exchange. */
final class Representative {
    private final int daemonId;
    private final List<ByteBuf> messages = new ArrayList<>(1);
    private SyncedSet syncedSet;
    private boolean closed;

    Representative(int daemonId) {
        this.daemonId = daemonId;
    }

    int daemonId() {
        return daemonId;
    }

    /** Copies of its messages, in order of arrival. */
    List<ByteBuf> messages() {
        return messages;
    }

    /** The daemons it speaks for, known when it is complete. */
    SyncedSet syncedSet() {
        return syncedSet;
    }

    /** All its messages are here and good. */
    boolean isComplete() {
        return syncedSet != null;
    }

    /** Nothing more is taken from it: it is complete, or was refused. */
    boolean isClosed() {
        return closed;
    }

    void complete(SyncedSet set) {
        syncedSet = set;
        closed = true;
    }

    void refuse() {
        syncedSet = null;
        closed = true;
        release();
    }

    void release() {
        for (ByteBuf message : messages) {
            message.release();
        }
        messages.clear();
    }
}
