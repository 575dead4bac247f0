package org.ringcast.daemon.core.ring;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import org.ringcast.daemon.core.RingServices.Submitter;

/**
 * Messages waiting to be put into packets, first in first out, and how far the first one has got. Grows as needed: what may be
 * queued is limited where messages come in.
 */
final class SendQueue {
    private ByteBuf[] messages = new ByteBuf[64];
    private byte[] packetTypes = new byte[64];
    private Submitter[] submitters = new Submitter[64];
    private final int bodyBytes;
    private int head;
    private int size;
    private int sentBytes;
    private int sentFragments;

    /** @param bodyBytes largest body of a packet */
    SendQueue(int bodyBytes) {
        this.bodyBytes = bodyBytes;
    }

    /** Copies the readable bytes of {@code message}. */
    void append(int packetType, ByteBuf message, Submitter submitter, ByteBufAllocator allocator) {
        int length = message.readableBytes();
        ByteBuf copy = allocator.buffer(length, length);
        copy.writeBytes(message, message.readerIndex(), length);
        if (size == messages.length) {
            grow();
        }
        int at = (head + size) & (messages.length - 1);
        messages[at] = copy;
        packetTypes[at] = (byte) packetType;
        submitters[at] = submitter;
        size++;
    }

    private void grow() {
        int capacity = messages.length;
        ByteBuf[] newMessages = new ByteBuf[2 * capacity];
        byte[] newTypes = new byte[2 * capacity];
        Submitter[] newSubmitters = new Submitter[2 * capacity];
        for (int i = 0; i < size; i++) {
            int at = (head + i) & (capacity - 1);
            newMessages[i] = messages[at];
            newTypes[i] = packetTypes[at];
            newSubmitters[i] = submitters[at];
        }
        messages = newMessages;
        packetTypes = newTypes;
        submitters = newSubmitters;
        head = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Messages not yet wholly sent. */
    int size() {
        return size;
    }

    /** Whether some but not all fragments of the first message were sent. */
    boolean isPartlySent() {
        return sentBytes > 0;
    }

    /** Packet type of the first message. */
    int packetType() {
        return packetTypes[head];
    }

    /** The first message. */
    ByteBuf message() {
        return messages[head];
    }

    /** Where in the first message its next fragment starts. */
    int fragmentOffset() {
        return messages[head].readerIndex() + sentBytes;
    }

    /** Length of the next fragment. */
    int fragmentBytes() {
        return Math.min(bodyBytes, messages[head].readableBytes() - sentBytes);
    }

    /** Index on the wire of the next fragment: 1, 2, .., the last one negative. */
    int fragmentIndex() {
        int index = sentFragments + 1;
        return sentBytes + fragmentBytes() == messages[head].readableBytes() ? -index : index;
    }

    /** The next fragment was sent; true when it was the message's last, and then the message is gone from the queue. */
    boolean fragmentSent() {
        int bytes = fragmentBytes();
        if (sentBytes + bytes < messages[head].readableBytes()) {
            sentBytes += bytes;
            sentFragments++;
            return false;
        }
        removeFirst(true);
        return true;
    }

    private void removeFirst(boolean tell) {
        ByteBuf message = messages[head];
        Submitter submitter = submitters[head];
        int bytes = message.readableBytes();
        messages[head] = null;
        submitters[head] = null;
        head = (head + 1) & (messages.length - 1);
        size--;
        rewind();
        message.release();
        if (tell) {
            submitter.onPacketised(bytes);
        }
    }

    /** The first message is to be sent again from its first fragment: the ring in which it was begun is gone. */
    void rewind() {
        sentBytes = 0;
        sentFragments = 0;
    }

    /** Drops everything; nobody is told. */
    void clear() {
        while (size > 0) {
            removeFirst(false);
        }
        Arrays.fill(submitters, null);
        head = 0;
    }
}
