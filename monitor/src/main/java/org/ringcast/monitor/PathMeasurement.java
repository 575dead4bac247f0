package org.ringcast.monitor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringcast.daemon.wire.PathProbe;

/**
 * Has every daemon that answers send to every other, by every way that the ring uses, and asks both how many they have sent and
 * received. So what gets lost on the way of the question or of the answer does not count.
 */
final class PathMeasurement {
    private static final int SETTLE_MS = 200;
    private static final int MIN_PROBES = 3;
    private static final int MAX_PROBES = 10;
    private static final int MORE_PROBES = 20;
    private static final int REPORT_TRIES = 6;
    private static final int REPORT_ROUND_MS = 150;
    private static final int COLLECTIONS = 6;

    private final PathSite site;
    private final int[] sizes;
    private final PathAsker asker;
    private final List<PathPeer> peers;
    private final long endNs;
    private final Map<String, PathLink> links = new LinkedHashMap<>();
    /** Links that have been found not to let large packets pass. */
    private final Set<PathLink> holes = new LinkedHashSet<>();

    /** @param endNs when to give up */
    PathMeasurement(PathSite site, PathAsker asker, List<PathPeer> peers, long endNs) {
        this.site = site;
        sizes = new int[] {PathProbe.SMALL_BYTES, site.largeBytes()};
        this.asker = asker;
        this.peers = peers;
        this.endNs = endNs;
        for (int from = 0; from < peers.size(); from++) {
            for (int to = 0; to < peers.size(); to++) {
                if (from != to) {
                    for (int way : site.ways(from, to)) {
                        links.put(key(from, to, way), new PathLink(from, to, way));
                    }
                }
            }
        }
    }

    private static String key(int from, int to, int way) {
        return from + ">" + to + "/" + way;
    }

    /** All ways of all pairs, measured or not. */
    List<PathLink> links() {
        return List.copyOf(links.values());
    }

    PathLink link(int from, int to, int way) {
        return links.get(key(from, to, way));
    }

    /** Whether a daemon can be had to send: in place of the own one the asker does. */
    private boolean canSend(int from) {
        return from == site.me() || peers.get(from).answers();
    }

    private List<PathLink> measurable() {
        return links.values().stream()
                .filter(link -> canSend(link.from()) && peers.get(link.to()).answers())
                .toList();
    }

    void run() throws IOException {
        List<PathLink> all = measurable();
        if (all.isEmpty()) {
            return;
        }
        double probes = asker.ratePerSecond() * (endNs - System.nanoTime()) / 2e9;
        int each = (int) Math.max(MIN_PROBES, Math.min(MAX_PROBES, probes / (all.size() * PathProbe.SIZES)));
        probe(all, each, 0);
        probe(all, each, 1);
        collect();
        List<PathLink> unasked = all.stream().filter(link -> link.sent(1) == 0).toList();
        if (!unasked.isEmpty()) {
            probe(unasked, each, 1);
            collect();
        }
        List<PathLink> doubtful = all.stream()
                .filter(link -> link.state() == PathLink.State.LOSSY || link.state() == PathLink.State.BLACK_HOLE)
                .toList();
        if (!doubtful.isEmpty()) {
            probe(doubtful, MORE_PROBES, 0);
            probe(doubtful, MORE_PROBES, 1);
            collect();
        }
    }

    /** Sends probes of one size, one to each of the links in turn. */
    private void probe(List<PathLink> which, int each, int sizeClass) throws IOException {
        for (int i = 0; i < each; i++) {
            for (PathLink link : which) {
                Optional<List<PathHop>> there = routeTo(link.from(), sizes[sizeClass]);
                if (there.isEmpty() || System.nanoTime() > endNs) {
                    continue;
                }
                List<PathHop> route = PathHop.join(
                        there.get(),
                        List.of(new PathHop(link.to(), link.way(), sizes[sizeClass])),
                        peers.get(link.to()).back());
                asker.prepare(route).setCounted(there.get().size(), sizeClass);
                asker.send((probe, elapsedNs) -> {});
                if (link.from() == site.me()) {
                    link.addSent(sizeClass);
                }
            }
        }
        asker.await(SETTLE_MS, asker::hasAllBack);
        asker.forget();
    }

    /**
     * How to have a daemon send packets of a size: what it is asked with must be as long. Where the usual way is known not to
     * let them pass, a third one is asked to ask.
     */
    private Optional<List<PathHop>> routeTo(int daemon, int bytes) {
        if (daemon == site.me()) {
            return Optional.of(List.of());
        }
        List<PathHop> usual = PathHop.sized(peers.get(daemon).there(), bytes);
        if (bytes <= PathProbe.SMALL_BYTES || !isKnownHole(usual)) {
            return Optional.of(usual);
        }
        for (PathPeer third : peers) {
            boolean other = third.index() != site.me() && third.index() != daemon && third.answers();
            if (other
                    && link(site.me(), third.index(), PathProbe.DATA).passes(1)
                    && link(third.index(), daemon, PathProbe.DATA).passes(1)) {
                return Optional.of(List.of(
                        new PathHop(third.index(), PathProbe.DATA, bytes), new PathHop(daemon, PathProbe.DATA, bytes)));
            }
        }
        return Optional.empty();
    }

    private boolean isKnownHole(List<PathHop> route) {
        int from = site.me();
        for (PathHop hop : route) {
            PathLink link = link(from, hop.daemon(), hop.way());
            if (holes.contains(link)) {
                return true;
            }
            from = hop.daemon();
        }
        return false;
    }

    /**
     * Asks all for their counts, and again as long as they change: a busy daemon may answer before it has looked at what waits
     * at its other port.
     */
    private void collect() throws IOException {
        long before = -1;
        for (int i = 0; i < COLLECTIONS; i++) {
            collectOnce();
            long all = links.values().stream()
                    .mapToLong(link -> link.received(0) + link.received(1))
                    .sum();
            boolean complete = links.values().stream().allMatch(PathLink::isComplete);
            if (complete || all == before) {
                break;
            }
            before = all;
            asker.await(SETTLE_MS, () -> false);
        }
        holes.clear();
        links.values().stream()
                .filter(link -> link.sent(1) > 0 && !link.passes(1))
                .forEach(holes::add);
    }

    private void collectOnce() throws IOException {
        Set<String> missing = new LinkedHashSet<>();
        for (int i = 0; i < REPORT_TRIES; i++) {
            boolean first = i == 0;
            for (PathPeer peer : peers) {
                for (int source = 0; peer.answers() && source < peers.size(); source += PathProbe.REPORT_SOURCES) {
                    String name = peer.index() + " " + source;
                    if (first || missing.contains(name)) {
                        missing.add(name);
                        int count = Math.min(PathProbe.REPORT_SOURCES, peers.size() - source);
                        int firstSource = source;
                        asker.prepare(PathHop.join(peer.there(), peer.back()))
                                .setReporter(peer.there().size() - 1, firstSource, count);
                        asker.send((probe, elapsedNs) -> {
                            if (missing.remove(name)) {
                                onReport(probe, peer.index(), firstSource, count);
                            }
                        });
                    }
                }
            }
            asker.await(REPORT_ROUND_MS, missing::isEmpty);
            if (missing.isEmpty()) {
                break;
            }
        }
        asker.forget();
    }

    private void onReport(PathProbe probe, int reporter, int first, int count) {
        for (int other = first; other < first + count; other++) {
            for (int way = 0; other != reporter && way < PathProbe.WAYS; way++) {
                PathLink towards = link(other, reporter, way);
                PathLink away = link(reporter, other, way);
                for (int size = 0; towards != null && size < PathProbe.SIZES; size++) {
                    towards.setReceived(size, probe.reportedReceived(other, way, size));
                    if (reporter != site.me()) {
                        away.setSent(size, probe.reportedSent(other, way, size));
                    }
                }
            }
        }
    }

    /** Measures round-trip times of the links that pass: there by the way of the link, back by unicast. */
    void roundTrips() throws IOException {
        for (PathLink link : measurable()) {
            PathLink reverse = link(link.to(), link.from(), PathProbe.DATA);
            if (link.passes(0) && reverse.passes(0) && System.nanoTime() < endNs) {
                List<Long> times = new ArrayList<>();
                for (int i = 0; i < MIN_PROBES; i++) {
                    roundTrip(link, times);
                }
            }
        }
        asker.await(SETTLE_MS, asker::hasAllBack);
        asker.forget();
    }

    private void roundTrip(PathLink link, List<Long> times) throws IOException {
        List<PathHop> there = routeTo(link.from(), PathProbe.SMALL_BYTES).orElseThrow();
        boolean mine = link.from() == site.me();
        List<PathHop> home =
                mine ? peers.get(link.to()).back() : peers.get(link.from()).back();
        List<PathHop> returning = mine ? List.of() : List.of(PathHop.small(link.from(), PathProbe.DATA));
        asker.prepare(PathHop.join(there, List.of(PathHop.small(link.to(), link.way())), returning, home));
        int firstStamp = there.size() - 1;
        asker.send((probe, elapsedNs) -> {
            // Both stamps are of one clock; it wraps, the difference does not.
            times.add(mine ? elapsedNs : (probe.hopMicros(firstStamp + 2) - probe.hopMicros(firstStamp)) * 1000L);
            link.setRoundTripNs(times.stream()
                    .sorted(Comparator.naturalOrder())
                    .skip(times.size() / 2)
                    .findFirst()
                    .orElseThrow());
        });
    }

    /** Finds out by halving up to which size packets arrive, on the links where the largest do not. */
    void bisect() throws IOException {
        Map<PathLink, int[]> open = new LinkedHashMap<>();
        for (PathLink link : measurable()) {
            if (link.state() == PathLink.State.BLACK_HOLE) {
                open.put(link, sizes.clone());
            }
        }
        while (!open.isEmpty() && System.nanoTime() < endNs) {
            for (Map.Entry<PathLink, int[]> entry : open.entrySet()) {
                int[] bounds = entry.getValue();
                int middle = (bounds[0] + bounds[1]) / 2;
                for (int i = 0; i < MIN_PROBES; i++) {
                    trySize(entry.getKey(), middle, bounds);
                }
            }
            asker.await(SETTLE_MS, asker::hasAllBack);
            asker.forget();
            open.forEach((link, bounds) -> {
                int middle = (bounds[0] + bounds[1]) / 2;
                if (link.maxBytes() < middle) {
                    bounds[1] = middle;
                }
                bounds[0] = Math.max(bounds[0], link.maxBytes());
                link.setMaxBytes(bounds[0]);
            });
            open.values().removeIf(bounds -> bounds[1] - bounds[0] <= 1);
        }
    }

    private void trySize(PathLink link, int bytes, int... bounds) throws IOException {
        Optional<List<PathHop>> there = routeTo(link.from(), bytes);
        if (there.isPresent()) {
            asker.prepare(PathHop.join(
                    there.get(),
                    List.of(new PathHop(link.to(), link.way(), bytes)),
                    peers.get(link.to()).back()));
            asker.send((probe, elapsedNs) -> link.setMaxBytes(Math.max(bytes, bounds[0])));
        }
    }

    /** What is known of daemons that have gone meanwhile is worth nothing. */
    void forgetGone() {
        links.values().stream()
                .filter(link -> peers.get(link.from()).state() == PathPeer.State.GONE
                        || peers.get(link.to()).state() == PathPeer.State.GONE)
                .forEach(PathLink::setUnmeasured);
    }
}
