package org.ringcast.daemon.core.session;

import io.netty.buffer.ByteBuf;

/**
 * One encoded client frame on its way out. All local receivers of a message share the same frame and the same bytes; each
 * queue it stands in holds one reference, and who polls it from a queue takes that reference over.
 */
public final class OutputFrame {
    private final ByteBuf content;
    private final boolean ringChange;

    private OutputFrame(ByteBuf content, boolean ringChange) {
        this.content = content;
        this.ringChange = ringChange;
    }

    /** A frame that counts as one message against a slow reader. Takes over the caller's reference to the buffer. */
    public static OutputFrame ofMessage(ByteBuf content) {
        return new OutputFrame(content, false);
    }

    /**
     * A notification made by a ring change. One ring change may bring as many of them as there are groups, so they do not
     * count against the limit on messages. Takes over the caller's reference to the buffer.
     */
    public static OutputFrame ofRingChange(ByteBuf content) {
        return new OutputFrame(content, true);
    }

    public int lengthBytes() {
        return content.readableBytes();
    }

    /**
     * A view with indexes of its own that carries the caller's reference: releasing it, or handing it to a channel's
     * write, is releasing the frame. The bytes must not be changed, others are reading them.
     */
    public ByteBuf takeBuffer() {
        return content.duplicate();
    }

    /** Gives the caller's reference back. */
    public void release() {
        content.release();
    }

    void retain() {
        content.retain();
    }

    boolean isRingChange() {
        return ringChange;
    }
}
