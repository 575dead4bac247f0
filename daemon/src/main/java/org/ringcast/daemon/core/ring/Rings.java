package org.ringcast.daemon.core.ring;

import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.Topology;

/**
 * The rings a daemon knows: the one whose messages it delivers, and during recovery also the one that is being installed.
 * Tokens belong to the active ring, which is the coming one during recovery and the delivered one otherwise.
 */
public final class Rings {
    private final Topology topology;
    private RingMembers installed;
    private RingMembers current;
    private RingMembers future;
    private boolean recovering;
    private boolean tokenAlive;
    private int next;
    private int previous;

    Rings(Topology topology) {
        this.topology = topology;
        installed = new RingMembers(new MembershipId(topology.selfId(), -1), topology, topology.self());
        current = installed;
        future = installed;
        next = topology.self();
        previous = topology.self();
    }

    /** What a daemon knows of rings when a reload has changed the indexes of daemons. */
    Rings(Topology topology, Rings before) {
        this(topology);
        installed = before.installed.in(topology);
        current = before.current.in(topology);
        future = current;
        tokenAlive = before.tokenAlive;
    }

    /** The ring installed last, with the members it had when it was installed. */
    public RingMembers installed() {
        return installed;
    }

    /** As {@link #installed}, but with this daemon as its only member once the ring is lost. The id stays. */
    public RingMembers current() {
        return current;
    }

    /** The ring that is being installed; meaningful during recovery only. */
    public RingMembers future() {
        return future;
    }

    public RingMembers active() {
        return recovering ? future : current;
    }

    /** State EVS: the old rings' messages are recovered under the coming ring's token. */
    public boolean isRecovering() {
        return recovering;
    }

    /** Whether tokens of the active ring may be processed. */
    public boolean isTokenAlive() {
        return tokenAlive;
    }

    public void setTokenAlive(boolean alive) {
        tokenAlive = alive;
    }

    /** Member that gets the token from this daemon, by the ring formed last. */
    int next() {
        return next;
    }

    /** Member that this daemon gets the token from, by the ring formed last. */
    int previous() {
        return previous;
    }

    boolean isLeader() {
        return active().leader() == topology.self();
    }

    boolean isDelivered(int procId, int time) {
        MembershipId id = current.id();
        return id.procId() == procId && id.time() == time;
    }

    boolean isActive(int procId, int time) {
        MembershipId id = active().id();
        return id.procId() == procId && id.time() == time;
    }

    /** The token is lost: alone, but with the messages of the old ring. */
    public void lose() {
        current = new RingMembers(current.id(), topology, topology.self());
        future = current;
        recovering = false;
        tokenAlive = false;
    }

    /** The coming ring is agreed; recovery begins. */
    public void beginRecovery(RingMembers ring) {
        future = ring;
        recovering = true;
        next = ring.next(topology.self());
        previous = ring.previous(topology.self());
    }

    /** Recovery is complete. */
    public void install() {
        current = future;
        installed = future;
        recovering = false;
    }
}
