package org.ringcast.daemon.core.ring;

import java.util.Arrays;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.Topology;

/**
 * Which ways of sending packets again reach whom. A packet that somebody asked for is sent one way; whether it is asked for
 * again tells whether it arrived. A way that fails some times in a row is left for the next one, and tried again now and then;
 * when none is left, requests are passed on to the next holder at once. Not during recovery, which is short and has only so
 * many rounds. See docs/protocol/ring.md, "Retransmission".
 */
final class PathMemory {
    /** Ways, in the order in which they follow each other: to the one daemon or each one, to the segment, to all. */
    static final int UNICAST = 0;

    static final int SEGMENT = 1;
    static final int ALL = 2;
    /** No way is known to work. */
    static final int NONE = 3;

    /** So many failures in a row, and the next way is tried. */
    static final int FAILURES = 3;
    /** Failed attempts to get back to a way that was left, until the operator is told; under loss some do fail. */
    static final int PROBES_BEFORE_EPISODE = 3;

    static final long EPISODE_NS = 1_000_000_000L;
    static final long PROBE_NS = 250_000_000L;
    private static final long MAX_PROBE_NS = 4_000_000_000L;
    /** After so long without a request, and with so many new packets, nothing is missing there any more. */
    private static final long QUIET_NS = 2_000_000_000L;

    private static final int QUIET_PACKETS = 20;
    private static final int WAYS = 3;
    private static final int JUDGE_ROUNDS = 2;
    private static final long JUDGE_NS = 2_000_000;
    private static final int MAX_TRIALS = 16;

    private final RingContext context;
    private final Topology topology;
    private final RingHistory history;
    private final StuckEpisodes episodes;
    private final Path[] paths;
    private final Trial[] trials = new Trial[MAX_TRIALS];
    private int numTrials;

    /** What is known of the ways to one requester. */
    private static final class Path {
        private int base;
        private int way = -1;
        private int streak;
        private long badSinceNs;
        private int badSeq;
        private int failedProbes;
        private int inVain;
        private int tried;
        private long nextProbeNs;
        private long probePauseNs;
        private int probeWay;
        private boolean trying;
        private long askedNs;
        private int askedHighestSeq;
    }

    /** One answer that is watched. */
    private static final class Trial {
        private int key;
        private int seq;
        private int way;
        private boolean probe;
        private int round;
        private long sentNs;
        private int askedRound;
        private boolean askedByOthers;
    }

    PathMemory(RingContext context, RingHistory history, StuckEpisodes episodes) {
        this.context = context;
        this.history = history;
        this.episodes = episodes;
        topology = context.topology();
        paths = new Path[topology.daemonCount() + topology.segmentCount() + 1];
        Arrays.setAll(paths, key -> new Path());
        Arrays.setAll(trials, i -> new Trial());
    }

    /**
     * A requester: a daemon, or several of a segment, or of several segments.
     *
     * @param requester daemon, -1 several
     * @param segment of several, -1 several segments
     */
    int key(int requester, int segment) {
        if (requester >= 0) {
            return requester;
        }
        boolean one = segment >= 0 && segment < topology.segmentCount();
        return topology.daemonCount() + (one ? segment : topology.segmentCount());
    }

    /** The way to send to a requester now; {@link #NONE}: leave it to others. */
    int way(int key, int base) {
        Path path = paths[key];
        if (path.way < 0) {
            path.base = base;
            path.way = base;
        }
        return path.way;
    }

    /** The way to be tried in between, with one packet; -1: none now. */
    int probe(int key, long nowNs) {
        Path path = paths[key];
        boolean due = path.way >= 0 && path.way != path.base && !path.trying && nowNs >= path.nextProbeNs;
        return due && numTrials < MAX_TRIALS ? path.probeWay : -1;
    }

    /** A packet was sent to a requester; it is watched unless another one to it is. */
    void sent(int key, int way, boolean probe, int seq, int round, long nowNs) {
        Path path = paths[key];
        if (path.trying || numTrials == MAX_TRIALS) {
            return;
        }
        path.trying = true;
        Trial trial = trials[numTrials++];
        trial.key = key;
        trial.seq = seq;
        trial.way = way;
        trial.probe = probe;
        trial.round = round;
        trial.sentNs = nowNs;
        trial.askedRound = round;
        trial.askedByOthers = false;
    }

    /** Whether it shows only later whether the packet arrived. */
    boolean isWatched(int key, int seq, int round, long nowNs) {
        if (paths[key].trying) {
            for (int i = 0; i < numTrials; i++) {
                if (trials[i].key == key) {
                    return trials[i].seq == seq && !isRipe(trials[i], round, nowNs);
                }
            }
        }
        return false;
    }

    private static boolean isRipe(Trial trial, int round, long nowNs) {
        return round - trial.round >= JUDGE_ROUNDS && nowNs - trial.sentNs >= JUDGE_NS;
    }

    /** A packet is asked for on the token of this round. */
    void asked(int key, int seq, int round, long nowNs) {
        paths[key].askedNs = nowNs;
        paths[key].askedHighestSeq = history.highestSeq();
        for (int i = 0; i < numTrials; i++) {
            Trial trial = trials[i];
            if (trial.seq == seq) {
                if (trial.key == key) {
                    trial.askedRound = round;
                } else {
                    trial.askedByOthers = true;
                }
            }
        }
    }

    /** All requests of this round's token were seen. */
    void judge(int round, long nowNs) {
        for (int i = numTrials - 1; i >= 0; i--) {
            Trial trial = trials[i];
            if (!isRipe(trial, round, nowNs)) {
                continue;
            }
            if (trial.askedRound == round) {
                failed(trial, nowNs);
            } else if (!trial.askedByOthers && trial.askedRound == trial.round) {
                arrived(trial, nowNs);
            }
            paths[trial.key].trying = false;
            trials[i] = trials[--numTrials];
            trials[numTrials] = trial;
        }
        for (int key = 0; key < paths.length; key++) {
            if (episodes.isOpen(key) && paths[key].badSinceNs > 0) {
                endIfQuiet(key, nowNs);
            }
        }
    }

    private void failed(Trial trial, long nowNs) {
        Path path = paths[trial.key];
        context.count(CounterId.RETRANS_IN_VAIN);
        episodes.attempted(trial.key, 1);
        if (path.badSinceNs == 0) {
            path.badSinceNs = trial.sentNs;
            path.badSeq = trial.seq;
        }
        path.inVain++;
        path.tried |= 1 << trial.way;
        if (trial.probe) {
            path.failedProbes++;
            path.probeWay = path.way == NONE ? (path.probeWay + 1) % WAYS : path.base;
            path.probePauseNs = path.failedProbes < PROBES_BEFORE_EPISODE
                    ? PROBE_NS
                    : Math.min(MAX_PROBE_NS, 2 * path.probePauseNs);
            path.nextProbeNs = nowNs + path.probePauseNs;
            if (path.failedProbes >= PROBES_BEFORE_EPISODE && nowNs - path.badSinceNs >= EPISODE_NS) {
                episodes.unreached(trial.key, path.badSeq, path.badSinceNs, path.inVain, path.tried);
            }
        } else if (trial.way == path.way && ++path.streak >= FAILURES) {
            nextWay(path, nowNs);
        }
    }

    private static void nextWay(Path path, long nowNs) {
        path.streak = 0;
        int next = (path.way + 1) % WAYS;
        boolean allTried = next == path.base;
        path.way = allTried ? NONE : next;
        path.probeWay = path.base;
        if (path.probePauseNs == 0) {
            path.probePauseNs = PROBE_NS;
            path.nextProbeNs = nowNs + PROBE_NS;
        }
    }

    private void arrived(Trial trial, long nowNs) {
        Path path = paths[trial.key];
        if (trial.way == path.base) {
            episodes.reached(trial.key, nowNs);
            forget(path);
        } else if (trial.probe) {
            path.way = trial.way;
            path.streak = 0;
            path.probeWay = path.base;
            path.nextProbeNs = nowNs + path.probePauseNs;
        } else {
            path.streak = 0;
        }
    }

    /** Nobody there asks any more although packets go on: they arrive by themselves. */
    private void endIfQuiet(int key, long nowNs) {
        Path path = paths[key];
        if (nowNs - path.askedNs >= QUIET_NS && history.highestSeq() - path.askedHighestSeq >= QUIET_PACKETS) {
            episodes.reached(key, path.askedNs);
            forget(path);
        }
    }

    private static void forget(Path path) {
        path.way = -1;
        path.streak = 0;
        path.badSinceNs = 0;
        path.failedProbes = 0;
        path.inVain = 0;
        path.tried = 0;
        path.nextProbeNs = 0;
        path.probePauseNs = 0;
    }

    /** Sequence numbers mean other packets. Which ways work is not forgotten. */
    void ringOver() {
        numTrials = 0;
        for (Path path : paths) {
            path.trying = false;
            path.streak = 0;
            path.badSinceNs = 0;
            path.failedProbes = 0;
            path.inVain = 0;
        }
    }
}
