package org.ringcast.daemon.core.ring;

import org.ringcast.daemon.core.Topology;

/** Where packets go, in words for the operator: {@code [ADDRESS]:PORT}. */
final class Addresses {
    private final Topology topology;

    Addresses(Topology topology) {
        this.topology = topology;
    }

    /** All addresses of a segment. */
    String segment(int segment) {
        String text = topology.segmentText(segment).trim();
        if (text.startsWith("[")) {
            return text.replace("\t", " ");
        }
        int blank = text.indexOf(' ');
        return blank < 0 ? text : "[" + text.substring(0, blank) + "]:" + port(segment);
    }

    /** A daemon's own address, data port. */
    String daemon(int daemon) {
        return "[" + topology.addressText(daemon) + "]:" + port(topology.segmentOf(daemon));
    }

    /** Where {@code from} sends a new packet so that {@code to} gets it. */
    String way(int from, int to) {
        int segment = topology.segmentOf(to);
        boolean bySegment = topology.segmentSize(segment) > 1;
        return bySegment && (from < 0 || topology.segmentOf(from) == segment) ? segment(segment) : daemon(to);
    }

    /** The port is written in the text of the segment only: the last number of it. */
    private String port(int segment) {
        String text = topology.segmentText(segment).trim();
        return text.substring(Math.max(text.lastIndexOf(':'), text.lastIndexOf(' ')) + 1);
    }
}
