package org.ringcast.monitor;

import java.util.Arrays;

/** Flow control windows for a ring and each of its daemons, packets; -1 leaves one as it is. */
final class Windows {
    static final int UNCHANGED = -1;

    private final int[] personal;
    private final int[] accelerated;
    private int ring;

    /** All windows 0. */
    Windows(int daemonCount) {
        personal = new int[daemonCount];
        accelerated = new int[daemonCount];
    }

    /** Windows that change nothing. */
    static Windows unchanged(int daemonCount) {
        Windows windows = new Windows(daemonCount);
        windows.ring = UNCHANGED;
        Arrays.fill(windows.personal, UNCHANGED);
        Arrays.fill(windows.accelerated, UNCHANGED);
        return windows;
    }

    Windows copy() {
        Windows copy = new Windows(personal.length);
        copy.ring = ring;
        System.arraycopy(personal, 0, copy.personal, 0, personal.length);
        System.arraycopy(accelerated, 0, copy.accelerated, 0, accelerated.length);
        return copy;
    }

    int daemonCount() {
        return personal.length;
    }

    int ring() {
        return ring;
    }

    void setRing(int packets) {
        ring = (short) packets;
    }

    int personal(int daemon) {
        return personal[daemon];
    }

    void setPersonal(int daemon, int packets) {
        personal[daemon] = (short) packets;
    }

    int accelerated(int daemon) {
        return accelerated[daemon];
    }

    void setAccelerated(int daemon, int packets) {
        accelerated[daemon] = (short) packets;
    }
}
