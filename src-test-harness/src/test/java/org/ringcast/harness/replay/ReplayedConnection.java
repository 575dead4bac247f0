package org.ringcast.harness.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.ringcast.harness.vectors.CapturedSession.Item;
import org.ringcast.protocol.Limits;

/** The client's end of one connection of a recording: writes what was recorded and keeps what the daemon answers. */
final class ReplayedConnection implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;
    private static final int NAME_FIELD_BYTES = 32;

    private final Socket socket = new Socket();
    private final List<Item> toSend;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private int sent;
    private byte[] recordedName = {};
    private byte[] ownName = {};

    /** @param toSend all items and markers that the client wrote, in order */
    ReplayedConnection(int port, List<Item> toSend) throws IOException {
        this.toSend = toSend;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
    }

    /** Sends the next item, or ends the stream when it is a marker of the end. */
    void sendNext() throws IOException {
        Item item = toSend.get(sent++);
        try {
            if (item.isReset()) {
                socket.setSoLinger(true, 0);
                socket.close();
            } else if (item.isEnd()) {
                socket.shutdownOutput();
            } else if (!item.isMarker()) {
                socket.getOutputStream().write(withOwnName(item.bytes()));
            }
        } catch (SocketException e) {
            // The daemon has closed already: what the recording sends now has no reader.
        }
    }

    /** Sends what the recording still has of this connection, without ending the stream. */
    void sendRemainingBytes() throws IOException {
        while (hasMore() && !toSend.get(sent).isEnd()) {
            sendNext();
        }
    }

    /** True while there are items or markers to send. */
    boolean hasMore() {
        return sent < toSend.size();
    }

    /** Reads as many bytes as were recorded. */
    void receive(Item item) throws IOException {
        byte[] bytes = readExactly(item.bytes().length, item);
        received.writeBytes(bytes);
    }

    /** Reads one message of the daemon, whatever it is. */
    byte[] readMessage(Item expected) throws IOException {
        byte[] header = readExactly(Limits.HEADER, expected);
        ByteBuffer words = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        int rest = Limits.GROUP_NAME * words.getInt(36) + words.getInt(44);
        byte[] message = Arrays.copyOf(header, Limits.HEADER + rest);
        System.arraycopy(readExactly(rest, expected), 0, message, Limits.HEADER, rest);
        return message;
    }

    /** Counts a message that was read as part of the daemon's stream. */
    void keep(byte[] message) {
        received.writeBytes(message);
    }

    /** Reads an accept message that gives a name chosen by the daemon, which need not be as long as the recorded one. */
    void receiveChosenName(Item item) throws IOException {
        byte[] start = readExactly(5, item);
        byte[] name = readExactly(start[4], item);
        recordedName = Arrays.copyOfRange(item.bytes(), 5, item.bytes().length);
        ownName = name;
        byte[] asRecorded = Arrays.copyOf(start, item.bytes().length);
        asRecorded[4] = item.bytes()[4];
        System.arraycopy(recordedName, 0, asRecorded, 5, recordedName.length);
        received.writeBytes(asRecorded);
    }

    /** Waits for the end of the daemon's stream; nothing may come before. */
    void receiveEnd() throws IOException {
        try {
            int next = socket.getInputStream().read();
            if (next >= 0) {
                throw new AssertionError("a byte 0x" + Integer.toHexString(next) + " and "
                        + socket.getInputStream().available() + " more in place of the end");
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the daemon does not close the connection", e);
        } catch (SocketException e) {
            // Reset: an end, too.
        }
    }

    /** Everything that the daemon wrote so far. */
    byte[] received() {
        return received.toByteArray();
    }

    private byte[] readExactly(int length, Item item) throws IOException {
        byte[] bytes = new byte[length];
        int have = 0;
        try {
            while (have < length) {
                int n = socket.getInputStream().read(bytes, have, length - have);
                if (n < 0) {
                    throw new AssertionError("end of stream after " + have + " of " + length + " bytes of: " + item);
                }
                have += n;
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("only " + have + " of " + length + " bytes came of: " + item, e);
        }
        return bytes;
    }

    private byte[] withOwnName(byte[] bytes) {
        if (recordedName.length == 0) {
            return bytes;
        }
        byte[] changed = bytes.clone();
        for (int at = 4; at + NAME_FIELD_BYTES <= changed.length; at += at == 4 ? 44 : NAME_FIELD_BYTES) {
            if (Arrays.equals(changed, at, at + recordedName.length, recordedName, 0, recordedName.length)) {
                Arrays.fill(changed, at, at + NAME_FIELD_BYTES, (byte) 0);
                System.arraycopy(ownName, 0, changed, at, ownName.length);
            }
        }
        return changed;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
