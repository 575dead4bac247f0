package org.ringcast.daemon.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Cuts a byte stream that comes in arbitrary pieces into items. An item that lies whole in one piece is lent out of it
 * without a copy; one that spans pieces is copied once, into a buffer that grows with what has really come, whatever
 * length was announced. Nothing is held while no item is under way.
 */
public final class InputAssembler {
    private static final int SMALLEST_PARTIAL_BYTES = 256;

    private final ByteBufAllocator allocator;
    private final ItemReader reader;

    /** First bytes of an item whose rest has not come; never a whole item. */
    private ByteBuf partial;

    /** Bytes that came while nothing was taken. */
    private ByteBuf backlog;

    private boolean running;
    private int heldBytes;

    /**
     * Waits for the first bytes.
     *
     * @param reader says where items end, and takes them
     */
    public InputAssembler(ByteBufAllocator allocator, ItemReader reader) {
        this.allocator = allocator;
        this.reader = reader;
    }

    /** Takes over a piece of the stream. */
    public void onBytes(ByteBuf piece) {
        if (backlog != null) {
            append(piece);
        } else {
            run(piece);
        }
    }

    /** Goes on with what waits. */
    void resume() {
        if (backlog != null && !running && reader.mayTake()) {
            ByteBuf waiting = backlog;
            backlog = null;
            run(waiting);
        }
    }

    /** Whether bytes wait that nobody has looked at. */
    boolean hasBacklog() {
        return backlog != null;
    }

    /** Room that is taken for an item that is not complete. */
    int heldBytes() {
        return heldBytes;
    }

    /** Whether an item has begun and is not complete. */
    boolean isInsideItem() {
        return partial != null;
    }

    /** Drops everything; what is just being looked at, as soon as the reader answers {@link ItemReader#STOP}. */
    public void release() {
        if (partial != null && !running) {
            ByteBuf dropped = partial;
            forgetPartial();
            dropped.release();
        }
        if (backlog != null) {
            backlog.release();
            backlog = null;
        }
    }

    private void run(ByteBuf piece) {
        running = true;
        boolean stopped = false;
        try {
            while (!stopped && piece.isReadable()) {
                if (!reader.mayTake()) {
                    backlog = piece.retain();
                    return;
                }
                stopped = partial == null ? !takeFrom(piece) : !fillPartial(piece);
            }
        } finally {
            running = false;
            piece.release();
            if (stopped) {
                release();
            }
        }
    }

    /** Lends one whole item out of the piece, or keeps the beginning of one. False: stop. */
    private boolean takeFrom(ByteBuf piece) {
        int itemBytes = reader.itemBytes(piece);
        if (itemBytes == ItemReader.STOP) {
            return false;
        }
        int available = piece.readableBytes();
        if (available < itemBytes) {
            partial = allocator.buffer(Math.max(SMALLEST_PARTIAL_BYTES, Math.min(itemBytes, 2 * available)));
            heldBytes += partial.capacity();
            partial.writeBytes(piece);
            return true;
        }
        int itemEnd = piece.readerIndex() + itemBytes;
        int pieceEnd = piece.writerIndex();
        piece.writerIndex(itemEnd);
        reader.take(piece);
        piece.setIndex(itemEnd, pieceEnd);
        return true;
    }

    /** Adds to the item under way, up to what is known of its length. False: stop. */
    private boolean fillPartial(ByteBuf piece) {
        int itemBytes = reader.itemBytes(partial);
        if (itemBytes == ItemReader.STOP) {
            return false;
        }
        int missing = itemBytes - partial.readableBytes();
        makeRoom(itemBytes, Math.min(missing, piece.readableBytes()));
        partial.writeBytes(piece, Math.min(missing, piece.readableBytes()));
        if (partial.readableBytes() < itemBytes) {
            return true;
        }
        // The length may have become known only now.
        itemBytes = reader.itemBytes(partial);
        if (itemBytes == partial.readableBytes()) {
            ByteBuf item = partial;
            forgetPartial();
            try {
                reader.take(item);
            } finally {
                item.release();
            }
        }
        return itemBytes != ItemReader.STOP;
    }

    /** Room for what has come and as much again, but not for more than the item: left to itself a buffer would take up to double. */
    private void makeRoom(int itemBytes, int bytes) {
        int needed = partial.readableBytes() + bytes;
        if (needed > partial.capacity()) {
            int before = partial.capacity();
            partial.capacity(Math.max(needed, Math.min(itemBytes, 2 * needed)));
            heldBytes += partial.capacity() - before;
        }
    }

    private void forgetPartial() {
        heldBytes -= partial.capacity();
        partial = null;
    }

    private void append(ByteBuf piece) {
        if (backlog == null) {
            backlog = piece;
            return;
        }
        ByteBuf joined = allocator.buffer(backlog.readableBytes() + piece.readableBytes());
        joined.writeBytes(backlog).writeBytes(piece);
        backlog.release();
        piece.release();
        backlog = joined;
    }
}
