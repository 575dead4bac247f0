package org.ringcast.harness.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.ringcast.protocol.AcceptParser;
import org.ringcast.protocol.AuthChoice;
import org.ringcast.protocol.ConnectRequest;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.LibraryVersion;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.MethodListParser;

/**
 * One session of the load generator: a socket, a large buffer for each direction, and as few system calls as possible, so that
 * the daemon is what is measured.
 */
final class LoadClient implements AutoCloseable {
    /** Takes one frame of the daemon. */
    interface FrameHandler {
        /**
         * Takes one frame.
         *
         * @param header the frame's header; what follows it is behind it in the same array
         */
        void onFrame(LoadClient client, FrameHeader header);
    }

    private static final int BUFFER_BYTES = 256 * 1024;

    final int index;
    private final SocketChannel channel;
    private final FrameHeader header = new FrameHeader();
    private final ByteBuffer input;
    private final ByteBuffer output;
    private final GroupName privateGroup;
    private SelectionKey key;
    private boolean writeWanted;

    private LoadClient(int index, SocketChannel channel, GroupName privateGroup, int bufferBytes) {
        this.index = index;
        this.channel = channel;
        this.privateGroup = privateGroup;
        this.input = ByteBuffer.allocate(bufferBytes);
        this.output = ByteBuffer.allocateDirect(bufferBytes);
    }

    /** Connects and waits for the daemon's word that the session is accepted. */
    static LoadClient connect(InetSocketAddress daemon, int index, boolean membership) throws IOException {
        SocketChannel channel = SocketChannel.open(daemon);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return handshake(channel, index, membership, BUFFER_BYTES);
    }

    /** A session that only occupies its place at the daemon and is neither read nor written. */
    static LoadClient connectIdle(InetSocketAddress daemon, int index) throws IOException {
        return handshake(SocketChannel.open(daemon), index, false, 0);
    }

    private static LoadClient handshake(SocketChannel channel, int index, boolean membership, int bufferBytes)
            throws IOException {
        try {
            channel.write(ByteBuffer.wrap(ConnectRequest.of(LibraryVersion.JAVA, membership, false, "")
                    .encode()));
            MethodListParser methods = new MethodListParser();
            ByteBuffer one = ByteBuffer.allocate(1);
            while (!methods.isDone()) {
                methods.feed(readByte(channel, one), 0, 1);
            }
            if (methods.isRejected()) {
                throw new IOException("session rejected: " + methods.rejectByte());
            }
            channel.write(ByteBuffer.wrap(new AuthChoice(List.of("NULL")).encode()));
            AcceptParser accept = new AcceptParser(LibraryVersion.JAVA);
            while (accept.state() == AcceptParser.State.NEED_MORE) {
                accept.feed(readByte(channel, one), 0, 1);
            }
            if (accept.state() != AcceptParser.State.ACCEPTED) {
                throw new IOException("session not accepted: " + accept.state());
            }
            return new LoadClient(index, channel, accept.accept().privateGroup(), bufferBytes);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @SuppressWarnings("ByteBufferBackingArray") // made here with allocate
    private static byte[] readByte(SocketChannel channel, ByteBuffer one) throws IOException {
        one.clear();
        if (channel.read(one) < 0) {
            throw new EOFException("the daemon closed the connection in the handshake");
        }
        return one.array();
    }

    GroupName privateGroup() {
        return privateGroup;
    }

    /** From now on it does not block. */
    void register(Selector selector) throws IOException {
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** From now on it does not block, and whoever sends has to try again with what did not fit: no selector is told. */
    void beginSending() throws IOException {
        channel.configureBlocking(false);
    }

    /** A frame of the client to one group, its body zeros; to be sent with {@link #queue}. */
    byte[] frame(int type, GroupName group, int bodyBytes) {
        byte[] frame = new byte[Limits.HEADER + Limits.GROUP_NAME + bodyBytes];
        FrameHeader.write(frame, 0, true, type, privateGroup, 1, FrameHeader.rawHintOf((short) 0, true), bodyBytes);
        group.writeField(frame, Limits.HEADER);
        return frame;
    }

    /** Room for a frame of so many bytes in the output buffer. */
    boolean hasRoom(int bytes) {
        return output.remaining() >= bytes;
    }

    /** Adds a frame to the output; {@link #flush} sends it. */
    void queue(byte[] frame) {
        output.put(frame);
    }

    /** Whether something did not fit into the socket. */
    boolean hasOutput() {
        return output.position() > 0;
    }

    /** Gives the socket what it takes, and asks the selector, if there is one, for the rest. */
    void flush() throws IOException {
        if (output.position() > 0) {
            output.flip();
            channel.write(output);
            output.compact();
        }
        boolean wanted = output.position() > 0;
        if (key != null && wanted != writeWanted) {
            writeWanted = wanted;
            key.interestOps(wanted ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
    }

    /** Reads once, and hands over what is complete. */
    @SuppressWarnings("ByteBufferBackingArray") // made here with allocate
    void read(FrameHandler handler) throws IOException {
        if (channel.read(input) < 0) {
            throw new EOFException("the daemon closed session " + privateGroup);
        }
        byte[] bytes = input.array();
        int start = 0;
        int end = input.position();
        while (end - start >= Limits.HEADER) {
            header.wrap(bytes, start);
            long frameBytes = Limits.HEADER + header.payloadLength();
            if (frameBytes > bytes.length) {
                throw new IOException("a frame of " + frameBytes + " bytes");
            }
            if (end - start < frameBytes) {
                break;
            }
            handler.onFrame(this, header);
            start += (int) frameBytes;
        }
        input.limit(end).position(start);
        input.compact();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
