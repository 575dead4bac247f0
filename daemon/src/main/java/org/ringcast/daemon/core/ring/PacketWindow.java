package org.ringcast.daemon.core.ring;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.Endian;

/**
 * The packets of one ring by sequence number, own and received ones, in slots of a ring buffer. Packets are copies in this
 * daemon's byte order. A slot belongs to the sequence number that was put into it: a number that is 8192 away is not there.
 */
public final class PacketWindow {
    /** Slots; a power of two. */
    public static final int SLOTS = 8192;

    private static final int MASK = SLOTS - 1;

    /** What a slot holds. */
    public enum SlotState {
        EMPTY,
        /** A packet not yet handed up. */
        PRESENT,
        /** A packet that was handed up; kept until everybody has it. */
        DELIVERED,
        /** The members of the old ring agreed that nobody has the packet. */
        HOLE,
        /** A packet that came after this daemon had told what it has; it counts only once the agreement is known. */
        LATE
    }

    private final CellPool cells;
    private final SlotState[] states = new SlotState[SLOTS];
    private final int[] seqs = new int[SLOTS];
    private final int[] slotCells = new int[SLOTS];
    private final char[] lengths = new char[SLOTS];
    private final short[] originators = new short[SLOTS];
    private final byte[] services = new byte[SLOTS];

    /**
     * An empty window.
     *
     * @param packetBytes of the largest packet
     */
    public PacketWindow(ByteBufAllocator allocator, int packetBytes) {
        cells = new CellPool(allocator, packetBytes);
        Arrays.fill(states, SlotState.EMPTY);
        Arrays.fill(slotCells, -1);
    }

    /** State of the slot that belongs to {@code seq}; EMPTY also when another sequence number is in it. */
    public SlotState state(int seq) {
        int slot = seq & MASK;
        return seqs[slot] == seq ? states[slot] : SlotState.EMPTY;
    }

    /** Whether the packet itself is here and counts: present or delivered. */
    public boolean hasPacket(int seq) {
        SlotState state = state(seq);
        return state == SlotState.PRESENT || state == SlotState.DELIVERED;
    }

    /** Whether nothing more is awaited for {@code seq}: the packet is here or is an agreed hole. */
    public boolean isSettled(int seq) {
        SlotState state = state(seq);
        return state != SlotState.EMPTY && state != SlotState.LATE;
    }

    /** Whether the slot is empty, so that {@code seq} can be put there. */
    public boolean isFree(int seq) {
        return states[seq & MASK] == SlotState.EMPTY;
    }

    /**
     * Takes a free slot for a packet of this daemon and returns the cell to build it in, from index 0. Call
     * {@link #built} when its length is known.
     */
    ByteBuf create(int seq, int originator, int service) {
        occupy(seq, SlotState.PRESENT, originator, service);
        return cells.view(slotCells[seq & MASK]);
    }

    void built(int seq, int lengthBytes) {
        lengths[seq & MASK] = (char) lengthBytes;
    }

    /** Copies a received packet into its free slot, in this daemon's byte order. */
    public void store(DataPacket packet, int originator, SlotState state) {
        int seq = packet.seq();
        occupy(seq, state, originator, packet.service());
        int slot = seq & MASK;
        lengths[slot] = (char) packet.copyTo(cells.view(slotCells[slot]), 0, Endian.LITTLE);
    }

    private void occupy(int seq, SlotState state, int originator, int service) {
        int slot = seq & MASK;
        seqs[slot] = seq;
        states[slot] = state;
        slotCells[slot] = cells.take();
        originators[slot] = (short) originator;
        services[slot] = (byte) service;
    }

    /** The packet in its slot; reader and writer index are set to the datagram. */
    public ByteBuf packet(int seq) {
        int slot = seq & MASK;
        return cells.view(slotCells[slot]).setIndex(0, lengths[slot]);
    }

    public int lengthBytes(int seq) {
        return lengths[seq & MASK];
    }

    /** Topology index of the daemon that created the packet. */
    public int originator(int seq) {
        return originators[seq & MASK];
    }

    /**
     * The daemons have other indexes after a reload.
     *
     * @param newIndexes by the old index
     */
    void renumber(int[] newIndexes) {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (slotCells[slot] >= 0) {
                originators[slot] = (short) newIndexes[originators[slot]];
            }
        }
    }

    /** Data bit of the packet's type word. */
    public int service(int seq) {
        return services[seq & MASK];
    }

    /** The packet was handed up. */
    public void setDelivered(int seq) {
        states[seq & MASK] = SlotState.DELIVERED;
    }

    /** A late packet counts from now on. */
    public void setPresent(int seq) {
        states[seq & MASK] = SlotState.PRESENT;
    }

    /** Marks a hole; whatever is in the slot is forgotten. */
    public void setHole(int seq) {
        free(seq);
        seqs[seq & MASK] = seq;
        states[seq & MASK] = SlotState.HOLE;
    }

    /** Empties the slot. */
    public void free(int seq) {
        int slot = seq & MASK;
        states[slot] = SlotState.EMPTY;
        if (slotCells[slot] >= 0) {
            cells.give(slotCells[slot]);
            slotCells[slot] = -1;
        }
    }

    /** Empties all slots. */
    void clear() {
        for (int slot = 0; slot < SLOTS; slot++) {
            free(slot);
        }
    }

    /** Packets kept. */
    public int size() {
        return cells.used();
    }

    /** Gives the memory back; the window must not be used afterwards. */
    public void close() {
        clear();
        cells.close();
    }
}
