package org.ringcast.daemon.net;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Keeps the kernel from handing this daemon its own multicast packets, each of which costs a wake-up and a reading, as long as
 * no other daemon needs it: one that lives on the same host gets this daemon's packets that way. Addresses can move to this
 * host at any time, so they are looked at again and again.
 *
 * <p>Owning thread: the ring loop.
 */
final class MulticastLoop {
    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(1);

    /** Addresses looked at in one go; a look costs some microseconds. */
    private static final int BATCH = 8;

    private final DatagramChannel channel;
    private final Predicate<InetAddress> isOnThisHost;
    private List<InetAddress> others = List.of();
    private boolean[] near = {};
    private boolean multicasts;
    private boolean loops = true;
    private int next;
    private long lastLookNs;

    /**
     * For the socket that the multicast packets are sent from; until told otherwise it loops, as sockets do.
     *
     * @param isOnThisHost whether an address is one of this host's
     */
    MulticastLoop(DatagramChannel channel, Predicate<InetAddress> isOnThisHost) {
        this.channel = channel;
        this.isOnThisHost = isOnThisHost;
    }

    /** Another plan is in force. */
    void take(NetworkPlan plan) {
        others = plan.destinations().stream()
                .map(destination -> destination.data().getAddress())
                .filter(address -> !address.equals(plan.self()))
                .distinct()
                .toList();
        multicasts =
                plan.segment().stream().anyMatch(address -> address.getAddress().isMulticastAddress());
        near = new boolean[others.size()];
        for (int i = 0; i < near.length; i++) {
            near[i] = multicasts && isOnThisHost.test(others.get(i));
        }
        apply();
    }

    /** Looks at some of the addresses, once in a while. */
    void lookAround(long nowNs) {
        if (!multicasts || nowNs - lastLookNs < PERIOD_NS) {
            return;
        }
        lastLookNs = nowNs;
        for (int i = 0; i < BATCH && i < near.length; i++) {
            next = (next + 1) % near.length;
            near[next] = isOnThisHost.test(others.get(next));
        }
        apply();
    }

    /** Whether own multicast packets come back. */
    boolean loops() {
        return loops;
    }

    private void apply() {
        boolean wanted = !multicasts;
        for (boolean isNear : near) {
            wanted |= isNear;
        }
        if (wanted == loops) {
            return;
        }
        try {
            set(channel, wanted);
            loops = wanted;
        } catch (ChannelException e) {
            // It stays as it is. Packets that come back are dropped; that they are wanted and do not is tried again.
            multicasts &= wanted;
        }
    }

    private static void set(DatagramChannel channel, boolean loop) {
        if (channel instanceof NioDatagramChannel) {
            // The generic option means the opposite there.
            channel.config().setOption(NioChannelOption.of(StandardSocketOptions.IP_MULTICAST_LOOP), loop);
        } else {
            channel.config().setOption(ChannelOption.IP_MULTICAST_LOOP_DISABLED, !loop);
        }
    }

    /** Whether a socket can be bound to an address, as is the case for addresses of this host alone, if the system says so. */
    static boolean isOnThisHost(InetAddress address) {
        StandardProtocolFamily family =
                address instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
        try (var probe = java.nio.channels.DatagramChannel.open(family)) {
            probe.bind(new InetSocketAddress(address, 0));
            return true;
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
