package org.ringcast.harness.check.history;

/**
 * Id of a view of a process group.
 *
 * @param procId first part of the ring id in it
 * @param time second part of the ring id in it
 * @param index counts the views of the group in that ring, from 1
 */
public record GroupId(int procId, int time, int index) {
    /** The part that names the ring. */
    public RingId ring() {
        return new RingId(procId, time);
    }

    /** The id of the next view that is made by one join, leave or disconnect. */
    public GroupId next() {
        return new GroupId(procId, time, index + 1);
    }

    @Override
    public String toString() {
        return procId + "." + time + "." + index;
    }
}
