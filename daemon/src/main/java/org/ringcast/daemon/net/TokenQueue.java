package org.ringcast.daemon.net;

import io.netty.channel.socket.DatagramPacket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Tokens that wait for the duty cycle, by source address: each address has a queue of its own, and they are taken in turn, so
 * whoever sends many delays only what comes from the same address. When an address sends more than it may, its oldest go: of
 * two tokens of one sender the newer one counts.
 *
 * <p>Owning thread: the ring loop.
 */
final class TokenQueue {
    /** Most tokens of one address. A ring has one token, besides a few repeated ones and those that form the next ring. */
    static final int MAX_PER_SOURCE = 256;

    /** Most bytes of all addresses. */
    static final long MAX_BYTES = 16 << 20;

    private final List<ArrayDeque<DatagramPacket>> sources = new ArrayList<>();
    private int next;
    private int size;
    private long bytes;

    /**
     * A queue without tokens.
     *
     * @param highestKey highest address key that is used
     */
    TokenQueue(int highestKey) {
        // The first one is for -1, addresses that nobody is configured with.
        for (int key = -1; key <= highestKey; key++) {
            sources.add(new ArrayDeque<>());
        }
    }

    int size() {
        return size;
    }

    /** Takes over a token; returns how many were thrown away for it. */
    int add(int sourceAddressKey, DatagramPacket token) {
        ArrayDeque<DatagramPacket> source = sources.get(sourceAddressKey + 1);
        int dropped = 0;
        if (source.size() >= MAX_PER_SOURCE) {
            remove(source).release();
            dropped++;
        }
        source.add(token);
        size++;
        bytes += token.content().readableBytes();
        while (bytes > MAX_BYTES) {
            remove(longest()).release();
            dropped++;
        }
        return dropped;
    }

    /** The oldest token of the address whose turn it is, or null. */
    DatagramPacket poll() {
        for (int i = 0; size > 0 && i < sources.size(); i++) {
            ArrayDeque<DatagramPacket> source = sources.get(next);
            next = (next + 1) % sources.size();
            if (!source.isEmpty()) {
                return remove(source);
            }
        }
        return null;
    }

    void clear() {
        for (DatagramPacket token = poll(); token != null; token = poll()) {
            token.release();
        }
    }

    private DatagramPacket remove(ArrayDeque<DatagramPacket> source) {
        DatagramPacket token = source.remove();
        size--;
        bytes -= token.content().readableBytes();
        return token;
    }

    private ArrayDeque<DatagramPacket> longest() {
        ArrayDeque<DatagramPacket> longest = sources.get(0);
        for (ArrayDeque<DatagramPacket> source : sources) {
            longest = source.size() > longest.size() ? source : longest;
        }
        return longest;
    }
}
