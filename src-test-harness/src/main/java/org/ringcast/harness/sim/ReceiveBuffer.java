package org.ringcast.harness.sim;

import java.util.ArrayDeque;

/** A socket of a daemon: keeps datagrams until the daemon reads them, and drops them when there is no more room. */
final class ReceiveBuffer {
    /** What a system counts for a small datagram besides its bytes. */
    private static final int OVERHEAD_BYTES = 700;

    private final ArrayDeque<Datagram> waiting = new ArrayDeque<>();
    private final int capacityBytes;
    private long usedBytes;

    ReceiveBuffer(int capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** False: there was no room. */
    boolean offer(Datagram datagram) {
        int cost = datagram.lengthBytes() + OVERHEAD_BYTES;
        // As real systems do, one more is taken as long as the buffer is not full already.
        if (usedBytes >= capacityBytes) {
            return false;
        }
        usedBytes += cost;
        waiting.add(datagram);
        return true;
    }

    Datagram poll() {
        Datagram datagram = waiting.poll();
        if (datagram != null) {
            usedBytes -= datagram.lengthBytes() + OVERHEAD_BYTES;
        }
        return datagram;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }
}
