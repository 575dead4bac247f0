package org.ringcast.daemon.core.membership;

import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.ring.RingContext;

/** The printout of a ring that was just installed. Log readers depend on its form. */
final class MembershipText {
    private MembershipText() {}

    /** The first line, which EventPriority can hide. */
    static String id(RingMembers ring) {
        return "Membership id is ( " + ring.id().procId() + ", " + ring.id().time() + ")";
    }

    /** The rest, which is always shown. */
    static String members(RingMembers ring, RingContext context) {
        Topology topology = ring.topology();
        StringBuilder text = new StringBuilder(512);
        text.append("--------------------\n");
        text.append("Configuration at ").append(topology.name(topology.self())).append(" is:\n");
        text.append("Num Segments ").append(topology.segmentCount()).append('\n');
        for (int segment = 0; segment < topology.segmentCount(); segment++) {
            int members = 0;
            for (int i = 0; i < ring.size(); i++) {
                members += topology.segmentOf(ring.member(i)) == segment ? 1 : 0;
            }
            text.append('\t').append(members).append('\t');
            text.append(topology.segmentText(segment)).append('\n');
            for (int i = 0; i < ring.size(); i++) {
                if (topology.segmentOf(ring.member(i)) == segment) {
                    daemon(text, topology, ring.member(i), context.isLevel5());
                }
            }
        }
        return text.append("====================\n").toString();
    }

    private static void daemon(StringBuilder text, Topology topology, int daemon, boolean level5) {
        text.append("\t\t").append(padded(topology.name(daemon), 20)).append('\t');
        if (level5) {
            text.append(topology.addressText(daemon)).append("\tID: ");
            text.append(padded(Integer.toUnsignedString(topology.id(daemon)), 16));
        } else {
            text.append(padded(topology.addressText(daemon), 16));
        }
        text.append('\n');
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
