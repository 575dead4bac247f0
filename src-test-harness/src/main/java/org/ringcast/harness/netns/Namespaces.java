package org.ringcast.harness.netns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * Nodes on one Ethernet segment, each in a network namespace of its own. The switch, a bridge, is in one more namespace, and so
 * are the filters that cut nodes off, so nothing of the machine's own network is touched and all of it goes when the
 * namespaces go. Needs root and the commands {@code ip} and {@code tc}.
 *
 * <p>A cut is a filter on the switch's port of the receiving node that leads what comes from the sending node into a device
 * from which nothing returns; the sender does not notice, as with a broken cable.
 */
public final class Namespaces implements AutoCloseable {
    /** What {@link #cutLarge} drops: IPv4 packets of this length, headers included, and longer ones. */
    public static final int LARGE_IP_BYTES = 1024;

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final String SUBNET = "10.77.0.";
    private static final int SWITCH_HOST = 254;

    private final String prefix;
    private final int nodes;
    private final Set<String> cuts = new LinkedHashSet<>();
    /** Commands that take partial cuts back. */
    private final List<String> partial = new ArrayList<>();

    private final Thread hook = new Thread(this::removeAll);

    private Namespaces(int nodes) {
        this.nodes = nodes;
        this.prefix = "ringcast-" + ProcessHandle.current().pid() + "-" + NUMBERS.getAndIncrement() + "-";
    }

    /** Makes a test skip, and say why, where namespaces cannot be made. */
    public static void assumeAvailable() {
        String reason = whyNot();
        Assumptions.assumeTrue(reason == null, () -> "skipped: " + reason);
    }

    /** Why no namespaces can be made here; null when they can. */
    public static String whyNot() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return "needs network namespaces, which only Linux has";
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            return "needs network namespaces, which only root can make";
        }
        try {
            for (String command : List.of("ip -V", "tc -V")) {
                if (!Shell.run(List.of(command.split(" ", -1))).isOk()) {
                    return "needs the command " + command.substring(0, 2);
                }
            }
            String probe = "ringcast-" + ProcessHandle.current().pid() + "-" + NUMBERS.getAndIncrement() + "-probe";
            Shell.Result made = Shell.run(List.of("ip", "netns", "add", probe));
            Shell.run(List.of("ip", "netns", "del", probe));
            return made.isOk() ? null : "cannot make a network namespace here: " + made.output();
        } catch (IOException e) {
            return "needs the commands ip and tc: " + e.getMessage();
        }
    }

    /**
     * Makes a segment; first removes what a JVM that was killed left behind.
     *
     * @param nodes how many, at most 200
     */
    public static Namespaces create(int nodes) throws IOException {
        Leftovers.sweep();
        Namespaces made = new Namespaces(nodes);
        Runtime.getRuntime().addShutdownHook(made.hook);
        try {
            made.build();
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    private void build() throws IOException {
        String hub = hub();
        add(hub);
        ip(hub, "link add hole type veth peer name nowhere");
        ip(hub, "link set hole up");
        ip(hub, "link set nowhere up");
        ip(hub, "link add br0 type bridge mcast_snooping 0 forward_delay 0");
        ip(hub, "addr add " + SUBNET + SWITCH_HOST + "/24 dev br0");
        ip(hub, "link set br0 up");
        for (int node = 0; node < nodes; node++) {
            String name = name(node);
            String port = port(node);
            add(name);
            ip(name, "link add eth0 type veth peer name " + port + " netns " + hub);
            ip(name, "addr add " + address(node) + "/24 broadcast " + SUBNET + "255 dev eth0");
            ip(name, "link set eth0 up");
            ip(name, "route add 224.0.0.0/4 dev eth0");
            ip(hub, "link set " + port + " master br0 up");
            Shell.mustRun("tc -n " + hub + " qdisc add dev " + port + " clsact");
        }
    }

    /** Lets frames have up to this many bytes, everywhere. */
    public void setMtu(int bytes) throws IOException {
        for (int node = 0; node < nodes; node++) {
            ip(name(node), "link set eth0 mtu " + bytes);
            ip(hub(), "link set " + port(node) + " mtu " + bytes);
        }
        ip(hub(), "link set br0 mtu " + bytes);
    }

    private static void add(String name) throws IOException {
        Shell.mustRun("ip netns add " + name);
        ip(name, "link set lo up");
        Path ipv6 = Path.of("/proc/sys/net/ipv6");
        if (Files.exists(ipv6)) {
            // Router solicitations and the like would only disturb counts of packets.
            Shell.mustRun("ip netns exec " + name + " sysctl -qw net.ipv6.conf.all.disable_ipv6=1"
                    + " net.ipv6.conf.default.disable_ipv6=1");
        }
    }

    private static void ip(String namespace, String command) throws IOException {
        Shell.mustRun("ip -n " + namespace + " " + command);
    }

    private String hub() {
        return prefix + "hub";
    }

    private String name(int node) {
        return prefix + "n" + node;
    }

    private static String port(int node) {
        return "p" + node;
    }

    /** Address of a node, 0-based. */
    public String address(int node) {
        return SUBNET + (node + 1);
    }

    /** Address to which a datagram for all of the segment is sent. */
    public static String broadcastAddress() {
        return SUBNET + "255";
    }

    /** Words before a command that is to run at a node. */
    public List<String> inNode(int node) {
        return List.of("ip", "netns", "exec", name(node));
    }

    /** Words before a command that is to run beside the nodes, at the switch. Cuts do not concern it. */
    public List<String> inHub() {
        return List.of("ip", "netns", "exec", hub());
    }

    /** Nothing gets from one node to the other any more. The other direction is not touched. */
    public void cut(int from, int to) throws IOException {
        if (cuts.add(from + ">" + to)) {
            Shell.mustRun("tc -n " + hub() + " filter add dev " + port(to) + " egress protocol ip prio " + (from + 1)
                    + " u32 match ip src " + address(from) + "/32 action mirred egress redirect dev hole");
        }
    }

    /** Takes a cut back. */
    public void heal(int from, int to) throws IOException {
        if (cuts.remove(from + ">" + to)) {
            Shell.mustRun("tc -n " + hub() + " filter del dev " + port(to) + " egress prio " + (from + 1));
        }
    }

    /** What one node sends to one address does not get to another node any more: the segment's address, for example. */
    public void cutAddress(int from, int to, String destination) throws IOException {
        cutPart(from, to, 1000, "match ip dst " + destination + "/32");
    }

    /** IPv4 packets of {@value #LARGE_IP_BYTES} bytes and more do not get from one node to the other any more. */
    public void cutLarge(int from, int to) throws IOException {
        // Runs of datagrams would pass here as one long packet, which no cable ever carries.
        ip(name(from), "link set eth0 gso_max_segs 1");
        // Now the length is below 2048, so one bit tells.
        cutPart(from, to, 2000, "match u16 0x0400 0xfc00 at 2");
    }

    private void cutPart(int from, int to, int priority, String match) throws IOException {
        String filter = "dev " + port(to) + " egress prio " + (priority + from);
        Shell.mustRun("tc -n " + hub() + " filter add dev " + port(to) + " egress protocol ip prio " + (priority + from)
                + " u32 match ip src " + address(from) + "/32 " + match + " action mirred egress redirect dev hole");
        partial.add("tc -n " + hub() + " filter del " + filter);
    }

    /** Splits the segment: these nodes hear each other and nobody else, and so do the others. */
    public void partition(int... side) throws IOException {
        Set<Integer> ones = new LinkedHashSet<>();
        for (int node : side) {
            ones.add(node);
        }
        for (int from = 0; from < nodes; from++) {
            for (int to = 0; to < nodes; to++) {
                if (ones.contains(from) != ones.contains(to)) {
                    cut(from, to);
                }
            }
        }
    }

    /** Takes all cuts back. */
    public void healAll() throws IOException {
        for (String cut : List.copyOf(cuts)) {
            String[] ends = cut.split(">", 2);
            heal(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
        }
        for (String command : partial) {
            Shell.mustRun(command);
        }
        partial.clear();
    }

    /**
     * What went over the wire of a node since it was made, both directions together.
     *
     * @param packets Ethernet frames
     * @param bytes of these
     */
    public record Traffic(long packets, long bytes) {}

    /** What the switch has forwarded to and taken from a node. */
    public Traffic traffic(int node) throws IOException {
        String counters = Shell.mustRun("ip netns exec " + name(node) + " cat /proc/net/dev");
        for (String line : counters.lines().toList()) {
            String[] words = line.trim().split("[: ]+", -1);
            if (words[0].equals("eth0")) {
                return new Traffic(
                        Long.parseLong(words[2]) + Long.parseLong(words[10]),
                        Long.parseLong(words[1]) + Long.parseLong(words[9]));
            }
        }
        throw new IOException("no eth0 in\n" + counters);
    }

    /** Ends what still runs in the namespaces, and removes them. */
    @Override
    public void close() {
        removeAll();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void removeAll() {
        List<String> names = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            names.add(name(node));
        }
        names.add(hub());
        for (String name : names) {
            try {
                Leftovers.remove(name);
            } catch (IOException e) {
                System.err.println("namespace " + name + " stays: " + e.getMessage());
            }
        }
    }
}
