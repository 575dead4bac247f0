package org.ringcast.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.net.NetworkPlan.Destination;

/** Addresses of other daemons come to this host and leave it. */
class MulticastLoopTest {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final Set<InetAddress> here = new HashSet<>();

    private static NetworkPlan plan(int daemons, String segment) throws Exception {
        List<Destination> destinations = new ArrayList<>();
        for (int i = 0; i < daemons; i++) {
            InetAddress address = InetAddress.getByName("192.0.2." + (i + 1));
            destinations.add(
                    new Destination(new InetSocketAddress(address, 4803), new InetSocketAddress(address, 4804), i));
        }
        InetSocketAddress all = new InetSocketAddress(InetAddress.getByName(segment), 4803);
        return new NetworkPlan(List.of(), InetAddress.getByName("192.0.2.1"), true, destinations, List.of(all), false);
    }

    @Test
    void followsAddressesThatMove() throws Exception {
        NioDatagramChannel channel = new NioDatagramChannel();
        try {
            MulticastLoop loop = new MulticastLoop(channel, here::contains);
            loop.take(plan(20, "239.1.2.3"));
            assertThat(loop.loops()).isFalse();
            here.add(InetAddress.getByName("192.0.2.17"));
            loop.lookAround(SECOND_NS);
            loop.lookAround(SECOND_NS + 1);
            loop.lookAround(2 * SECOND_NS);
            loop.lookAround(3 * SECOND_NS);
            assertThat(loop.loops()).as("after a look at each").isTrue();
            here.clear();
            for (int second = 4; second < 7; second++) {
                loop.lookAround(second * SECOND_NS);
            }
            assertThat(loop.loops()).isFalse();
        } finally {
            channel.unsafe().closeForcibly();
        }
    }

    @Test
    void broadcastIsLeftAlone() throws Exception {
        NioDatagramChannel channel = new NioDatagramChannel();
        try {
            MulticastLoop loop = new MulticastLoop(channel, here::contains);
            loop.take(plan(3, "192.0.2.255"));
            loop.lookAround(SECOND_NS);
            assertThat(loop.loops()).isTrue();
        } finally {
            channel.unsafe().closeForcibly();
        }
    }

    @Test
    void anAddressIsOfThisHostWhenASocketCanHaveIt() throws Exception {
        assertThat(MulticastLoop.isOnThisHost(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})))
                .isTrue();
        assertThat(MulticastLoop.isOnThisHost(InetAddress.getByName("192.0.2.1")))
                .isFalse();
    }
}
