package org.ringcast.daemon.core.session;

import io.netty.buffer.ByteBuf;

/**
 * One encoded client frame on its way out. All local receivers of a message share the same frame and the same bytes; each
 * queue it stands in holds one reference, and who polls it from a queue takes that reference over.
 *
 * <p>Who has no reference must not touch the frame: it may be another message by then.
 *
 * <p>From the first queue on, until nobody has a reference, it counts once in the memory of the sessions.
 */
public final class OutputFrame {
    /** Gets the frame back when nobody refers to it any more; null: nobody wants it. */
    private final FramePool pool;

    private ByteBuf content;
    private boolean ringChange;
    private int costBytes;
    private int references;
    private SessionMemory memory;

    /** A frame without content; see {@link #begin}. */
    OutputFrame(FramePool pool) {
        this.pool = pool;
    }

    /** Gives it other content, and the caller a reference. Nobody may have one. */
    void begin(ByteBuf newContent, boolean isRingChange) {
        content = newContent;
        ringChange = isRingChange;
        costBytes = newContent.capacity() + SessionMemory.BUFFER_BYTES;
        references = 1;
    }

    private static OutputFrame of(ByteBuf content, boolean ringChange) {
        OutputFrame frame = new OutputFrame(null);
        frame.begin(content, ringChange);
        return frame;
    }

    /** A frame that counts as one message against a slow reader. Takes over the caller's reference to the buffer. */
    public static OutputFrame ofMessage(ByteBuf content) {
        return of(content, false);
    }

    /**
     * A notification made by a ring change. One ring change may bring as many of them as there are groups, so they do not
     * count against the limit on messages. Takes over the caller's reference to the buffer.
     */
    public static OutputFrame ofRingChange(ByteBuf content) {
        return of(content, true);
    }

    public int lengthBytes() {
        return content.readableBytes();
    }

    /**
     * A view with indexes of its own that carries the caller's reference: releasing it, or handing it to a channel's
     * write, is releasing the frame. The bytes must not be changed, others are reading them.
     */
    public ByteBuf takeBuffer() {
        ByteBuf view = content.duplicate();
        leave();
        return view;
    }

    /** Copies the frame behind what {@code destination} has, and gives the caller's reference back. */
    public void moveTo(ByteBuf destination) {
        destination.writeBytes(content, content.readerIndex(), content.readableBytes());
        release();
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
        ByteBuf bytes = content;
        leave();
        bytes.release();
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
        if (references > 0) {
            return;
        }
        if (memory != null) {
            memory.addOutput(-costBytes);
            memory = null;
        }
        if (pool != null && references == 0) {
            content = null;
            pool.give(this);
        }
    }

    boolean isRingChange() {
        return ringChange;
    }
}
