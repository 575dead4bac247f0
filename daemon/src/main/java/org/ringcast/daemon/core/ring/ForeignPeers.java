package org.ringcast.daemon.core.ring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.ringcast.daemon.core.Topology;

/**
 * Who sends datagrams of another configuration to this daemon's ports. Each is told once a minute, with both hashes, with what
 * was kept back since, and with what is likely to be the matter.
 *
 * <p>Anybody can send such datagrams under any name, so the table is bounded: one place for each configured daemon, taken by
 * what comes from its address, and a few places for all others. Strangers without a place are counted together.
 */
public final class ForeignPeers {
    static final long INTERVAL_NS = 60_000_000_000L;

    /** A peer that comes with yet another hash is told at once, but not more often than this. */
    static final long CHANGE_INTERVAL_NS = 10_000_000_000L;

    static final int STRANGERS = 32;

    /** Lines about strangers in a minute, of all together. */
    static final int STRANGER_LINES = 8;

    private static final String CHANNEL = " on channel ";

    /**
     * What a hash stands for.
     *
     * @param hash 32 bits without sign
     * @param text as in "that is the hash of ..."
     */
    public record Explanation(int hash, String text) {}

    private static final class Peer {
        private final int daemonIndex;
        private final long firstNs;
        private String source = "";
        private int transmitterId;
        private int hash;
        private long datagrams;
        private long lastNs;
        private boolean told;
        private long toldNs;
        private int toldHash;
        private long toldDatagrams;

        Peer(int daemonIndex, long nowNs) {
            this.daemonIndex = daemonIndex;
            this.firstNs = nowNs;
        }
    }

    private final Topology topology;
    private final int localHash;
    private final Peer[] configured;
    private final List<Peer> strangers = new ArrayList<>(STRANGERS);
    private List<Explanation> explanations = List.of();
    private long strangersMinuteNs;
    private int strangerLines;
    private long unplaced;
    private long total;

    ForeignPeers(Topology topology, int localHash) {
        this.topology = topology;
        this.localHash = localHash;
        this.configured = new Peer[topology.daemonCount()];
    }

    /** What hashes of others are to be explained with; the first that fits counts. */
    public void explainWith(List<Explanation> known) {
        explanations = List.copyOf(known);
    }

    /** All peers heard since the start, those at configured addresses first; bounded. */
    public List<ForeignPeer> list() {
        return Stream.concat(Stream.of(configured).filter(Objects::nonNull), strangers.stream())
                .map(this::view)
                .toList();
    }

    /** Datagrams of other configurations since the start. */
    public long datagrams() {
        return total;
    }

    /** Those among them whose senders found no place in the table. */
    public long unplacedDatagrams() {
        return unplaced;
    }

    /**
     * Notes a datagram.
     *
     * @param addressKey of its source address, -1 when it is nobody's
     * @return whether a line about it is due; {@link #line} makes it
     */
    boolean isDue(int addressKey, int hash, int transmitterId, long nowNs) {
        total++;
        Peer peer = peer(addressKey, hash, transmitterId, nowNs);
        if (peer == null) {
            unplaced++;
            return false;
        }
        peer.datagrams++;
        peer.lastNs = nowNs;
        peer.hash = hash;
        peer.transmitterId = transmitterId;
        long interval = hash == peer.toldHash ? INTERVAL_NS : CHANGE_INTERVAL_NS;
        if (peer.told && nowNs - peer.toldNs < interval) {
            return false;
        }
        return peer.daemonIndex >= 0 || mayTellStranger(nowNs);
    }

    /**
     * The line about the datagram that is due.
     *
     * @param what was ignored: {@code Net_recv: ignoring msg}
     * @param source address, port and channel of the datagram
     */
    String line(String what, int addressKey, int hash, int transmitterId, String source, long nowNs) {
        Peer peer = peer(addressKey, hash, transmitterId, nowNs);
        if (peer == null) {
            throw new IllegalStateException("nobody is due");
        }
        StringBuilder line = new StringBuilder(what)
                .append(" from different spread configuration; hash (")
                .append(Integer.toUnsignedString(hash))
                .append(") != local hash (")
                .append(Integer.toUnsignedString(localHash))
                .append("); from ")
                .append(source);
        if (peer.daemonIndex >= 0) {
            line.append("; configured here as ").append(topology.name(peer.daemonIndex));
        }
        long keptBack = peer.datagrams - peer.toldDatagrams - 1;
        if (peer.told && keptBack > 0) {
            line.append("; ").append(keptBack).append(" more since the last such line");
        }
        String why = explanation(hash);
        if (!why.isEmpty()) {
            line.append("; that is the hash of ").append(why);
        }
        int end = source.indexOf(CHANNEL);
        peer.source = end < 0 ? source : source.substring(0, end);
        peer.told = true;
        peer.toldNs = nowNs;
        peer.toldHash = hash;
        peer.toldDatagrams = peer.datagrams;
        return line.toString();
    }

    private boolean mayTellStranger(long nowNs) {
        if (strangerLines == 0 || nowNs - strangersMinuteNs >= INTERVAL_NS) {
            strangersMinuteNs = nowNs;
            strangerLines = 0;
        }
        if (strangerLines >= STRANGER_LINES) {
            return false;
        }
        strangerLines++;
        return true;
    }

    private Peer peer(int addressKey, int hash, int transmitterId, long nowNs) {
        int index = indexOf(addressKey, transmitterId);
        if (index >= 0) {
            if (configured[index] == null) {
                configured[index] = new Peer(index, nowNs);
            }
            return configured[index];
        }
        for (Peer peer : strangers) {
            if (peer.hash == hash && peer.transmitterId == transmitterId) {
                return peer;
            }
        }
        if (strangers.size() >= STRANGERS) {
            Peer oldest = strangers.stream()
                    .min(Comparator.comparingLong(peer -> peer.lastNs))
                    .orElseThrow();
            if (nowNs - oldest.lastNs < INTERVAL_NS) {
                return null;
            }
            strangers.remove(oldest);
        }
        Peer peer = new Peer(-1, nowNs);
        peer.hash = hash;
        peer.transmitterId = transmitterId;
        strangers.add(peer);
        return peer;
    }

    /** Whom a configured address stands for; several daemons may share one. */
    private int indexOf(int addressKey, int transmitterId) {
        if (addressKey < 0) {
            return -1;
        }
        int named = topology.indexOfId(transmitterId);
        if (named >= 0 && topology.daemon(named).addressKey() == addressKey) {
            return named;
        }
        for (int i = 0; i < topology.daemonCount(); i++) {
            if (topology.daemon(i).addressKey() == addressKey) {
                return i;
            }
        }
        return -1;
    }

    private String explanation(int hash) {
        for (Explanation known : explanations) {
            if (known.hash() == hash) {
                return known.text();
            }
        }
        return "";
    }

    private ForeignPeer view(Peer peer) {
        return new ForeignPeer(
                peer.daemonIndex,
                peer.source,
                peer.transmitterId,
                peer.hash,
                peer.datagrams,
                peer.firstNs,
                peer.lastNs,
                explanation(peer.hash));
    }
}
