package org.ringcast.harness.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.FlowControlRequest;
import org.ringcast.daemon.wire.MonitorProtocol;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.PartitionRequest;
import org.ringcast.daemon.wire.StatusReply;

/** Sends whatever bytes a test makes up to the data port of one daemon, and reads what comes back. */
final class RawMonitor implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;

    private final DatagramSocket socket;
    private final InetSocketAddress daemon;
    private final int level;
    private final int posedId;
    private final int hash;

    /**
     * A monitor with a socket of its own.
     *
     * @param address that it sends from and gets replies at
     * @param posedId id of the daemon that it poses as
     * @param hash of the daemon's configuration, for level 5
     */
    RawMonitor(String address, InetSocketAddress daemon, int level, int posedId, int hash) throws IOException {
        this.socket = new DatagramSocket(0, InetAddress.getByName(address));
        this.daemon = daemon;
        this.level = level;
        this.posedId = posedId;
        this.hash = hash;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** A request with a body of zeros, filled in as the level wants it. */
    byte[] request(Endian endian, int typeBits, int bodyBytes) {
        ByteBuf buffer = Unpooled.buffer(1472);
        PacketHeader request = new PacketHeader();
        if (bodyBytes == 0) {
            request.wrapNew(buffer, 0, endian, typeBits);
        } else {
            PartitionRequest withBody = new PartitionRequest();
            withBody.wrapNew(buffer, 0, endian);
            request.wrap(buffer, 0, 40);
        }
        stamp(request);
        byte[] bytes = new byte[40 + bodyBytes];
        buffer.getBytes(0, bytes);
        ByteBuf view = Unpooled.wrappedBuffer(bytes);
        int type = typeBits | endian.mark();
        if (endian == Endian.LITTLE) {
            view.setIntLE(0, type).setShortLE(PacketHeader.DATA_LEN_OFFSET, bodyBytes);
        } else {
            view.setInt(0, type).setShort(PacketHeader.DATA_LEN_OFFSET, bodyBytes);
        }
        return bytes;
    }

    private void stamp(PacketHeader request) {
        request.setProcId(posedId);
        request.setSeq(port());
        if (level == 4) {
            request.setMembership(MonitorProtocol.LEVEL_4_MAGIC, 0);
            request.setConfHash(MonitorProtocol.LEVEL_4_HASH);
        } else {
            request.setTransmitterId(posedId);
            request.setConfHash(hash);
        }
    }

    byte[] status() {
        return request(Endian.LITTLE, PacketType.STATUS, 0);
    }

    /** A valid status request with one thing changed; little-endian. */
    byte[] status(Consumer<PacketHeader> change) {
        byte[] bytes = status();
        PacketHeader header = new PacketHeader();
        header.wrap(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        change.accept(header);
        return bytes;
    }

    byte[] partition(Endian endian, int bodyBytes, int... components) {
        byte[] bytes = request(endian, PacketType.PARTITION, bodyBytes);
        PartitionRequest request = new PartitionRequest();
        request.wrap(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        for (int i = 0; i < components.length; i++) {
            request.setComponent(i, components[i]);
        }
        return bytes;
    }

    /** @param numbers personal and accelerated window of each daemon in turn, then the window */
    byte[] flowControl(Endian endian, int bodyBytes, int... numbers) {
        byte[] bytes = request(endian, PacketType.FLOW_CONTROL, bodyBytes);
        FlowControlRequest request = new FlowControlRequest();
        request.wrap(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        for (int i = 0; i < numbers.length; i++) {
            if (i % 2 == 0) {
                request.setPersonalWindow(i / 2, numbers[i]);
            } else {
                request.setAcceleratedWindow(i / 2, numbers[i]);
            }
        }
        return bytes;
    }

    void send(byte[] bytes) throws IOException {
        send(bytes, daemon);
    }

    void send(byte[] bytes, InetSocketAddress to) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    /** The next reply. */
    StatusReply receive() throws IOException {
        byte[] bytes = receiveBytes(PATIENCE_MS);
        assertThat(bytes).as("a reply").isNotNull().hasSize(StatusReply.LENGTH_BYTES);
        StatusReply reply = new StatusReply();
        reply.wrap(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        return reply;
    }

    byte[] receiveBytes(int patienceMs) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        socket.setSoTimeout(patienceMs);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            return null;
        }
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    /** Asks for status with a good request. */
    StatusReply ask() throws IOException {
        send(status());
        return receive();
    }

    /**
     * Whether a request is answered. Loopback and daemon keep the order, so the answer to a good request that is sent behind
     * it tells that there will be none to this one.
     */
    boolean isAnswered(byte[] request) throws IOException {
        try (RawMonitor witness =
                new RawMonitor(socket.getLocalAddress().getHostAddress(), daemon, level, posedId, hash)) {
            send(request);
            witness.ask();
            return receiveBytes(20) != null;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
