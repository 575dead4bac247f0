package org.ringcast.daemon.core.session;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Frames that nobody refers to any more, to be used again: on a busy ring every message needs one. */
final class FramePool {
    /** More than this are left to the garbage collector; so many were only there because clients did not read. */
    private static final int MOST_KEPT = 4096;

    private OutputFrame[] free = new OutputFrame[64];
    private int numFree;

    /** A frame that counts as one message against a slow reader. Takes over the caller's reference to the buffer. */
    OutputFrame take(ByteBuf content) {
        OutputFrame frame = numFree == 0 ? new OutputFrame(this) : free[--numFree];
        frame.begin(content, false);
        return frame;
    }

    void give(OutputFrame frame) {
        if (numFree == MOST_KEPT) {
            return;
        }
        if (numFree == free.length) {
            free = Arrays.copyOf(free, 2 * free.length);
        }
        free[numFree++] = frame;
    }
}
