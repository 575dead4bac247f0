package org.ringcast.daemon.core.ring;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ringcast.daemon.wire.WireLimits;

/**
 * Room for packets, in cells of the size of the largest one. Cells are cut from slabs that are allocated as more are needed
 * and kept until {@link #close}; the cell given back last is handed out first, because it is still in the processor's cache.
 */
final class CellPool {
    private static final int CELLS_PER_SLAB = 64;
    /** The same for cells that are larger than an Ethernet frame. */
    private static final int LARGE_CELLS_PER_SLAB = 16;

    private final ByteBufAllocator allocator;
    private final int cellBytes;
    private final int cellsPerSlab;
    private final List<ByteBuf> slabs = new ArrayList<>();
    private ByteBuf[] views = new ByteBuf[0];
    private int[] free = new int[0];
    private int numFree;

    /** @param cellBytes of the largest packet */
    CellPool(ByteBufAllocator allocator, int cellBytes) {
        this.allocator = allocator;
        this.cellBytes = cellBytes;
        cellsPerSlab = cellBytes > WireLimits.MAX_PACKET_BYTES ? LARGE_CELLS_PER_SLAB : CELLS_PER_SLAB;
    }

    /** Number of a cell that nobody uses. */
    int take() {
        if (numFree == 0) {
            addSlab();
        }
        return free[--numFree];
    }

    void give(int cell) {
        free[numFree++] = cell;
    }

    /** The cell's bytes, from index 0. The same object each time: its reader and writer index are whoever's used it last. */
    ByteBuf view(int cell) {
        return views[cell];
    }

    /** Cells in use. */
    int used() {
        return views.length - numFree;
    }

    private void addSlab() {
        ByteBuf slab = allocator.buffer(cellsPerSlab * cellBytes, cellsPerSlab * cellBytes);
        slab.setIndex(0, cellsPerSlab * cellBytes);
        slabs.add(slab);
        int first = views.length;
        views = Arrays.copyOf(views, first + cellsPerSlab);
        free = Arrays.copyOf(free, first + cellsPerSlab);
        for (int i = 0; i < cellsPerSlab; i++) {
            views[first + i] = slab.slice(i * cellBytes, cellBytes);
        }
        for (int i = cellsPerSlab - 1; i >= 0; i--) {
            give(first + i);
        }
    }

    /** Gives the slabs back. The pool must not be used afterwards. */
    void close() {
        for (ByteBuf slab : slabs) {
            slab.release();
        }
        slabs.clear();
        views = new ByteBuf[0];
        free = new int[0];
        numFree = 0;
    }
}
