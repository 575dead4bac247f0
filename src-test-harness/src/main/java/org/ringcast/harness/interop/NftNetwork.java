package org.ringcast.harness.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Faults by rules of nft in the namespace of the daemon that is to miss something. */
final class NftNetwork implements Network {
    private static final String CHAIN = "inet faults in";
    /** In front of a datagram's contents: the UDP header, which counts as its length. */
    private static final int UDP_HEADER_BYTES = 8;

    private final NamespaceGround ground;
    private final RingPlan plan;

    NftNetwork(NamespaceGround ground, RingPlan plan) {
        this.ground = ground;
        this.plan = plan;
        for (int i = 0; i < plan.size(); i++) {
            nft(i, "add table inet faults\nadd chain " + CHAIN + " { type filter hook input priority 0; }\n");
        }
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

    @Override
    public void cut(int from, int to) {
        drop(to, ground.source(from));
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
        drop(daemon, plan.ipv6() ? "ip6 daddr ff00::/8" : "ip daddr 224.0.0.0/4");
    }

    @Override
    public void limit(int from, int to, int maxBytes) {
        drop(to, ground.source(from) + " udp length > " + (maxBytes + UDP_HEADER_BYTES));
    }

    @Override
    public void heal() {
        for (int i = 0; i < plan.size(); i++) {
            nft(i, "flush chain " + CHAIN + "\n");
        }
    }
}
