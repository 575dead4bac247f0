package org.ringcast.daemon.core;

/**
 * A time in which packets did not get to a daemon of the ring. See docs/protocol/ring.md, "Stalls".
 *
 * @param daemon name of the daemon that cannot be reached, or of all that are meant by a segment address
 * @param from name of the daemon whose packets do not arrive there; empty when that is not known
 * @param address where they are sent in vain, {@code [ADDRESS]:PORT}: the daemon's own one or that of its segment, or both
 * @param seq the first packet that it missed; 0: the ring was lost, nothing is known of packets
 * @param sinceNs when it began, in the time that the core is handed
 * @param attempts how often packets were sent to it in vain, or asked for in vain by this daemon itself
 * @param endedNs when it ended; -1: it lasts
 */
public record StuckEpisode(
        String daemon, String from, String address, int seq, long sinceNs, long attempts, long endedNs) {
    /** Whether it is over. */
    public boolean ended() {
        return endedNs >= 0;
    }

    /** How long it lasted, or has lasted so far. */
    public long lastedNs(long nowNs) {
        return (ended() ? endedNs : nowNs) - sinceNs;
    }
}
