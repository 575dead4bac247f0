package org.ringcast.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ringcast.daemon.config.HashVariant;
import org.ringcast.daemon.config.Segment;
import org.ringcast.daemon.wire.PathProbe;

/** Prints what was found out about the paths: a matrix for each way, then what is wrong. */
final class PathReport {
    private static final double NS_PER_MS = 1e6;
    private static final int MIN_COLUMN = 8;

    private final PathSite site;
    private final List<PathPeer> peers;
    private final PathMeasurement measurement;
    private final PathFindings findings;

    PathReport(PathSite site, List<PathPeer> peers, PathMeasurement measurement, PathFindings findings) {
        this.site = site;
        this.peers = peers;
        this.measurement = measurement;
        this.findings = findings;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int way = 0; way < PathProbe.WAYS; way++) {
            if (isUsed(way)) {
                matrix(text, way);
            }
        }
        for (String line : findings.lines()) {
            text.append(line).append('\n');
        }
        text.append(findings.isGood() ? "All " : findings.badPairs() + " of ")
                .append(findings.pairs())
                .append(findings.isGood() ? " pairs pass.\n" : " pairs do not pass.\n");
        return text.toString();
    }

    private boolean isUsed(int way) {
        return measurement.links().stream().anyMatch(link -> link.way() == way);
    }

    private void matrix(StringBuilder text, int way) {
        text.append(title(way)).append('\n');
        int rowWidth = "from ".length()
                + names().stream().mapToInt(String::length).max().orElse(0);
        int column = Math.max(
                MIN_COLUMN, names().stream().mapToInt(String::length).max().orElse(0));
        text.append(" ".repeat(rowWidth)).append("  to");
        for (int to = 0; to < peers.size(); to++) {
            text.append(pad(site.name(to), to == 0 ? column - 2 : column));
        }
        text.append('\n');
        for (int from = 0; from < peers.size(); from++) {
            text.append(String.format(
                    Locale.ROOT, "%-" + rowWidth + "s", (from == 0 ? "from " : "     ") + site.name(from)));
            text.append("  ");
            for (int to = 0; to < peers.size(); to++) {
                text.append(pad(cell(from, to, way), column));
            }
            text.append('\n');
        }
        text.append('\n');
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < peers.size(); i++) {
            names.add(site.name(i));
        }
        return names;
    }

    private static String pad(String word, int width) {
        return " ".repeat(Math.max(1, width - word.length())) + word;
    }

    private String title(int way) {
        List<Segment> segments = site.monitorSite().configuration().segments();
        boolean onePort = segments.stream().map(Segment::port).distinct().count() == 1;
        String what;
        if (way >= PathProbe.SEGMENT) {
            what = segments.size() == 1
                    ? capital(site.wayText(0, way))
                    : "Addresses of the segments, number " + (way - PathProbe.SEGMENT + 1);
        } else if (onePort) {
            what = capital(site.wayText(0, way));
        } else {
            what = way == PathProbe.DATA ? "Unicast to the data ports" : "Unicast to the token ports";
        }
        return what + ", round trip in ms";
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private String cell(int from, int to, int way) {
        PathLink link = measurement.link(from, to, way);
        if (link == null) {
            return from == to ? "." : "-";
        }
        return switch (link.state()) {
            case GOOD ->
                link.roundTripNs() < 0 ? "ok" : String.format(Locale.ROOT, "%.2f", link.roundTripNs() / NS_PER_MS);
            case LOSSY -> "-" + link.lossPercent() + "%";
            case BLACK_HOLE -> link.maxBytes() < 0 ? "small" : "<=" + link.maxBytes() + "B";
            case LOST -> "LOST";
            case NOT_MEASURED -> "?";
        };
    }

    /** Everything in one JSON object. */
    JsonObject json(long milliseconds) {
        int hash = site.monitorSite().hash();
        List<JsonObject> daemons = new ArrayList<>();
        for (PathPeer peer : peers) {
            JsonObject daemon = new JsonObject()
                    .put("daemon", site.name(peer.index()))
                    .put("state", peer.state().name().toLowerCase(Locale.ROOT));
            if (peer.isHashKnown()) {
                daemon.put("hash", Integer.toUnsignedLong(peer.hash()));
                if (peer.hash() != hash) {
                    daemon.put(
                            "hash_is_of",
                            HashVariant.explain(
                                    HashVariant.of(site.monitorSite().configuration()), peer.hash()));
                }
            }
            daemons.add(daemon);
        }
        return new JsonObject()
                .put("as", site.name(site.me()))
                .put("hash_of_file", Integer.toUnsignedLong(hash))
                .put("milliseconds", milliseconds)
                .put("daemons", daemons)
                .put("links", measurement.links().stream().map(this::json).toList())
                .put("findings", findings.lines())
                .put("pairs", findings.pairs())
                .put("bad_pairs", findings.badPairs())
                .put("good", findings.isGood());
    }

    private JsonObject json(PathLink link) {
        JsonObject json = new JsonObject()
                .put("from", site.name(link.from()))
                .put("to", site.name(link.to()))
                .put("way", PathSite.wayName(link.way()))
                .put("by", site.wayText(link.to(), link.way()))
                .put("state", link.state().name().toLowerCase(Locale.ROOT))
                .put("small_sent", link.sent(0))
                .put("small_received", link.received(0))
                .put("large_sent", link.sent(1))
                .put("large_received", link.received(1));
        if (link.roundTripNs() >= 0) {
            json.put("round_trip_ms", link.roundTripNs() / NS_PER_MS, 3);
        }
        if (link.maxBytes() >= 0) {
            json.put("max_bytes", link.maxBytes());
        }
        return json;
    }
}
