package org.ringcast.daemon.core.membership;

import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.CoreSettings.TimerSettings;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.ring.DatagramGate;
import org.ringcast.daemon.core.ring.PartitionFilter;
import org.ringcast.daemon.core.ring.RingContext;
import org.ringcast.daemon.core.ring.RingEngine;
import org.ringcast.daemon.core.ring.Rings;

/**
 * When one attempt after the other to form a ring fails, the same daemons try again and again, and nobody has a ring. A daemon
 * that finds itself at the end of a broken path then keeps to itself for a while: it is a ring of its own, and the others are
 * one. See docs/protocol/membership.md, "Isolation".
 */
final class Isolation {
    static final long FIRST_PAUSE_NS = 10_000_000_000L;
    /** Not longer, so that daemons come together soon when the network is repaired. */
    static final long MAX_PAUSE_NS = 20_000_000_000L;

    /** Failed attempts until the end that does not hear keeps to itself; once it did, the next failure is enough. */
    private static final int FAILURES = 3;
    /** More failures until the other end does, in case the first one is a daemon that does not. */
    private static final int MORE_FOR_THE_OTHER_END = 2;
    /** Failures until the daemons take turns, when nothing shows which path is broken. */
    private static final int FAILURES_FOR_TURNS = 6;
    /** In timeouts of an attempt: a failure is the last one for a daemon that has had no ring for so long, however it fails. */
    private static final int LONG_WITHOUT_RING = 20;
    /** The same for a daemon that does not fail, as it still waits for others. They may give up before, which helps it. */
    private static final int LONG_WAITING = 24;

    private static final long REMEMBERED_NS = 600_000_000_000L;
    private static final long LOOK_NS = 1_000_000_000L;
    /** A recovery that fails so soon after a stall fails for the same reason. */
    private static final long BEHIND_STALL_NS = 15_000_000_000L;

    private static final long HEARD_LATELY_NS = 10_000_000_000L;

    private final RingContext context;
    private final Topology topology;
    private final Rings rings;
    private final PartitionFilter partition;
    private final DatagramGate gate;
    private final Hearing hearing;
    private int failures;
    private int failuresWithoutPackets;
    private long pauseNs = FIRST_PAUSE_NS;
    private long begunNs = Long.MIN_VALUE;
    private int cause = -1;
    private boolean causeIsSize;
    private boolean smallProvesNothing;
    private long lastRingNs;
    private long ranNs;
    private long stalledNs = Long.MIN_VALUE;
    private int stallCause = -1;
    private boolean stallCauseIsSize;

    Isolation(RingContext context, RingEngine ring, Hearing hearing) {
        this.context = context;
        rings = ring.rings();
        partition = ring.partition();
        gate = ring.gate();
        this.hearing = hearing;
        topology = context.topology();
    }

    /** This daemon is about to give up a ring that worked; at its start: the one that it never had. */
    void onRingGivenUp() {
        lastRingNs = context.timers().nowNs();
        ranNs = lastRingNs;
    }

    /** This daemon does something. The time in which the whole process was stopped is no time of waiting for a ring. */
    void onRunning() {
        long nowNs = context.timers().nowNs();
        long pauseNs = nowNs - ranNs;
        if (pauseNs > LONG_WITHOUT_RING / 2 * attemptNs()) {
            lastRingNs += pauseNs;
        }
        ranNs = nowNs;
    }

    /** Timeout of an attempt: that of its longer part. */
    private long attemptNs() {
        TimerSettings settings = context.settings().timers();
        return Math.max(settings.formNs(), settings.gatherNs());
    }

    /** A ring was installed: attempts do come to an end. */
    void onInstalled() {
        failures = 0;
        failuresWithoutPackets = 0;
    }

    /**
     * An attempt to form a ring failed.
     *
     * @param lackedPackets during recovery, packets that this daemon asked for did not come
     */
    void onAttemptFailed(boolean lackedPackets) {
        failures++;
        failuresWithoutPackets += lackedPackets ? 1 : 0;
        if (partition.isDeaf()) {
            return;
        }
        boolean recently = isRecent();
        int enough = recently ? 1 : FAILURES;
        int unheard = hearing.unheard();
        int deafToMe = hearing.deafToMe();
        if (failuresWithoutPackets > 0 && stalledWithin(BEHIND_STALL_NS)) {
            begin(recently, stallCause, stallCauseIsSize, "packets of the ring that stalled do not arrive here");
        } else if (failuresWithoutPackets >= enough) {
            begin(recently, lastLargeSender(), true, "packets of the old ring do not arrive here");
        } else if (failures >= enough && unheard >= 0) {
            begin(recently, unheard, false, "others hear " + topology.name(unheard) + ", this daemon does not");
        } else if (failures >= (recently ? enough : enough + MORE_FOR_THE_OTHER_END) && deafToMe >= 0) {
            begin(recently, -1, false, topology.name(deafToMe) + " does not hear this daemon");
        } else if (failures >= (recently ? enough : enough + MORE_FOR_THE_OTHER_END) && hearing.othersHaveRing()) {
            begin(recently, -1, false, "others have a ring and do not get this daemon in");
        } else if (isMyTurn(recently)) {
            begin(recently, -1, false, "it may be at the end of a broken path");
        } else {
            endWaitForRing(LONG_WITHOUT_RING);
        }
    }

    /**
     * Somebody else should have begun to form a ring, and did not. That is no attempt, it takes as long as others look for more
     * members; but it must not go on for ever.
     */
    void onGatherFailed() {
        if (!partition.isDeaf()) {
            endWaitForRing(LONG_WITHOUT_RING);
        }
    }

    /**
     * Another daemon looks for members, and this one, without a ring, waits for it to form one.
     *
     * @return true when this daemon has waited for too long and keeps to itself now
     */
    boolean onWaiting() {
        return !partition.isDeaf() && endWaitForRing(LONG_WAITING);
    }

    /** A ring of its own serves the clients of this daemon better than attempts that one daemon after the other spoils. */
    private boolean endWaitForRing(int attempts) {
        onRunning();
        long withoutNs = context.timers().nowNs() - lastRingNs;
        boolean tooLong = withoutNs >= attempts * attemptNs();
        if (tooLong) {
            // What was found to be broken lately still ends the pause when it works again.
            int known = isRecent() ? cause : -1;
            begin(
                    isRecent(),
                    known,
                    known >= 0 && causeIsSize,
                    "there has been none for " + withoutNs / 1_000_000_000L + " s");
        }
        return tooLong;
    }

    /**
     * The ring stands still because this daemon lacks a packet. At the first time a ring formed anew may settle it; when that
     * did not help, the others are better off without this daemon.
     *
     * @param notHeard whose packets do not arrive; -1: not known
     * @param onlySmall small ones do
     */
    void onStalled(int notHeard, boolean onlySmall) {
        boolean again = stalledWithin(REMEMBERED_NS);
        stalledNs = context.timers().nowNs();
        stallCause = notHeard;
        stallCauseIsSize = onlySmall;
        if (again && !partition.isDeaf()) {
            begin(
                    isRecent(),
                    notHeard,
                    onlySmall,
                    notHeard < 0
                            ? "the ring stalled again, packets do not arrive here"
                            : "the ring stalled again, packets of " + topology.name(notHeard) + " do not arrive here");
        }
    }

    private boolean stalledWithin(long timeNs) {
        return stalledNs != Long.MIN_VALUE && context.timers().nowNs() - stalledNs < timeNs;
    }

    private boolean isRecent() {
        return begunNs != Long.MIN_VALUE && context.timers().nowNs() - begunNs < REMEMBERED_NS;
    }

    /**
     * Another daemon told whom it hears. It shows at once when the path that was broken still is, before others wait in vain
     * for this daemon.
     *
     * @return true when this daemon keeps to itself again
     */
    boolean onList() {
        boolean alone = rings.isTokenAlive() && rings.current().size() == 1;
        if (partition.isDeaf() || !isRecent() || cause < 0 || causeIsSize || (rings.isTokenAlive() && !alone)) {
            return false;
        }
        if (!hearing.isUnheard(cause)) {
            return false;
        }
        begin(true, cause, false, "others hear " + topology.name(cause) + ", this daemon still does not");
        return true;
    }

    private boolean isMyTurn(boolean recently) {
        int turn = failures - (recently ? FAILURES : FAILURES_FOR_TURNS);
        int others = 0;
        int before = 0;
        for (int daemon = 0; daemon < topology.daemonCount(); daemon++) {
            if (daemon != topology.self() && context.timers().nowNs() - gate.heardNs(daemon) < HEARD_LATELY_NS) {
                others++;
                before += daemon < topology.self() ? 1 : 0;
            }
        }
        return turn >= 0 && others > 0 && turn % (others + 1) == before;
    }

    /** Whose packets are lost is not known when nothing of it is here; with one other daemon it is that one. */
    private int lastLargeSender() {
        int only = -1;
        for (int daemon = 0; daemon < topology.daemonCount(); daemon++) {
            if (daemon != topology.self() && context.timers().nowNs() - gate.heardNs(daemon) < HEARD_LATELY_NS) {
                if (only >= 0) {
                    return -1;
                }
                only = daemon;
            }
        }
        return only;
    }

    private void begin(boolean recently, int daemon, boolean isSize, String why) {
        pauseNs = recently ? Math.min(2 * pauseNs, MAX_PAUSE_NS) : FIRST_PAUSE_NS;
        begunNs = context.timers().nowNs();
        cause = daemon;
        causeIsSize = isSize;
        // A ring that stalled lacked data packets, and is alike whatever else comes.
        smallProvesNothing = isSize || stalledWithin(BEHIND_STALL_NS);
        partition.hearNobody(pauseNs, rings.isTokenAlive() && rings.current().size() == 1);
        context.timers().arm(TimerKind.ISOLATION, LOOK_NS);
        context.count(CounterId.ISOLATIONS);
        context.line(
                Kind.PRINT,
                Level.WARNING,
                opening() + why
                        + ". It keeps to itself for "
                        + pauseNs / 1_000_000_000L + " s, a ring of its own; check the network between the daemons");
    }

    private String opening() {
        if (failures > 0) {
            return "No ring came about in " + failures + (failures == 1 ? " attempt: " : " attempts: ");
        }
        return rings.isTokenAlive() ? "No ring lasts: " : "No ring comes about: ";
    }

    /**
     * {@link TimerKind#ISOLATION} is due.
     *
     * @return true when this daemon listens to others again
     */
    boolean onTimer() {
        if (cause >= 0 && (smallProvesNothing ? gate.heardLargeNs(cause) : gate.heardNs(cause)) > begunNs) {
            partition.needNotWait();
        }
        boolean over = partition.listenAgain();
        if (over) {
            hearing.begin();
        } else if (partition.isDeaf()) {
            context.timers().arm(TimerKind.ISOLATION, LOOK_NS);
        }
        return over;
    }
}
