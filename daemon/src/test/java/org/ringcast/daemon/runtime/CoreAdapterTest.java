package org.ringcast.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ManualIoEventLoop;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ringcast.daemon.FreePort;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreObserver;
import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.DaemonCore;
import org.ringcast.daemon.core.DutyCycle;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.net.IoTransport;
import org.ringcast.daemon.net.NetworkPlan;
import org.ringcast.daemon.net.NetworkPlan.Destination;
import org.ringcast.daemon.net.NetworkPlan.Port;
import org.ringcast.daemon.net.NetworkPlan.Receiver;
import org.ringcast.daemon.net.RingTransport;
import org.ringcast.daemon.observe.EventLog;

/** The core behind real sockets, and a stranger who floods them. */
@Timeout(30)
class CoreAdapterTest {
    private static final LongSupplier CLOCK = System::nanoTime;

    private static InetSocketAddress at(String host, int port) throws Exception {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    private static NetworkPlan plan(int data, int token) throws Exception {
        // The tokens to itself go elsewhere, so that the test alone decides what waits.
        Destination me = new Destination(at("127.0.0.1", data), at("127.0.0.1", token + 1), 0);
        return new NetworkPlan(
                List.of(
                        new Receiver(Port.DATA, me.data(), false, List.of(), "explicit"),
                        new Receiver(Port.TOKEN, at("127.0.0.1", token), false, List.of(), "explicit")),
                me.data().getAddress(),
                true,
                List.of(me),
                List.of(),
                false);
    }

    private static DaemonCore core(CoreAdapter adapter) {
        CoreSettings settings = new CoreSettings(
                5,
                77,
                160,
                20,
                false,
                15,
                false,
                false,
                CoreSettings.TimerSettings.LAN,
                new CoreSettings.SessionSettings(1000, 0, 997));
        return new DaemonCore(
                new Topology(List.of(new Topology.Daemon("d1", 1, 0, 0)), 1, 0),
                settings,
                adapter,
                CoreLog.SILENT,
                new CoreObserver() {},
                UnpooledByteBufAllocator.DEFAULT,
                () -> 1_800_000_000L,
                1);
    }

    @Test
    void defect_garbageOnTheDataPortPostponesTheToken() throws Exception {
        RingLoop loop = new RingLoop(
                IoTransport.best(), CLOCK, new FaultHandler(new EventLog((level, text) -> {}, InstantSource.system())));
        int data = FreePort.next();
        int token = FreePort.next();
        RingTransport transport = RingTransport.open(
                plan(data, token),
                IoTransport.best(),
                loop.eventLoop(),
                UnpooledByteBufAllocator.DEFAULT,
                CoreLog.SILENT);
        CoreAdapter adapter = new CoreAdapter(loop, transport, CLOCK);
        DaemonCore core = core(adapter);
        adapter.admitBy(core, (key, isTokenPort, datagram) -> false);
        core.start(CLOCK.getAsLong());
        int garbage = 400;
        try (DatagramSocket stranger = new DatagramSocket(at("127.0.0.1", 0))) {
            for (int i = 0; i < garbage; i++) {
                stranger.send(new DatagramPacket(new byte[100], 100, at("127.0.0.1", data)));
            }
            stranger.send(new DatagramPacket(new byte[100], 100, at("127.0.0.1", token)));
            // The first reading is what the event loop does; it leaves more in the socket.
            while (!transport.mayHaveMore()) {
                ((ManualIoEventLoop) loop.eventLoop()).runNow();
            }
            assertThat(adapter.drainData(core, DutyCycle.DATA_BATCH)).isZero();
            assertThat(transport.counters().refused())
                    .as("readings that bring nothing are few")
                    .isBetween(64L, garbage / 2L + 64);
            assertThat(core.counters().get(CounterId.DROP_CONFIGURATION)
                            + core.counters().get(CounterId.DROP_LENGTH))
                    .as("refused for a reason that is counted")
                    .isEqualTo(transport.counters().refused());
            assertThat(transport.waitingData()).isZero();
            assertThat(transport.waitingTokens()).as("a token of nobody").isZero();
        } finally {
            core.stop(CLOCK.getAsLong());
            transport.close();
            loop.close();
        }
    }
}
