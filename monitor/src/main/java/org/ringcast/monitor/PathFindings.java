package org.ringcast.monitor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ringcast.daemon.config.HashVariant;
import org.ringcast.daemon.wire.PathProbe;

/** Says in words what is wrong with the paths, and what that looks like. */
final class PathFindings {
    /** IPv4 and UDP headers. */
    private static final int HEADERS_V4 = 28;
    /** IPv6 and UDP headers. */
    private static final int HEADERS_V6 = 48;

    private final PathSite site;
    private final List<PathPeer> peers;
    private final PathMeasurement measurement;
    private final List<String> lines = new ArrayList<>();
    private boolean otherConfiguration;
    private int badPairs;

    PathFindings(PathSite site, List<PathPeer> peers, PathMeasurement measurement) {
        this.site = site;
        this.peers = peers;
        this.measurement = measurement;
        peers.forEach(this::tellPeer);
        tellPairs();
        tellPatterns();
    }

    List<String> lines() {
        return lines;
    }

    /** Whether a daemon runs with another configuration. */
    boolean isOtherConfiguration() {
        return otherConfiguration;
    }

    /** Ordered pairs of daemons with something wrong, or not known. */
    int badPairs() {
        return badPairs;
    }

    int pairs() {
        return peers.size() * (peers.size() - 1);
    }

    boolean isGood() {
        return badPairs == 0 && !otherConfiguration;
    }

    private void tellPeer(PathPeer peer) {
        String name = site.name(peer.index());
        int hash = site.monitorSite().hash();
        if (peer.isHashKnown() && peer.hash() != hash) {
            otherConfiguration = true;
            String why = HashVariant.explain(HashVariant.of(site.monitorSite().configuration()), peer.hash());
            lines.add(name + " has another configuration: its hash is " + Integer.toUnsignedString(peer.hash())
                    + ", that of this file is " + Integer.toUnsignedString(hash)
                    + (why.isEmpty() ? "" : "; it is the hash of " + why));
        }
        switch (peer.state()) {
            case SILENT ->
                lines.add(name + " does not answer: nothing runs there, or nothing gets there, or nothing gets"
                        + " back from there");
            case STATUS_ONLY ->
                lines.add(name + " answers status requests, but no probes: a daemon of Spread, or one with"
                        + " AnswerProbes = false. Stop it and run spcheck there in its place");
            case GONE -> lines.add(name + " has answered, but does not any more");
            default -> {
                // it takes part
            }
        }
    }

    private void tellPairs() {
        for (int from = 0; from < peers.size(); from++) {
            for (int to = 0; to < peers.size(); to++) {
                if (from != to) {
                    tellPair(from, to);
                }
            }
        }
    }

    private List<PathLink> links(int from, int to) {
        return site.ways(from, to).stream()
                .map(way -> measurement.link(from, to, way))
                .toList();
    }

    private void tellPair(int from, int to) {
        List<PathLink> links = links(from, to);
        if (links.stream().allMatch(link -> link.state() == PathLink.State.GOOD)) {
            return;
        }
        badPairs++;
        String pair = site.name(from) + " -> " + site.name(to);
        List<PathLink> lost = with(links, PathLink.State.LOST);
        if (!lost.isEmpty()) {
            tellLost(pair, links, lost);
        }
        Map<Integer, List<PathLink>> holes = with(links, PathLink.State.BLACK_HOLE).stream()
                .collect(Collectors.groupingBy(PathLink::maxBytes, LinkedHashMap::new, Collectors.toList()));
        holes.forEach((bytes, which) -> tellHole(pair, bytes, which));
        for (PathLink link : with(links, PathLink.State.LOSSY)) {
            long sent = link.sent(0) + link.sent(1);
            lines.add(pair + ": " + link.lossPercent() + " % of " + sent + " packets lost by " + way(link));
        }
        List<PathLink> open = with(links, PathLink.State.NOT_MEASURED);
        if (!open.isEmpty()
                && peers.get(to).answers()
                && (from == site.me() || peers.get(from).answers())) {
            lines.add(pair + ": not measured by " + ways(open) + "; more --seconds may help");
        }
    }

    private void tellLost(String pair, List<PathLink> links, List<PathLink> lost) {
        PathLink one = lost.get(0);
        String from = site.name(one.from());
        String to = site.name(one.to());
        List<PathLink> passing = links.stream().filter(link -> link.passes(0)).toList();
        if (passing.isEmpty()) {
            boolean backWorks = links(one.to(), one.from()).stream().anyMatch(link -> link.passes(0));
            lines.add(pair + " lost: nothing that " + from + " sends arrives at " + to + " (" + ways(lost) + ")"
                    + (backWorks ? ", but " + to + " -> " + from + " arrives: a one-way link" : ""));
        } else if (lost.stream().allMatch(link -> link.way() >= PathProbe.SEGMENT)) {
            lines.add(pair + " lost: " + to + " does not hear " + from + " by " + ways(lost) + ", but unicast arrives");
        } else {
            lines.add(pair + " lost: " + to + " does not hear " + from + " by " + ways(lost) + ", but by "
                    + ways(passing));
        }
    }

    private void tellHole(String pair, int bytes, List<PathLink> links) {
        boolean six = site.daemon(links.get(0).to()).address().getAddress().length > 4;
        String limit = bytes < 0
                ? "those of " + site.largeBytes() + " bytes do not"
                : "those above " + bytes + " bytes do not: packets of the ring have up to " + site.largeBytes()
                        + " bytes, and something on this path takes " + (bytes + (six ? HEADERS_V6 : HEADERS_V4))
                        + " with headers at most (MTU)";
        lines.add(pair + ": small packets arrive, " + limit + "; by " + ways(links));
    }

    /** What is wrong with one daemon and not with one path. */
    private void tellPatterns() {
        for (int daemon = 0; daemon < peers.size() && peers.size() > 2; daemon++) {
            int one = daemon;
            tellPattern(
                    one, other -> links(other, one), " hears nobody by ", ": its firewall, its address, or its switch");
            tellPattern(
                    one,
                    other -> links(one, other),
                    " is heard by nobody by ",
                    ": its routing, or a filter on what it sends");
        }
    }

    private void tellPattern(int one, IntFunction<List<PathLink>> linksWith, String what, String likely) {
        List<List<PathLink>> measured = IntStream.range(0, peers.size())
                .filter(other -> other != one)
                .mapToObj(linksWith)
                .map(links -> links.stream().filter(link -> link.sent(0) > 0).toList())
                .filter(links -> !links.isEmpty())
                .toList();
        List<Integer> lostWays = IntStream.range(0, PathProbe.WAYS)
                .filter(way -> {
                    List<PathLink> ofWay = measured.stream()
                            .flatMap(List::stream)
                            .filter(link -> link.way() == way)
                            .toList();
                    return ofWay.size() > 1 && ofWay.stream().allMatch(link -> link.state() == PathLink.State.LOST);
                })
                .boxed()
                .toList();
        if (!lostWays.isEmpty()) {
            String ways = lostWays.stream().map(way -> site.wayText(one, way)).collect(Collectors.joining(", "));
            lines.add(site.name(one) + what + ways + likely);
        }
    }

    private static List<PathLink> with(List<PathLink> links, PathLink.State state) {
        return links.stream().filter(link -> link.state() == state).toList();
    }

    private String way(PathLink link) {
        return site.wayText(link.to(), link.way());
    }

    private String ways(List<PathLink> links) {
        return links.stream().map(this::way).collect(Collectors.joining(", "));
    }
}
