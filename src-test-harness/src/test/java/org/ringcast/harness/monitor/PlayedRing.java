package org.ringcast.harness.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.StatusReply;
import org.ringcast.harness.vectors.CapturedDatagram;
import org.ringcast.harness.vectors.DatagramCapture;

/**
 * Three daemons whose part a recording plays: each request of the recording must come, byte for byte except ids, hash and reply
 * port, and each reply is sent when its turn comes. The daemons 10.88.0.n of the recording are 127.0.0.n here.
 */
final class PlayedRing implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    private final DatagramCapture capture;
    private final List<DatagramSocket> daemons = new ArrayList<>();
    private final int monitorPort;
    private final int level;
    private final int hash;
    private final CompletableFuture<Void> played = new CompletableFuture<>();

    /**
     * Daemons that wait for the monitor.
     *
     * @param port their data port
     * @param monitorPort where replies go
     * @param hash that level 5 requests must carry
     */
    PlayedRing(DatagramCapture capture, int port, int monitorPort, int hash) throws IOException {
        this.capture = capture;
        this.monitorPort = monitorPort;
        this.level = capture.protocolLevel();
        this.hash = hash;
        for (int i = 1; i <= 3; i++) {
            DatagramSocket socket = new DatagramSocket(port, InetAddress.getByName("127.0.0." + i));
            socket.setSoTimeout(PATIENCE_MS);
            daemons.add(socket);
        }
        Thread thread = new Thread(this::play, "played ring");
        thread.setDaemon(true);
        thread.start();
    }

    private void play() {
        try {
            for (CapturedDatagram datagram : capture.datagrams()) {
                if (datagram.destination().getPort() == 14890) {
                    expect(datagram);
                } else {
                    reply(datagram);
                }
            }
            played.complete(null);
        } catch (Throwable e) {
            played.completeExceptionally(e);
        }
    }

    private static int last(InetSocketAddress address) {
        return address.getAddress().getAddress()[3];
    }

    private void expect(CapturedDatagram datagram) throws IOException {
        int n = last(datagram.destination());
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        daemons.get(n - 1).receive(packet);
        byte[] expected = datagram.payload().clone();
        PacketHeader header = new PacketHeader();
        header.wrap(Unpooled.wrappedBuffer(expected), 0, expected.length);
        header.setSeq(monitorPort);
        if (level == 4) {
            header.setProcId(0x7f000001);
        } else {
            header.setConfHash(hash);
            assertThat(packet.getPort()).as("source port").isEqualTo(monitorPort);
        }
        assertThat(HexFormat.of().formatHex(Arrays.copyOf(packet.getData(), packet.getLength())))
                .as("to daemon %d", n)
                .isEqualTo(HexFormat.of().formatHex(expected));
    }

    private void reply(CapturedDatagram datagram) throws IOException {
        ByteBuf bytes = datagram.buffer();
        if (level == 4) {
            // Ids are addresses.
            for (StatusReply.Field field : List.of(StatusReply.Field.MY_ID, StatusReply.Field.LEADER_ID)) {
                int id = bytes.getIntLE(field.packetOffset());
                bytes.setIntLE(field.packetOffset(), 0x7f000000 | (id & 0xff));
            }
        }
        byte[] reply = datagram.payload();
        daemons.get(last(datagram.source()) - 1)
                .send(new DatagramPacket(reply, reply.length, InetAddress.getLoopbackAddress(), monitorPort));
    }

    /** Waits until all requests came and all replies were sent; says what was wrong with a request. */
    void awaitPlayed() throws Exception {
        played.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        daemons.forEach(DatagramSocket::close);
    }
}
