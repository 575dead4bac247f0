package org.ringcast.harness.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.harness.scenario.ScenarioFile.Line;
import org.ringcast.harness.sim.Datagram;
import org.ringcast.harness.sim.PacketFilter;
import org.ringcast.harness.sim.SimCluster;

/** What happens to single datagrams on their way: they are dropped, delayed, kept for later, watched. */
final class Wires {
    private record Hop(PacketKind kind, int from, int to) {}

    private final SimCluster cluster;
    private final Map<Hop, Long> sent = new HashMap<>();
    private final Map<String, List<Datagram>> kept = new HashMap<>();
    /** Bytes of what is just released: no filter of a script looks at them again. */
    private byte[] released;

    Wires(SimCluster cluster) {
        this.cluster = cluster;
    }

    /** A datagram was sent. */
    void sent(Datagram datagram) {
        sent.merge(new Hop(datagram.kind(), datagram.from(), datagram.to()), 1L, Long::sum);
    }

    long sentCount(PacketKind kind, Way way) {
        return sent.entrySet().stream()
                .filter(e -> e.getKey().kind() == kind
                        && way.has(e.getKey().from(), e.getKey().to()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Nobody hears the daemon, and it hears nobody. */
    void isolate(int daemon) {
        cluster.network().filter("isolate " + daemon, datagram -> {
            boolean concerned = datagram.from() == daemon || datagram.to() == daemon;
            return concerned && !isReleased(datagram) ? PacketFilter.DROP : PacketFilter.PASS;
        });
    }

    /** {@code command NAME KINDS WAY [MS] [longer BYTES] [service SERVICE] [segment] [first N]}. */
    void filter(String command, String name, Line line) {
        Set<PacketKind> kinds = kinds(line.arg(1));
        Way way = Way.of(cluster, line.arg(2));
        String longer = line.after("longer");
        int lengthBytes = longer == null ? -1 : Integer.parseInt(longer);
        String service = line.after("service");
        boolean segmentOnly = line.words().contains("segment");
        String first = line.after("first");
        int[] left = {first == null ? Integer.MAX_VALUE : Integer.parseInt(first)};
        long delayNs = command.equals("delay") ? (long) (Double.parseDouble(line.arg(3)) * SimCluster.MS) : 0;
        List<Datagram> keep = kept.computeIfAbsent(name, n -> new ArrayList<>());
        cluster.network().filter(name, datagram -> {
            boolean meant = way.has(datagram.from(), datagram.to())
                    && kinds.contains(datagram.kind())
                    && datagram.lengthBytes() > lengthBytes
                    && (!segmentOnly || datagram.segment())
                    && (service == null || service.equals(serviceOf(datagram)))
                    && !isReleased(datagram);
            if (!meant || left[0] == 0) {
                return PacketFilter.PASS;
            }
            left[0]--;
            return switch (command) {
                case "delay" -> delayNs;
                case "drop" -> PacketFilter.DROP;
                default -> {
                    keep.add(datagram);
                    yield command.equals("hold") ? PacketFilter.DROP : PacketFilter.PASS;
                }
            };
        });
    }

    /** Service of a data packet, in the byte order in which the daemons of a simulation write. */
    private static String serviceOf(Datagram datagram) {
        return switch (datagram.bytes()[0] & PacketType.DATA_MASK) {
            case PacketType.RELIABLE -> "RELIABLE";
            case PacketType.FIFO -> "FIFO";
            case PacketType.AGREED -> "AGREED";
            case PacketType.SAFE -> "SAFE";
            default -> "";
        };
    }

    private boolean isReleased(Datagram datagram) {
        return datagram.bytes() == released;
    }

    private static Set<PacketKind> kinds(String text) {
        if (text.equals("all")) {
            return EnumSet.allOf(PacketKind.class);
        }
        Set<PacketKind> kinds = EnumSet.noneOf(PacketKind.class);
        for (String kind : Arrays.asList(text.split(",", -1))) {
            kinds.add(PacketKind.valueOf(kind.toUpperCase(Locale.ROOT)));
        }
        return kinds;
    }

    /** {@code release NAME N [to DAEMON]}: the n-th that was kept, from 1; negative: from the end. */
    void release(String name, Line line) {
        List<Datagram> all = kept.getOrDefault(name, List.of());
        int number = Integer.parseInt(line.arg(1));
        int index = number > 0 ? number - 1 : all.size() + number;
        if (index < 0 || index >= all.size()) {
            throw new IllegalArgumentException("only " + all.size() + " datagrams were kept");
        }
        Datagram datagram = all.get(index);
        String to = line.after("to");
        int receiver = to == null ? datagram.to() : cluster.daemon(to).index();
        released = datagram.bytes();
        cluster.network().inject(datagram.from(), receiver, datagram.port(), datagram.bytes());
        released = null;
    }
}
