package org.ringcast.daemon.core;

import io.netty.buffer.ByteBuf;

/**
 * The two ways between the ring and the layers above it. A reload puts another ring under the same upper layers, and the ring
 * wants to know whom to call before those exist.
 */
final class Relays implements RingServices, RingUpcalls {
    private RingServices ring;
    private RingUpcalls upper;

    void setRing(RingServices newRing) {
        ring = newRing;
    }

    void setUpper(RingUpcalls newUpper) {
        upper = newUpper;
    }

    @Override
    public void submit(int packetType, ByteBuf message, Submitter submitter) {
        ring.submit(packetType, message, submitter);
    }

    @Override
    public int queuedMessages() {
        return ring.queuedMessages();
    }

    @Override
    public void activate(QueueKind queue) {
        ring.activate(queue);
    }

    @Override
    public void purgeGroupsQueue() {
        ring.purgeGroupsQueue();
    }

    @Override
    public void setThreshold(Threshold threshold) {
        ring.setThreshold(threshold);
    }

    @Override
    public void forceMembershipChange(String reason) {
        ring.forceMembershipChange(reason);
    }

    @Override
    public void leaveRing(String reason) {
        ring.leaveRing(reason);
    }

    @Override
    public int highestSeq() {
        return ring.highestSeq();
    }

    @Override
    public void onMessage(int originator, ByteBuf message) {
        upper.onMessage(originator, message);
    }

    @Override
    public void onTransitional(RingMembers transitional) {
        upper.onTransitional(transitional);
    }

    @Override
    public void onRegular(RingMembers regular) {
        upper.onRegular(regular);
    }
}
