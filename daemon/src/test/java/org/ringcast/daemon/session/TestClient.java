package org.ringcast.daemon.session;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/** A client on a real socket that reads and writes bytes and never waits longer than ten seconds. */
final class TestClient implements AutoCloseable {
    private static final long PATIENCE_MS = 10_000;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;

    TestClient(SocketAddress address) throws IOException {
        this(address, 0);
    }

    /** @param receiveBufferBytes 0 for the system's */
    TestClient(SocketAddress address, int receiveBufferBytes) throws IOException {
        boolean tcp = address instanceof InetSocketAddress;
        channel = tcp ? SocketChannel.open() : SocketChannel.open(StandardProtocolFamily.UNIX);
        if (receiveBufferBytes > 0) {
            channel.setOption(java.net.StandardSocketOptions.SO_RCVBUF, receiveBufferBytes);
        }
        channel.connect(address);
        channel.configureBlocking(false);
        selector = Selector.open();
        key = channel.register(selector, 0);
    }

    static TestClient unix(Path path) throws IOException {
        return new TestClient(UnixDomainSocketAddress.of(path));
    }

    /** A client with an accepted session. */
    static TestClient session(SocketAddress address, String name) throws IOException {
        TestClient client = new TestClient(address);
        client.handshake(name);
        return client;
    }

    void handshake(String name) throws IOException {
        write(ClientBytes.hello(name));
        read(6 + 5 + ("#" + name + "#d1").length());
    }

    SocketChannel channel() {
        return channel;
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            if (channel.write(buffer) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    /** Writes what the socket takes now. */
    int writeSome(byte[] bytes) throws IOException {
        return channel.write(ByteBuffer.wrap(bytes));
    }

    /** Exactly so many bytes. */
    byte[] read(int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer);
            if (count < 0) {
                throw new EOFException(
                        "end of stream after " + HexFormat.of().formatHex(buffer.array(), 0, buffer.position()));
            }
            if (count == 0) {
                await(SelectionKey.OP_READ);
            }
        }
        return buffer.array();
    }

    String readHex(int bytes) throws IOException {
        return HexFormat.of().formatHex(read(bytes));
    }

    /** Everything up to the end of the stream; a reset instead of an end fails. */
    byte[] readToEnd() throws IOException {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(65536);
        while (true) {
            buffer.clear();
            int count = channel.read(buffer);
            if (count < 0) {
                return all.toByteArray();
            }
            if (count == 0) {
                await(SelectionKey.OP_READ);
            }
            all.write(buffer.array(), 0, count);
        }
    }

    private void await(int operation) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        key.interestOps(operation);
        while (selector.select(PATIENCE_MS) == 0) {
            if (System.nanoTime() > deadline) {
                throw new IOException("nothing happened for " + PATIENCE_MS + " ms");
            }
        }
        selector.selectedKeys().clear();
    }

    /** Closes so that the other side sees a reset. */
    void reset() throws IOException {
        channel.setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
        close();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
