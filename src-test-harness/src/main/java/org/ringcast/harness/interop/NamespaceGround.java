package org.ringcast.harness.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One network namespace for each daemon, on bridges of the machine, one bridge for each segment; the machine itself has an
 * address on each bridge, for clients. Two segments have a router in one more namespace. Names carry the process id, so that what a killed run left
 * behind can be found and taken away.
 */
final class NamespaceGround implements Ground {
    private static final String NAMESPACE = "ringcast-interop-";
    private static final String BRIDGE = "rcb";
    private static final String CABLE = "rcv";
    private static final int NUM_SUBNETS = 250;
    private static final int RADIX = 36;
    private static final int PIECES_WAIT_S = 2;

    private static int lastSubnet = Math.floorMod(ProcessHandle.current().pid() * 7, NUM_SUBNETS);
    private static boolean swept;

    private final RingPlan plan;
    private final int port;
    private final List<String> namespaces = new ArrayList<>();
    private final List<Integer> subnets = new ArrayList<>();
    private final Thread hook = new Thread(this::takeDown);
    private NftNetwork network;

    NamespaceGround(RingPlan plan, int port) throws IOException {
        this.plan = plan;
        this.port = port;
        sweep();
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            int bridges = plan.layout() == Layout.TWO_SEGMENTS ? 2 : 1;
            for (int i = 0; i < bridges; i++) {
                addBridge(nextSubnet());
            }
            for (int i = 0; i < plan.size(); i++) {
                addHost(i);
            }
            if (bridges > 1) {
                addRouter();
            }
            network = new NftNetwork(this, plan);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Why it cannot be used on this machine; empty when it can. */
    static Optional<String> obstacle() {
        if (!Files.isDirectory(Path.of("/proc/self/ns"))) {
            return Optional.of("no network namespaces on this system");
        }
        try {
            if (!"0".equals(Shell.run("id -u").trim())) {
                return Optional.of("network namespaces take root");
            }
            Shell.run("ip netns list");
            Shell.run("nft --version");
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of("network namespaces take the commands ip and nft: " + e.getMessage());
        }
    }

    private static String pid() {
        return Long.toString(ProcessHandle.current().pid(), RADIX);
    }

    private static synchronized int nextSubnet() {
        String taken = Shell.run("ip -o addr");
        for (int i = 0; i < NUM_SUBNETS; i++) {
            lastSubnet = (lastSubnet + 1) % NUM_SUBNETS;
            if (!taken.contains(" 10.139." + lastSubnet + ".")) {
                return lastSubnet;
            }
        }
        throw new IllegalStateException("all addresses 10.139.x are taken");
    }

    /** Takes away what runs that were killed have left. */
    private static synchronized void sweep() {
        if (swept) {
            return;
        }
        swept = true;
        for (String line : Shell.run("ip netns list").split("\n", -1)) {
            String name = line.split(" ", -1)[0];
            if (name.startsWith(NAMESPACE) && isDead(name.substring(NAMESPACE.length()))) {
                Shell.run("ip netns del " + name);
            }
        }
        for (String line : Shell.run("ip -o link show type bridge").split("\n", -1)) {
            String[] words = line.split(": ", -1);
            if (words.length > 1 && words[1].startsWith(BRIDGE) && isDead(words[1].substring(BRIDGE.length()))) {
                Shell.run("ip link del " + words[1]);
            }
        }
    }

    private static boolean isDead(String rest) {
        try {
            OptionalLong pid = OptionalLong.of(Long.parseLong(rest.split("-", -1)[0], RADIX));
            return ProcessHandle.of(pid.getAsLong()).isEmpty();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String bridge(int subnet) {
        return BRIDGE + pid() + "-" + subnet;
    }

    private void addBridge(int subnet) {
        subnets.add(subnet);
        String bridge = bridge(subnet);
        Shell.run("ip link add " + bridge + " type bridge mcast_snooping 0");
        Shell.run("ip link set " + bridge + " up");
        Shell.run("ip addr add 10.139." + subnet + ".254/24 dev " + bridge);
        Shell.run("ip -6 addr add fd13:9:" + subnet + "::fe/64 dev " + bridge + " nodad");
    }

    /** A machine with a leg in each segment, so that it is not this one that has to forward. */
    private void addRouter() {
        String router = NAMESPACE + pid() + "-" + subnets.get(0) + "-router";
        Shell.run("ip netns add " + router);
        namespaces.add(router);
        for (int subnet : subnets) {
            String cable = CABLE + pid() + "-" + subnet + "-r";
            String leg = "eth" + subnet;
            Shell.run("ip link add " + cable + " type veth peer name " + leg + " netns " + router);
            Shell.run("ip link set " + cable + " master " + bridge(subnet) + " up");
            String in = "ip -n " + router + " ";
            Shell.run(in + "link set " + leg + " up");
            Shell.run(in + "addr add 10.139." + subnet + ".253/24 dev " + leg);
            Shell.run(in + "-6 addr add fd13:9:" + subnet + "::fd/64 dev " + leg + " nodad");
        }
        Shell.run("ip netns exec " + router + " sysctl -q -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
    }

    private void addHost(int daemon) {
        int subnet = subnetOf(daemon);
        String namespace = NAMESPACE + pid() + "-" + subnets.get(0) + "-d" + (daemon + 1);
        String cable = CABLE + pid() + "-" + subnets.get(0) + "-" + daemon;
        Shell.run("ip netns add " + namespace);
        namespaces.add(namespace);
        Shell.run("ip link add " + cable + " type veth peer name eth0 netns " + namespace);
        Shell.run("ip link set " + cable + " master " + bridge(subnet) + " up");
        String in = "ip -n " + namespace + " ";
        Shell.run(in + "link set lo up");
        Shell.run(in + "link set eth0 up");
        Shell.run(in + "addr add 10.139." + subnet + "." + (daemon + 1) + "/24 dev eth0");
        Shell.run(in + "-6 addr add fd13:9:" + subnet + "::" + (daemon + 1) + "/64 dev eth0 nodad");
        // Datagrams of which a piece was lost on purpose are to be forgotten soon.
        Shell.run("ip netns exec " + namespace + " sysctl -q -w net.ipv6.ip6frag_time=" + PIECES_WAIT_S);
        Shell.run(in + "route add default via 10.139." + subnet + ".253");
        Shell.run(in + "-6 route add default via fd13:9:" + subnet + "::fd");
        Shell.run(in + "route add 224.0.0.0/4 dev eth0");
    }

    private int subnetOf(int daemon) {
        return subnets.get(plan.layout() == Layout.TWO_SEGMENTS ? plan.segmentOf(daemon) : 0);
    }

    @Override
    public String address(int daemon) {
        int subnet = subnetOf(daemon);
        return plan.ipv6() ? "fd13:9:" + subnet + "::" + (daemon + 1) : "10.139." + subnet + "." + (daemon + 1);
    }

    /** Address of the machine itself on the bridge of a daemon's segment, over IPv4. */
    String hostAddress(int daemon) {
        return "10.139." + subnetOf(daemon) + ".254";
    }

    @Override
    public int port(int daemon) {
        // Different ones where segments differ: a mistake with them would show.
        return port + (plan.layout().segmentOf(plan.size() - 1, plan.size()) == 0 ? 0 : 2 * plan.segmentOf(daemon));
    }

    @Override
    public String segmentAddress(int segment) {
        if (!plan.layout().isMulticast()) {
            return address(segment);
        }
        int subnet = subnets.get(segment);
        return plan.ipv6() ? "ff15::139:" + subnet : "239.139." + subnet + "." + (segment + 1);
    }

    @Override
    public List<String> launcher(int daemon) {
        return List.of("ip", "netns", "exec", namespaces.get(daemon));
    }

    @Override
    public Optional<Network> network() {
        return Optional.of(network);
    }

    private void takeDown() {
        for (String namespace : namespaces) {
            quietly("ip netns del " + namespace);
        }
        namespaces.clear();
        for (int subnet : subnets) {
            quietly("ip link del " + bridge(subnet));
        }
        subnets.clear();
    }

    private static void quietly(String command) {
        try {
            Shell.run(command);
        } catch (IllegalStateException e) {
            // It is gone, or never was.
        }
    }

    @Override
    public void close() {
        if (network != null) {
            network.packetSwitch().ifPresent(PacketSwitch::close);
        }
        takeDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The machine ends, and the hook runs.
        }
    }

    /** An address of a datagram's sender in the words of nft. */
    String source(int daemon) {
        return (plan.ipv6() ? "ip6" : "ip") + " saddr " + address(daemon);
    }
}
