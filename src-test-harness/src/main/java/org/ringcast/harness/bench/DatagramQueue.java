package org.ringcast.harness.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Datagrams on their way to a daemon, copied into room that was made once. */
final class DatagramQueue {
    private static final int LONGEST_BYTES = 2048;

    private final ByteBuf[] datagrams;
    private final int[] senders;
    private int head;
    private int size;

    DatagramQueue(int capacity) {
        datagrams = new ByteBuf[capacity];
        senders = new int[capacity];
        for (int i = 0; i < capacity; i++) {
            datagrams[i] = Unpooled.directBuffer(LONGEST_BYTES, LONGEST_BYTES);
        }
    }

    void add(int sender, ByteBuf packet) {
        if (size == datagrams.length) {
            throw new IllegalStateException(size + " datagrams wait");
        }
        int at = (head + size) % datagrams.length;
        size++;
        datagrams[at].clear().writeBytes(packet, packet.readerIndex(), packet.readableBytes());
        senders[at] = sender;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Index of the daemon that sent the first one. */
    int firstSender() {
        return senders[head];
    }

    /** Takes the first one out; it is good until the queue has been filled once more. */
    ByteBuf poll() {
        ByteBuf first = datagrams[head];
        head = (head + 1) % datagrams.length;
        size--;
        return first;
    }

    void release() {
        for (ByteBuf datagram : datagrams) {
            datagram.release();
        }
    }
}
