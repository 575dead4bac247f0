package org.ringcast.daemon.core.session;

import io.netty.buffer.ByteBuf;

/**
 * One encoded client frame on its way out. All local receivers of a message share the same frame and the same bytes; each
 * queue it stands in holds one reference, and who polls it from a queue takes that reference over.
 *
 * <p>From the first queue on, until nobody has a reference, it counts once in the memory of the sessions.
 */
public final class OutputFrame {
    private final ByteBuf content;
    private final boolean ringChange;
    private final int costBytes;
    private int references = 1;
    private SessionMemory memory;

    private OutputFrame(ByteBuf content, boolean ringChange) {
        this.content = content;
        this.ringChange = ringChange;
        this.costBytes = content.capacity() + SessionMemory.BUFFER_BYTES;
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
        leave();
        return content.duplicate();
    }

    /** As {@link #takeBuffer}, and the frame counts in the memory of the sessions until {@link #written}. */
    public ByteBuf beginWrite() {
        return content.duplicate();
    }

    /** The buffer that {@link #beginWrite} gave was released. */
    public void written() {
        leave();
    }

    /** Gives the caller's reference back. */
    public void release() {
        leave();
        content.release();
    }

    void retain() {
        references++;
        content.retain();
    }

    /** Counts the frame unless it is counted already. */
    void countIn(SessionMemory sessions) {
        if (memory == null) {
            memory = sessions;
            memory.addOutput(costBytes);
        }
    }

    private void leave() {
        references--;
        if (references == 0 && memory != null) {
            memory.addOutput(-costBytes);
            memory = null;
        }
    }

    boolean isRingChange() {
        return ringChange;
    }
}
