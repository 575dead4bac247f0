package org.ringcast.harness.sim;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.CoreSettings.SessionSettings;
import org.ringcast.daemon.core.CoreSettings.TimerSettings;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.wire.WireLimits;

/**
 * What all daemons of a cluster are configured with. Daemons are called d1, d2, ... in configuration order; their indexes
 * count from 0.
 */
public final class SimConfig {
    private static final int HASH = 0xC002BEE6;

    private final int[] segmentSizes;
    private long seed = 1;
    private int level = 5;
    private boolean accelerated;
    private int window = 160;
    private int personalWindow = 20;
    private boolean wideArea;
    private TimerSettings timers;
    private SessionSettings sessions = new SessionSettings(1000, 1 << 26, 997);
    private LinkConditions withinSegments = LinkConditions.LAN;
    private LinkConditions betweenSegments = LinkConditions.LAN;
    private int dataBufferBytes = 208 << 10;
    private int tokenBufferBytes = 208 << 10;
    private int firstSeq;
    private long tokenRestNs;
    private int maxPacketBytes = WireLimits.MAX_PACKET_BYTES;
    private final SortedSet<Integer> bigEndian = new TreeSet<>();

    private SimConfig(int[] segmentSizes) {
        this.segmentSizes = segmentSizes.clone();
        wideArea = segmentSizes.length > 1;
        timers = wideArea ? TimerSettings.WAN : TimerSettings.LAN;
    }

    /**
     * Daemons of level 5 with the original ring protocol; timers as by default: LAN with one segment, WAN with several.
     *
     * @param segmentSizes daemons in each segment
     */
    public static SimConfig segments(int... segmentSizes) {
        return new SimConfig(segmentSizes);
    }

    /** The seed of everything that is left to chance. */
    public SimConfig seed(long newSeed) {
        seed = newSeed;
        return this;
    }

    /** Ring protocol level, 5 or 4. */
    public SimConfig level(int newLevel) {
        level = newLevel;
        return this;
    }

    /** The accelerated ring protocol. */
    public SimConfig accelerated(boolean isAccelerated) {
        accelerated = isAccelerated;
        return this;
    }

    /** Flow control: packets of all daemons in one round of the token, and of one daemon in one visit. */
    public SimConfig windows(int newWindow, int newPersonalWindow) {
        window = newWindow;
        personalWindow = newPersonalWindow;
        return this;
    }

    public SimConfig timers(TimerSettings newTimers) {
        timers = newTimers;
        return this;
    }

    /** Limits of client sessions. */
    public SimConfig sessions(int maxMessages, long maxBytes, int maxSessions) {
        sessions = new SessionSettings(maxMessages, maxBytes, maxSessions);
        return this;
    }

    /** What links are like until the network is told otherwise. */
    public SimConfig links(LinkConditions insideSegment, LinkConditions betweenTheSegments) {
        withinSegments = insideSegment;
        betweenSegments = betweenTheSegments;
        return this;
    }

    /** Receive buffers of a daemon's sockets, as the system counts them. */
    public SimConfig receiveBuffers(int dataBytes, int tokenBytes) {
        dataBufferBytes = dataBytes;
        tokenBufferBytes = tokenBytes;
        return this;
    }

    /** Sequence numbers of rings begin behind this one, so that a test can see them run out. */
    public SimConfig firstSeq(int seq) {
        firstSeq = seq;
        return this;
    }

    /** Largest packet of data, bytes; 1472 to 65504. */
    public SimConfig maxPacketBytes(int bytes) {
        maxPacketBytes = bytes;
        return this;
    }

    /** How long leaders may keep the token while nobody waits for it, nanoseconds; 0: not at all. */
    public SimConfig tokenRest(long ns) {
        tokenRestNs = ns;
        return this;
    }

    /** These daemons, indexes from 0, send as machines of big-endian order do. */
    public SimConfig bigEndian(int... daemons) {
        for (int daemon : daemons) {
            bigEndian.add(daemon);
        }
        return this;
    }

    public int daemonCount() {
        return Arrays.stream(segmentSizes).sum();
    }

    /** Segment of a daemon. */
    public int segmentOf(int daemon) {
        int segment = 0;
        int left = daemon;
        while (left >= segmentSizes[segment]) {
            left -= segmentSizes[segment++];
        }
        return segment;
    }

    /** Name of a daemon. */
    public static String nameOf(int daemon) {
        return "d" + (daemon + 1);
    }

    /** The time within which daemons must be one ring once nothing hinders them, nanoseconds. */
    public long convergenceNs() {
        return timers.lookupNs()
                + 2 * timers.gatherNs()
                + timers.tokenNs()
                + timers.repNs()
                + timers.segNs()
                + 1_000_000_000L;
    }

    /**
     * The time within which all know that all have the last packet, nanoseconds: on long lines four rotations of the token, one with
     * the packet, one that raises the aru, one that tells it, and one for the repair of what came behind the token.
     */
    public long stabilityNs() {
        long hopNs = Math.max(withinSegments.delayNs(), betweenSegments.delayNs());
        return 1_000_000_000L + 4L * daemonCount() * hopNs;
    }

    /** How long a daemon waits for others to answer when it looks for them, nanoseconds. */
    public long gatherNs() {
        return timers.gatherNs();
    }

    long seed() {
        return seed;
    }

    boolean isBigEndian(int daemon) {
        return bigEndian.contains(daemon);
    }

    int firstSeq() {
        return firstSeq;
    }

    int dataBufferBytes() {
        return dataBufferBytes;
    }

    int tokenBufferBytes() {
        return tokenBufferBytes;
    }

    TimerSettings timers() {
        return timers;
    }

    LinkConditions linkConditions(int from, int to) {
        return segmentOf(from) == segmentOf(to) ? withinSegments : betweenSegments;
    }

    CoreSettings settings() {
        return new CoreSettings(
                level,
                HASH,
                window,
                personalWindow,
                accelerated,
                accelerated ? Math.min(15, personalWindow) : 0,
                wideArea,
                true,
                timers,
                sessions,
                maxPacketBytes,
                tokenRestNs);
    }

    /** The first file: all daemons. */
    public SimFile file() {
        return SimFile.ofAll(this);
    }

    /** All machines by their indexes, whatever file the daemons have read. */
    Topology topology(int self) {
        return file().topology(self);
    }

    /** Level 4: the address. Level 5: numbers that neither ascend nor look like indexes, so mixing the two up shows. */
    int idOf(int machine) {
        return level == 4
                ? 0x0A580000 | segmentOf(machine) << 8 | (machine + 1)
                : 0x7A000000 - (machine + 1) * 0x01234567;
    }

    @Override
    public String toString() {
        return "segments %s, level %d, %s ring, windows %d/%d, token timeout %d ms, queue %d messages, buffers %d/%d KB%s%s%s%s"
                .formatted(
                        Arrays.toString(segmentSizes),
                        level,
                        accelerated ? "accelerated" : "original",
                        window,
                        personalWindow,
                        timers.tokenNs() / 1_000_000,
                        sessions.maxSessionMessages(),
                        dataBufferBytes >> 10,
                        tokenBufferBytes >> 10,
                        maxPacketBytes == WireLimits.MAX_PACKET_BYTES
                                ? ""
                                : ", packets up to " + maxPacketBytes + " bytes",
                        tokenRestNs == 0 ? "" : ", token rests %d us".formatted(tokenRestNs / 1_000),
                        firstSeq == 0 ? "" : ", sequence numbers from " + firstSeq,
                        bigEndian.isEmpty()
                                ? ""
                                : ", big-endian"
                                        + bigEndian.stream()
                                                .map(daemon -> " " + nameOf(daemon))
                                                .collect(Collectors.joining()));
    }
}
