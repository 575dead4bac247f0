package org.ringcast.harness.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ringcast.protocol.AuthChoice;
import org.ringcast.protocol.ConnectRequest;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.LibraryVersion;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.ServiceType;

/** A client that sends what bytes a test wants, by TCP to a daemon on this machine: d1 unless said otherwise. */
final class RawClient implements AutoCloseable {
    static final LibraryVersion CURRENT = new LibraryVersion(5, 0, 1);
    private static final int HELLO_ANSWER = 6 + 5;
    private static final byte NOT_UNIQUE = (byte) 0xfa;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final String daemon;
    private final String name;
    private int markers;

    private RawClient(String daemon, int port, String name, int receiveBufferBytes) throws IOException {
        this(InetAddress.getLoopbackAddress(), daemon, port, name, receiveBufferBytes);
    }

    private RawClient(InetAddress address, String daemon, int port, String name, int receiveBufferBytes)
            throws IOException {
        this.daemon = daemon;
        this.name = name;
        socket = new Socket();
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Await.PATIENCE_MS);
        socket.connect(new InetSocketAddress(address, port), Await.PATIENCE_MS);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Only a connection. */
    static RawClient connect(int port) throws IOException {
        return new RawClient("d1", port, "", 0);
    }

    /** Only a connection, to another address of this machine. */
    static RawClient connectTo(String address, int port) throws IOException {
        return new RawClient(InetAddress.getByName(address), "d1", port, "", 0);
    }

    /** A session that gets memberships. */
    static RawClient session(int port, String name) throws IOException {
        return session(port, name, true);
    }

    static RawClient session(int port, String name, boolean membership) throws IOException {
        return session(port, name, membership, 0);
    }

    /**
     * A session; waits until the end of an earlier one of that name has been ordered.
     *
     * @param receiveBufferBytes 0 for the system's
     */
    static RawClient session(int port, String name, boolean membership, int receiveBufferBytes) throws IOException {
        return session("d1", port, name, membership, receiveBufferBytes);
    }

    /** A session with another daemon than d1. */
    static RawClient sessionOf(String daemon, int port, String name) throws IOException {
        return session(daemon, port, name, true, 0);
    }

    private static RawClient session(String daemon, int port, String name, boolean membership, int receiveBufferBytes)
            throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Await.PATIENCE_MS);
        while (true) {
            RawClient client = new RawClient(daemon, port, name, receiveBufferBytes);
            client.send(hello(name, membership));
            byte first = client.read(1)[0];
            if (first == NOT_UNIQUE && System.nanoTime() < end) {
                client.close();
                continue;
            }
            assertThat(first).as("length of the method list").isEqualTo((byte) 5);
            String group = client.privateGroup();
            assertThat(text(client.read(HELLO_ANSWER - 1 + group.length())))
                    .isEqualTo("NULL \1\5\0\1" + (char) group.length() + group);
            return client;
        }
    }

    /** A session of a client library of some version, which may be one that does not know authentication. */
    static RawClient sessionOfVersion(int port, String name, int[] version) throws IOException {
        RawClient client = new RawClient("d1", port, name, 0);
        LibraryVersion library = new LibraryVersion(version[0], version[1], version[2]);
        client.send(ConnectRequest.of(library, true, false, name).encode());
        String group = client.privateGroup();
        if (library.exchangesAuthentication()) {
            client.read(6);
            client.send(choice("NULL"));
        }
        int versionBytes = library.expectsPatchInAccept() ? 3 : 2;
        assertThat(text(client.read(1 + versionBytes + 1 + group.length()))).endsWith((char) group.length() + group);
        return client;
    }

    /** Connect message and the choice of NULL. */
    static byte[] hello(String name, boolean membership) {
        return concat(connectMessage(name, membership), choice("NULL"));
    }

    static byte[] connectMessage(String name, boolean membership) {
        return ConnectRequest.of(CURRENT, membership, false, name).encode();
    }

    static byte[] choice(String... methods) {
        return new AuthChoice(List.of(methods)).encode();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    String privateGroup() {
        return "#" + name + "#" + daemon;
    }

    Socket socket() {
        return socket;
    }

    // ---- Sending -------------------------------------------------------------------------------------------------

    void send(byte... bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void send(Frame... frames) throws IOException {
        send(concat(Arrays.stream(frames).map(Frame::bytes).toArray(byte[][]::new)));
    }

    /** Sends a FIFO message. */
    void multicast(String group, byte... body) throws IOException {
        send(message(ServiceType.FIFO, group, body));
    }

    Frame message(int type, String group, byte... body) {
        return message(type, List.of(group), body);
    }

    Frame message(int type, List<String> groups, byte... body) {
        return Frame.of(type, name, groups, body).withName(FrameHeader.SENDER_OFFSET, privateGroup());
    }

    /** Joins without waiting for anything. */
    void join(String group) throws IOException {
        send(message(ServiceType.JOIN, group));
    }

    void leave(String group) throws IOException {
        send(message(ServiceType.LEAVE, group));
    }

    void disconnect() throws IOException {
        send(message(ServiceType.KILL, privateGroup()));
    }

    // ---- Receiving -----------------------------------------------------------------------------------------------

    byte[] read(int bytes) throws IOException {
        byte[] read = new byte[bytes];
        for (int have = 0; have < bytes; ) {
            int count = in.read(read, have, bytes - have);
            if (count < 0) {
                throw new EOFException("end of stream after " + HexFormat.of().formatHex(read, 0, have));
            }
            have += count;
        }
        return read;
    }

    /** What one read call gives, in hex. */
    String readOnce() throws IOException {
        byte[] piece = new byte[4096];
        int count = in.read(piece);
        return count < 0 ? "end" : HexFormat.of().formatHex(piece, 0, count);
    }

    Frame readFrame() throws IOException {
        byte[] header = read(Limits.HEADER);
        long payload = new FrameHeader().wrap(header, 0).payloadLength();
        assertThat(payload).isBetween(0L, 1L << 24);
        return new Frame(concat(header, read((int) payload)));
    }

    /** Everything that is still to come, up to the end of the stream or the reset of the connection, in hex. */
    String readToEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[65_536];
        try {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                all.write(piece, 0, count);
            }
        } catch (SocketException e) {
            // A reset: bytes of ours were not read.
            assertThat(e).hasMessageContaining("reset");
        }
        return HexFormat.of().formatHex(all.toByteArray());
    }

    /** Sends itself a message and fails when anything else comes before it: nothing was delivered up to here. */
    void expectNothing() throws IOException {
        markers++;
        byte[] marker = ("marker " + markers).getBytes(StandardCharsets.ISO_8859_1);
        send(message(ServiceType.SAFE, privateGroup(), marker));
        Frame frame = readFrame();
        assertThat(frame.sender()).as("sender of what came").isEqualTo(privateGroup());
        assertThat(text(frame.body())).as("what came").isEqualTo(text(marker));
    }

    /** The next message, which must be a regular one with this body. */
    Frame expectMessage(byte... body) throws IOException {
        Frame frame = readFrame();
        assertThat(ServiceType.isRegular(frame.serviceBits()))
                .as("a regular message")
                .isTrue();
        assertThat(frame.body()).isEqualTo(body);
        return frame;
    }

    /** The next message, which must be a membership of this group with this cause. */
    Frame expectMembershipOf(String group, int cause) throws IOException {
        Frame frame = readFrame();
        assertThat(frame.serviceBits())
                .as("type of what came: 0x%x", frame.serviceBits())
                .isEqualTo(ServiceType.REG_MEMB | cause);
        assertThat(frame.sender()).isEqualTo(group);
        return frame;
    }

    /** As {@link #expectMembershipOf}, with these members. */
    Frame expectMembership(String group, int cause, String... members) throws IOException {
        Frame frame = expectMembershipOf(group, cause);
        assertThat(frame.groups()).containsExactly(members);
        return frame;
    }

    /** The next message, which must be the answer to the own leave. */
    void expectSelfLeave(String group) throws IOException {
        Frame frame = readFrame();
        assertThat(frame.serviceBits()).isEqualTo(ServiceType.CAUSED_BY_LEAVE);
        assertThat(frame.sender()).isEqualTo(group);
        assertThat(frame.bytes()).hasSize(Limits.HEADER);
        assertThat(frame.word(FrameHeader.HINT_OFFSET)).isEqualTo(0x80000080);
    }

    /** The connection must end without another byte. */
    void expectEnd() throws IOException {
        assertThat(readToEnd()).isEmpty();
    }

    /** Closes so that the daemon sees a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
