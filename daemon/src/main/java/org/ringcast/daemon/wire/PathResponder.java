package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/**
 * What a daemon does with path probes: notes that it had one, and sends it on along its route. It keeps to three rules, so that
 * nobody can make daemons send to others what those did not ask for: a probe is taken from the configured address of the daemon
 * before it on the route only; it goes to configured addresses only, once, and never longer than it came; and there is a limit
 * to how many a second.
 *
 * <p>Used by daemons, and by {@code spcheck} where no daemon runs. Owning thread: the caller's.
 */
public final class PathResponder {
    /** Probes a second on average. */
    static final int RATE = 2000;

    /** Probes at once. */
    static final int BURST = 1000;

    private static final long SECOND_NS = 1_000_000_000L;

    /**
     * Where it stands.
     *
     * @param self index of the daemon that it is, or stands for
     * @param ids ids of all daemons
     * @param addressKeys of all daemons; equal for equal addresses
     * @param hash of the configuration in force
     * @param networkHash {@link PathProbe#networkHash} of it
     */
    @SuppressWarnings("ArrayRecordComponent") // made once, and nobody compares it
    public record Site(int self, int[] ids, int[] addressKeys, int hash, int networkHash) {}

    /** The way out. */
    public interface Outputs {
        /**
         * Sends to a daemon's port, or to an address of the own segment.
         *
         * @param daemon index of the daemon
         * @param way {@link PathProbe#DATA}, {@link PathProbe#TOKEN} or one from {@link PathProbe#SEGMENT} on
         * @param packet readable bytes; copied or sent before the call returns
         */
        void send(int daemon, int way, ByteBuf packet);

        /** Sends to another port of a daemon's address. */
        void reply(int daemon, int port, ByteBuf packet);
    }

    private final Site site;
    private final Outputs outputs;
    private final PathCounts counts;
    private final int maxBytes;
    private final PathProbe probe = new PathProbe();
    private long credit = BURST * SECOND_NS;
    private long creditNs;
    private long answered;
    private long refused;
    private long overRate;

    public PathResponder(Site site, Outputs outputs) {
        this(site, outputs, PathProbe.LARGE_BYTES);
    }

    /** @param maxBytes largest packet of the ring */
    public PathResponder(Site site, Outputs outputs, int maxBytes) {
        this.site = site;
        this.maxBytes = maxBytes;
        this.outputs = outputs;
        counts = new PathCounts(site.ids().length);
    }

    /**
     * Takes a datagram that {@link PathProbe#isProbe}. It is changed, and lent for the call.
     *
     * @param sourceKey key of the source address, -1 when it is nobody's
     * @param isTokenPort whether it came in on the token port
     */
    public void onProbe(int sourceKey, boolean isTokenPort, ByteBuf datagram, long nowNs) {
        if (!PathProbe.validate(datagram, maxBytes).isOk() || sourceKey < 0) {
            refused++;
            return;
        }
        probe.wrap(datagram);
        if (probe.networkHash() != site.networkHash()) {
            onForeign(sourceKey, nowNs);
            return;
        }
        int hop = probe.position();
        if (hop >= probe.hopCount() || !isLegal()) {
            refused++;
            return;
        }
        if (probe.hopDaemon(hop) != site.self()) {
            return; // to all of the segment, but meant for another
        }
        int previous = hop == 0 ? probe.asker() : probe.hopDaemon(hop - 1);
        boolean viaTokenPort = probe.hopWay(hop) == PathProbe.TOKEN;
        if (site.addressKeys()[previous] != sourceKey || viaTokenPort != isTokenPort || probe.lacksRoom()) {
            refused++;
            return;
        }
        if (!isWithinRate(nowNs)) {
            overRate++;
            return;
        }
        answered++;
        pass(hop, previous, nowNs);
    }

    private void pass(int hop, int previous, long nowNs) {
        if (probe.countedHop() == hop) {
            counts.received(probe, previous, probe.hopWay(hop));
        }
        if (probe.reporter() == hop) {
            counts.report(probe);
        }
        probe.setHopPassed(hop, (int) (nowNs / 1000), site.hash());
        int next = hop + 1;
        probe.setPosition(next);
        probe.stamp(site.ids()[site.self()], site.hash());
        if (next == probe.hopCount()) {
            probe.setLengthBytes(Math.min(probe.lengthBytes(), probe.neededBytes()));
            reply(probe.asker());
            return;
        }
        if (probe.countedHop() == next) {
            counts.sent(probe, probe.hopDaemon(next), probe.hopWay(next));
        }
        int bytes = Math.max(probe.hopBytes(next), probe.neededBytes());
        probe.setLengthBytes(Math.min(probe.lengthBytes(), bytes));
        outputs.send(probe.hopDaemon(next), probe.hopWay(next), probe.bytes());
    }

    /**
     * Tells the sender, wherever its own configuration has it, that the configurations differ. Not when all of the segment were
     * asked: one datagram is not worth many.
     */
    private void onForeign(int sourceKey, long nowNs) {
        boolean toAll = probe.hopWay(0) >= PathProbe.SEGMENT;
        if (probe.position() != 0 || toAll || probe.isForeign() || !isWithinRate(nowNs)) {
            refused++;
            return;
        }
        for (int i = 0; i < site.addressKeys().length; i++) {
            if (site.addressKeys()[i] == sourceKey) {
                answered++;
                probe.setForeign(site.hash());
                probe.stamp(site.ids()[site.self()], site.hash());
                probe.setLengthBytes(Math.min(probe.lengthBytes(), PathProbe.SMALL_BYTES));
                reply(i);
                return;
            }
        }
    }

    private void reply(int daemon) {
        if (probe.replyPort() != 0) {
            outputs.reply(daemon, probe.replyPort(), probe.bytes());
        }
    }

    /** Whether all daemons and ways of the route exist. */
    private boolean isLegal() {
        int daemons = site.ids().length;
        if (probe.asker() >= daemons || probe.sizeClass() >= PathProbe.SIZES || probe.isForeign()) {
            return false;
        }
        for (int i = 0; i < probe.hopCount(); i++) {
            boolean toItself = i > 0 && probe.hopDaemon(i) == probe.hopDaemon(i - 1);
            if (toItself || probe.hopDaemon(i) >= daemons || probe.hopWay(i) >= PathProbe.WAYS) {
                return false;
            }
        }
        return true;
    }

    private boolean isWithinRate(long nowNs) {
        long elapsedNs = Math.min(Math.max(nowNs - creditNs, 0), SECOND_NS);
        creditNs = nowNs;
        credit = Math.min(credit + elapsedNs * RATE, BURST * SECOND_NS);
        if (credit < SECOND_NS) {
            return false;
        }
        credit -= SECOND_NS;
        return true;
    }

    /** Probes that were sent on or answered. */
    public long answered() {
        return answered;
    }

    /** Probes that were dropped for what they are, or for where they come from. */
    public long refused() {
        return refused;
    }

    /** Probes that were dropped because there were too many. */
    public long overRate() {
        return overRate;
    }
}
