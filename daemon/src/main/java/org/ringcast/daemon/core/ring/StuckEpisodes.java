package org.ringcast.daemon.core.ring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.StuckEpisode;
import org.ringcast.daemon.core.Topology;

/**
 * Tells the operator who cannot be reached: one line when it shows and one when it is over, and a record of each such episode. For
 * each daemon, and for each segment address, there is one episode at a time, however many signs of it there are.
 */
public final class StuckEpisodes {
    /** Records of the past. */
    static final int MAX_OVER = 32;

    /** Lines about one daemon come no more often. */
    static final long LINE_INTERVAL_NS = 10_000_000_000L;

    private static final String SEVERAL = "more than one daemon";
    private static final long NS_PER_MILLI = 1_000_000L;

    private final RingContext context;
    private final Topology topology;
    private final Addresses addresses;
    private final Open[] open;
    private final Deque<StuckEpisode> over = new ArrayDeque<>();
    private final LogLimiter limiter = new LogLimiter(LINE_INTERVAL_NS);

    /** An episode that lasts. */
    private static final class Open {
        private final String from;
        private final String address;
        private final int seq;
        private final long sinceNs;
        private final boolean told;
        private long attempts;
        private boolean stalled;
        private boolean unreached;
        private boolean relayed;
        private boolean badly;
        private boolean unheard;

        Open(String from, String address, int seq, long sinceNs, boolean told) {
            this.from = from;
            this.address = address;
            this.seq = seq;
            this.sinceNs = sinceNs;
            this.told = told;
        }
    }

    StuckEpisodes(RingContext context) {
        this.context = context;
        topology = context.topology();
        addresses = new Addresses(topology);
        open = new Open[topology.daemonCount() + topology.segmentCount() + 1];
    }

    /** Those of a new configuration: the past stays known, what lasted under the old one is over. */
    StuckEpisodes(RingContext context, StuckEpisodes before) {
        this(context);
        before.ringOver();
        over.addAll(before.over);
    }

    /**
     * The ring does not get further because a daemon misses a packet.
     *
     * @param daemon who misses it
     * @param from whose packets do not get there; -1: not known
     * @param note words on where the packet is
     */
    void stalled(int daemon, int from, int seq, long sinceNs, long attempts, String note) {
        if (open[daemon] == null) {
            begin(
                    daemon,
                    from,
                    addresses.way(from, daemon),
                    seq,
                    sinceNs,
                    attempts,
                    missing(daemon, seq, sinceNs, attempts) + note);
        }
        open[daemon].stalled = true;
    }

    /**
     * This daemon hands on to a daemon what it does not get from others, and had to go on with it.
     *
     * @param from whose packets do not get there
     */
    void relayed(int daemon, int from, int seq, long sinceNs) {
        if (open[daemon] == null) {
            begin(
                    daemon,
                    from,
                    addresses.way(from, daemon),
                    seq,
                    sinceNs,
                    1,
                    missing(daemon, seq, sinceNs, 1) + "; they are handed on from here");
        }
        open[daemon].relayed = true;
    }

    /** That is not needed any more. */
    void notRelayed(int daemon, long endNs) {
        Open episode = open[daemon];
        if (episode != null) {
            episode.relayed = false;
            endIfOver(daemon, endNs);
        }
    }

    /**
     * This daemon gets packets only because it asks for them in other ways than the usual one.
     *
     * @param from of whom nothing comes; -1: not known
     */
    void badlyReached(int self, int from, int seq, long sinceNs, int times) {
        if (open[self] == null) {
            begin(
                    self,
                    from,
                    addresses.way(from, self),
                    seq,
                    sinceNs,
                    times,
                    missing(self, seq, sinceNs, times) + "; it is got in other ways");
        }
        open[self].badly = true;
    }

    /** It does not any more. */
    void wellReached(int self, long endNs) {
        Open episode = open[self];
        if (episode != null) {
            episode.badly = false;
            endIfOver(self, endNs);
        }
    }

    /** The ring gets further again. */
    void notStalled(int daemon, long endNs) {
        Open episode = open[daemon];
        if (episode != null) {
            episode.stalled = false;
            endIfOver(daemon, endNs);
        }
    }

    /**
     * What this daemon sends there in answer to requests does not arrive.
     *
     * @param key {@link PathMemory#key}: a daemon, a segment, or all
     * @param ways bits of the ways that were tried
     */
    void unreached(int key, int seq, long sinceNs, long attempts, int ways) {
        if (open[key] == null) {
            begin(
                    key,
                    context.self(),
                    triedAddresses(key, ways),
                    seq,
                    sinceNs,
                    attempts,
                    missing(key, seq, sinceNs, attempts));
        }
        open[key].unreached = true;
    }

    /** It arrives again, or is not needed any more. */
    void reached(int key, long endNs) {
        Open episode = open[key];
        if (episode != null) {
            episode.unreached = false;
            endIfOver(key, endNs);
        }
    }

    /**
     * The ring was lost, and what daemons without a token say shows that one of them does not hear another one. Lasts until there
     * is a ring again.
     *
     * @param daemon who does not hear the other one
     * @param from whom it does not hear
     * @param how words on what shows it
     */
    public void unheard(int daemon, int from, long sinceNs, String how) {
        if (open[daemon] == null) {
            begin(daemon, from, addresses.way(from, daemon), 0, sinceNs, 0, how);
        }
        open[daemon].unheard = true;
    }

    /** There is a ring, whoever is in it. */
    void ringInstalled() {
        for (int key = 0; key < open.length; key++) {
            end(key, context.timers().nowNs(), "; there is a ring again");
        }
    }

    /** Packets were sent to a daemon, or asked for by it, in vain. */
    void attempted(int key, int times) {
        if (open[key] != null) {
            open[key].attempts += times;
        }
    }

    boolean isOpen(int key) {
        return open[key] != null;
    }

    /** The ring is given up: whatever was the matter begins anew in the next one. */
    void ringOver() {
        for (int key = 0; key < open.length; key++) {
            if (open[key] != null && !open[key].unheard) {
                end(key, context.timers().nowNs(), "; the ring is formed anew");
            }
        }
    }

    /** Those of the past in their order, then those that last. */
    List<StuckEpisode> list() {
        List<StuckEpisode> all = new ArrayList<>(over);
        for (int key = 0; key < open.length; key++) {
            if (open[key] != null) {
                all.add(record(key, -1));
            }
        }
        return all;
    }

    private void begin(int key, int from, String address, int seq, long sinceNs, long attempts, String what) {
        long nowNs = context.timers().nowNs();
        boolean told = limiter.isDue(key, nowNs) && context.logs(Kind.PRINT, Level.WARNING);
        String fromName = from < 0 ? "" : topology.name(from);
        open[key] = new Open(fromName, address, seq, sinceNs, told);
        open[key].attempts = attempts;
        context.count(CounterId.STALLS);
        context.counters().set(CounterId.STUCK_NOW, countOpen());
        if (told) {
            context.line(Kind.PRINT, Level.WARNING, "Ring stuck: " + path(key) + ": " + what);
        }
    }

    private String missing(int key, int seq, long sinceNs, long attempts) {
        return "packet " + seq + " has been missing there for "
                + seconds(context.timers().nowNs() - sinceNs) + ", "
                + (key == context.self() ? "asked for " : "sent there from here ") + attempts + " times in vain";
    }

    private void endIfOver(int key, long endNs) {
        Open episode = open[key];
        if (!episode.stalled && !episode.unreached && !episode.relayed && !episode.badly && !episode.unheard) {
            end(key, endNs, "");
        }
    }

    private void end(int key, long endNs, String note) {
        Open episode = open[key];
        if (episode == null) {
            return;
        }
        over.addLast(record(key, endNs));
        if (over.size() > MAX_OVER) {
            over.removeFirst();
        }
        boolean told = episode.told;
        String path = path(key);
        open[key] = null;
        context.counters().add(CounterId.STUCK_MILLIS, (endNs - episode.sinceNs) / NS_PER_MILLI);
        context.counters().set(CounterId.STUCK_NOW, countOpen());
        if (told && context.logs(Kind.PRINT, Level.WARNING)) {
            context.line(
                    Kind.PRINT,
                    Level.WARNING,
                    "Ring no longer stuck: \"" + path + "\" ended after " + seconds(endNs - episode.sinceNs) + " and "
                            + episode.attempts + " attempts" + note);
        }
    }

    private StuckEpisode record(int key, long endNs) {
        Open episode = open[key];
        return new StuckEpisode(
                name(key), episode.from, episode.address, episode.seq, episode.sinceNs, episode.attempts, endNs);
    }

    private String path(int key) {
        String from = open[key].from;
        return name(key) + " cannot be reached" + (from.isEmpty() ? "" : " from " + from) + " by " + open[key].address;
    }

    private String name(int key) {
        return key < topology.daemonCount() ? topology.name(key) : SEVERAL;
    }

    private String triedAddresses(int key, int ways) {
        if (key < topology.daemonCount()) {
            String own = addresses.daemon(key);
            String way = addresses.way(context.self(), key);
            return own.equals(way) || ways == 1 << PathMemory.UNICAST ? own : own + " and " + way;
        }
        int segment = key - topology.daemonCount();
        if (segment < topology.segmentCount()) {
            return addresses.segment(segment);
        }
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < topology.segmentCount(); i++) {
            all.append(i == 0 ? "" : " and ").append(addresses.segment(i));
        }
        return all.toString();
    }

    private int countOpen() {
        int count = 0;
        for (Open episode : open) {
            count += episode == null ? 0 : 1;
        }
        return count;
    }

    /** A time as the lines have it. */
    public static String seconds(long ns) {
        long tenths = ns / 100_000_000L;
        return tenths / 10 + "." + tenths % 10 + " s";
    }
}
