package org.ringcast.harness.check;

import java.util.concurrent.TimeUnit;

/**
 * What a history tells and what is asked of it.
 *
 * @param convergenceNs EVS P16: so long after the last fault all running daemons are in one ring
 * @param stabilityNs EVS P17: so long after the last packet all have it, and know that of each other
 * @param repairsPerSecond EVS P18: packets that one daemon may send again in any second
 * @param requestsTold whether the history has what clients asked for and sent; without it only what came can be compared
 * @param setsTold whether views have all their virtual synchrony sets
 * @param daemonsRemoved groups P2: whether reloads take daemons out of the configuration. Until the ring change that follows,
 *     members at such a daemon stand behind all others, because it has no place in the order any more
 * @param cascadesUntold groups P8, clients C4: nobody wrote down which rings were installed, so there may have been a cascade
 *     wherever no data came since the view before. Not to be asked for where the rings can be known
 */
public record CheckOptions(
        long convergenceNs,
        long stabilityNs,
        long repairsPerSecond,
        boolean requestsTold,
        boolean setsTold,
        boolean daemonsRemoved,
        boolean cascadesUntold) {
    /** Bound of convergence with the default timers of a local net. */
    public static final long CONVERGENCE_LAN_NS = TimeUnit.SECONDS.toNanos(36);

    /** Bound of convergence with the default timers of several segments. */
    public static final long CONVERGENCE_WAN_NS = TimeUnit.SECONDS.toNanos(58);

    /** Time for some rotations of the token, and some repairs, in a local net. */
    public static final long STABILITY_LAN_NS = TimeUnit.SECONDS.toNanos(1);

    /** Repairs a second that a working ring never needs. */
    public static final long REPAIRS_PER_SECOND = 5_000;

    /** For runs that record everything. */
    public static CheckOptions complete() {
        return new CheckOptions(CONVERGENCE_LAN_NS, STABILITY_LAN_NS, REPAIRS_PER_SECOND, true, true, false, false);
    }

    /** For logs of clients that wrote down only what they received, of each view the members and their own set. */
    public static CheckOptions receivedOnly() {
        return new CheckOptions(CONVERGENCE_LAN_NS, STABILITY_LAN_NS, REPAIRS_PER_SECOND, false, false, false, false);
    }

    /** The same with another bound of convergence. */
    public CheckOptions withConvergence(long ns) {
        return new CheckOptions(
                ns, stabilityNs, repairsPerSecond, requestsTold, setsTold, daemonsRemoved, cascadesUntold);
    }

    /** The same with another bound of stability. */
    public CheckOptions withStability(long ns) {
        return new CheckOptions(
                convergenceNs, ns, repairsPerSecond, requestsTold, setsTold, daemonsRemoved, cascadesUntold);
    }

    /** The same with another limit of repairs. */
    public CheckOptions withRepairsPerSecond(long repairs) {
        return new CheckOptions(
                convergenceNs, stabilityNs, repairs, requestsTold, setsTold, daemonsRemoved, cascadesUntold);
    }

    /** The same, but daemons may be taken out of the configuration. */
    public CheckOptions withDaemonsRemoved() {
        return new CheckOptions(
                convergenceNs, stabilityNs, repairsPerSecond, requestsTold, setsTold, true, cascadesUntold);
    }

    /** The same, but nobody can know where there was a cascade. */
    public CheckOptions withCascadesUntold() {
        return new CheckOptions(
                convergenceNs, stabilityNs, repairsPerSecond, requestsTold, setsTold, daemonsRemoved, true);
    }
}
