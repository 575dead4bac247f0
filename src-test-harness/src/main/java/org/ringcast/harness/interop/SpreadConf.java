package org.ringcast.harness.interop;

import java.util.ArrayList;
import java.util.List;

/** The {@code spread.conf} of a site, the same for all its daemons and for monitors. */
final class SpreadConf {
    /**
     * The timers of a local net, but a leader looks for other rings after 6 s, not 30 s: merging takes less of the tester's
     * time.
     */
    private static final String TIMERS = """
            TokenTimeout = 1250
            HurryTimeout = 500
            AliveTimeout = 250
            JoinTimeout = 250
            RepTimeout = 625
            SegTimeout = 500
            GatherTimeout = 1250
            FormTimeout = 1250
            LookupTimeout = 6000
            """;

    private SpreadConf() {}

    /** The text; daemons from {@code numDaemons} on are left out. */
    static String of(RingPlan plan, Ground ground, int numDaemons) {
        StringBuilder text = new StringBuilder();
        text.append("#+ RingProtocol = ").append(plan.level()).append('\n');
        text.append("AcceleratedRing = ").append(plan.accelerated()).append('\n');
        text.append("DangerousMonitor = true\n");
        // A daemon that was killed comes back while connections of its clients linger.
        text.append("SocketPortReuse = on\n");
        text.append("DebugFlags = { PRINT EXIT CONFIGURATION NETWORK MEMBERSHIP }\n");
        text.append(TIMERS);
        int segment = -1;
        for (int i = 0; i < numDaemons; i++) {
            if (plan.segmentOf(i) != segment) {
                text.append(segment < 0 ? "" : "}\n");
                segment = plan.segmentOf(i);
                text.append("Spread_Segment ").append(withPort(plan, ground.segmentAddress(segment), ground.port(i)));
                text.append(" {\n");
            }
            String address = ground.address(i);
            text.append("\td").append(i + 1).append(' ').append(address);
            if (plan.layout() == Layout.LOOPBACK) {
                text.append(" { D ")
                        .append(address)
                        .append(" C ")
                        .append(address)
                        .append(" }");
            }
            text.append('\n');
        }
        return text.append("}\n").toString();
    }

    private static String withPort(RingPlan plan, String address, int port) {
        return plan.ipv6() ? "[" + address + "]:" + port : address + ":" + port;
    }

    /** Names of the daemons of a plan. */
    static List<String> names(RingPlan plan) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < plan.size(); i++) {
            names.add("d" + (i + 1));
        }
        return names;
    }
}
