package org.ringcast.harness.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Faults by rules of nft in the namespace of the daemon that is to miss something. */
final class NftNetwork implements Network {
    private static final String CHAIN = "inet faults in";
    /** In front of a datagram's contents: the UDP header, which counts as its length. */
    private static final int UDP_HEADER_BYTES = 8;

    private static final String FRAGMENTS = "inet faults early";
    /** Before datagrams are put together again. */
    private static final int BEFORE_DEFRAGMENTATION = -450;

    /**
     * Over IPv6 the chain of faults would see fragments: only the first one has the UDP header that rules ask for, so the others
     * got through and lay in the 4 MB of the system, which then took no fragment of anybody for a minute. Whoever asks for the
     * state of connections gets datagrams that are put together before.
     */
    private static final String WHOLE_DATAGRAMS = """
            add chain inet faults whole { type filter hook prerouting priority 0; }
            add rule inet faults whole meta l4proto udp ct state new counter
            """;

    private final NamespaceGround ground;
    private final RingPlan plan;
    private final Optional<PacketSwitch> packetSwitch;

    NftNetwork(NamespaceGround ground, RingPlan plan) throws IOException {
        this.ground = ground;
        this.plan = plan;
        for (int i = 0; i < plan.size(); i++) {
            nft(
                    i,
                    "add table inet faults\nadd chain " + CHAIN + " { type filter hook input priority 0; }\n"
                            + "add chain " + FRAGMENTS + " { type filter hook prerouting priority "
                            + BEFORE_DEFRAGMENTATION + "; }\n");
            if (plan.ipv6()) {
                nft(i, WHOLE_DATAGRAMS);
            }
        }
        this.packetSwitch = plan.layout() == Layout.SWITCHED ? Optional.of(insertSwitch()) : Optional.empty();
    }

    /** Leads what daemons send to the switch, and gives what comes from it the addresses of the senders. */
    private PacketSwitch insertSwitch() throws IOException {
        String own = ground.hostAddress(0);
        int port = ground.port(0);
        int first = port + 2;
        List<InetAddress> addresses = new ArrayList<>();
        for (int i = 0; i < plan.size(); i++) {
            addresses.add(InetAddress.getByName(ground.address(i)));
        }
        for (int i = 0; i < plan.size(); i++) {
            StringBuilder rules = new StringBuilder("""
                    add table ip switch
                    add chain ip switch out { type route hook output priority 0; }
                    add chain ip switch in { type filter hook input priority 0; }
                    """);
            String all = ground.segmentAddress(0);
            rules.append(divert(all, port, own, first + PacketSwitch.PORT_ALL));
            for (int other = 0; other < plan.size(); other++) {
                if (other != i) {
                    rules.append(divert(ground.address(other), port, own, first + 2 * other));
                    rules.append(divert(ground.address(other), port + 1, own, first + 2 * other + 1));
                    rules.append("add rule ip switch in udp sport " + (first + PacketSwitch.PORT_FROM + other)
                            + " ip saddr set " + ground.address(other) + "\n");
                }
            }
            nft(i, rules.toString());
        }
        return new PacketSwitch(InetAddress.getByName(own), first, addresses, port);
    }

    private static String divert(String address, int port, String to, int toPort) {
        return "add rule ip switch out ip daddr " + address + " udp dport " + port + " ip daddr set " + to
                + " udp dport set " + toPort + " accept\n";
    }

    private void nft(int daemon, String commands) {
        List<String> command = new ArrayList<>(ground.launcher(daemon));
        command.addAll(List.of("nft", "-f", "-"));
        Shell.run(command, commands);
    }

    private void drop(int daemon, String what) {
        int port = ground.port(daemon);
        nft(
                daemon,
                "add rule " + CHAIN + " iifname eth0 udp dport " + port + "-" + (port + 1) + " " + what + " drop\n");
    }

    /**
     * Over IPv6 the rules see the pieces of a datagram, and those behind the first one have no port: they would pass, and wait for
     * the first one until no datagram in pieces can be put together any more, also after healing.
     */
    private void dropPieces(int daemon, String what) {
        if (plan.ipv6()) {
            nft(daemon, "add rule " + CHAIN + " iifname eth0 " + what + " exthdr frag exists drop\n");
        }
    }

    @Override
    public void cut(int from, int to) {
        drop(to, ground.source(from));
        dropPieces(to, ground.source(from));
    }

    @Override
    public void partition(Set<Integer> side) {
        for (int a = 0; a < plan.size(); a++) {
            for (int b = 0; b < plan.size(); b++) {
                if (side.contains(a) != side.contains(b)) {
                    cut(a, b);
                }
            }
        }
    }

    @Override
    public void lose(int percent) {
        for (int i = 0; i < plan.size(); i++) {
            drop(i, "numgen random mod 100 < " + percent);
        }
    }

    @Override
    public void deafen(int daemon) {
        String toAll = plan.ipv6() ? "ip6 daddr ff00::/8" : "ip daddr 224.0.0.0/4";
        drop(daemon, toAll);
        dropPieces(daemon, toAll);
    }

    @Override
    public void limit(int from, int to, int maxBytes) {
        drop(to, ground.source(from) + " udp length > " + (maxBytes + UDP_HEADER_BYTES));
        // What comes in pieces is larger.
        dropPieces(to, ground.source(from));
    }

    @Override
    public void cutData(int from, int to) {
        nft(to, "add rule " + CHAIN + " " + ground.source(from) + " udp dport " + ground.port(to) + " drop\n");
    }

    @Override
    public void dropFragments(int daemon) {
        nft(daemon, "add rule " + FRAGMENTS + " ip frag-off & 0x3fff != 0 drop\n");
    }

    @Override
    public Optional<PacketSwitch> packetSwitch() {
        return packetSwitch;
    }

    @Override
    public void heal() {
        for (int i = 0; i < plan.size(); i++) {
            nft(i, "flush chain " + CHAIN + "\nflush chain " + FRAGMENTS + "\n");
        }
    }
}
