package org.ringcast.daemon.session;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ringcast.daemon.session.LiveServer.Options;
import org.ringcast.daemon.session.LiveServer.Transport;

/**
 * A measurement, not a test: what a connection costs that does nothing. One process serves, another one connects:
 *
 * <pre>
 * java -cp ... org.ringcast.daemon.session.IdleConnectionsMain serve EPOLL 22001
 * java -cp ... org.ringcast.daemon.session.IdleConnectionsMain connect 22001 10000
 * </pre>
 *
 * <p>The server prints memory whenever the number of sessions has settled; the limit of descriptors must allow as many.
 */
public final class IdleConnectionsMain {
    private static final int MOST = 100_000;

    private IdleConnectionsMain() {}

    public static void main(String[] arguments) throws Exception {
        InetSocketAddress address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[arguments[0].equals("serve") ? 2 : 1]));
        if (arguments[0].equals("serve")) {
            serve(Transport.valueOf(arguments[1]), address);
        } else {
            connect(address, Integer.parseInt(arguments[2]));
        }
    }

    private static void serve(Transport transport, InetSocketAddress address) throws Exception {
        SessionServerSettings.Builder settings = SessionServerSettings.builder()
                .tcpAddresses(List.of(address))
                .maxConnections(MOST)
                .connectTimeoutNs(TimeUnit.MINUTES.toNanos(1));
        LiveServer server = LiveServer.start(Options.of(transport, settings).with(EmbeddedRig.settings(MOST, 1000)));
        int told = -1;
        int last = -1;
        while (true) {
            int count = server.call(() -> server.sessions().count());
            if (count == last && count != told) {
                told = count;
                tell(count);
            }
            last = count;
            TimeUnit.SECONDS.sleep(2);
        }
    }

    private static void tell(int sessions) throws IOException {
        System.gc();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        String resident = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("");
        System.out.printf(
                "%d sessions: heap %d KiB, Netty direct %d KiB, %s%n",
                sessions,
                heap.getUsed() >> 10,
                PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() >> 10,
                resident.replaceAll("\\s+", " "));
    }

    private static void connect(InetSocketAddress address, int count) throws Exception {
        List<SocketChannel> channels = new ArrayList<>();
        byte[] buffer = new byte[64];
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(address);
            String name = "c" + i;
            channel.write(ByteBuffer.wrap(ClientBytes.hello(name)));
            ByteBuffer answer = ByteBuffer.wrap(buffer, 0, 6 + 5 + name.length() + 4);
            while (answer.hasRemaining()) {
                if (channel.read(answer) < 0) {
                    throw new IOException("refused after " + i);
                }
            }
            if (i % 2 == 0) {
                // Half of them has once sent and received a large message.
                byte[] message = ClientBytes.message(name, "#" + name + "#d1", new byte[100_000]);
                channel.write(ByteBuffer.wrap(message));
                ByteBuffer echo = ByteBuffer.allocate(message.length);
                while (echo.hasRemaining()) {
                    channel.read(echo);
                }
            }
            channels.add(channel);
        }
        System.out.println(channels.size() + " connected");
        Thread.currentThread().join();
    }
}
