package org.ringcast.client.internal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.ringcast.client.internal.ConnectionException.Kind;
import org.ringcast.protocol.EndianMark;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.Limits;

/**
 * Makes frames out of a byte stream that comes in any pieces. What was received of an unfinished frame stays here, so
 * that whoever reads next goes on where the last one stopped.
 *
 * <p>Used by one thread at a time; only {@link #hasBytes()} may be called by any.
 */
final class FrameAssembler {
    private static final int CHUNK = 32 * 1024;

    /** The socket classes keep a buffer outside the heap as large as the largest read of each thread. */
    private static final int LARGEST_READ = 256 * 1024;

    private final byte[] chunk = new byte[CHUNK];
    private int chunkStart;
    private int chunkEnd;

    private byte[] header = new byte[Limits.HEADER];
    private int headerLength;
    private FrameHeader headerView;
    private byte[] payload;
    private int payloadLength;
    /** Frames that were given back, or assembled before they were asked for. */
    private final Deque<IncomingFrame> ready = new ArrayDeque<>();

    private boolean filledPayloadDirectly;
    private volatile boolean bytesWaiting;

    /** Where the next bytes of the stream are to be put; call {@link #received} afterwards. */
    ByteBuffer target() {
        boolean chunkIsEmpty = chunkStart == chunkEnd;
        filledPayloadDirectly = chunkIsEmpty && payload != null && payload.length - payloadLength >= CHUNK;
        if (filledPayloadDirectly) {
            return ByteBuffer.wrap(payload, payloadLength, Math.min(LARGEST_READ, payload.length - payloadLength));
        }
        if (chunkIsEmpty) {
            chunkStart = 0;
            chunkEnd = 0;
        }
        return ByteBuffer.wrap(chunk, chunkEnd, CHUNK - chunkEnd);
    }

    /** Tells how many bytes were put into the last {@link #target()}. */
    void received(int count) {
        if (filledPayloadDirectly) {
            payloadLength += count;
        } else {
            chunkEnd += count;
            updateBytesWaiting();
        }
    }

    /**
     * The next whole frame.
     *
     * @return null when more bytes are needed; then there is room in {@link #target()}
     * @throws ConnectionException when the stream holds something that is no frame
     */
    IncomingFrame next() throws ConnectionException {
        IncomingFrame frame = ready.isEmpty() ? assemble() : ready.poll();
        updateBytesWaiting();
        return frame;
    }

    /**
     * Assembles all frames that are there, for later calls of {@link #next()}. Afterwards there is room in
     * {@link #target()}.
     *
     * @throws ConnectionException as {@link #next()}, which will throw it again
     */
    void assembleAhead() throws ConnectionException {
        try {
            for (IncomingFrame frame = assemble(); frame != null; frame = assemble()) {
                ready.add(frame);
            }
        } finally {
            updateBytesWaiting();
        }
    }

    /** Bytes that were received and not yet returned as frames. */
    int size() {
        int size = chunkEnd - chunkStart + headerLength + payloadLength;
        for (IncomingFrame frame : ready) {
            size += frame.length();
        }
        return size;
    }

    private IncomingFrame assemble() throws ConnectionException {
        if (payload == null) {
            headerLength += take(header, headerLength);
            if (headerLength < Limits.HEADER) {
                return null;
            }
            headerView = checkedHeader();
            payload = new byte[(int) headerView.payloadLength()];
            payloadLength = 0;
        }
        payloadLength += take(payload, payloadLength);
        if (payloadLength < payload.length) {
            return null;
        }
        IncomingFrame frame = new IncomingFrame(headerView, payload);
        header = new byte[Limits.HEADER];
        headerLength = 0;
        payload = null;
        payloadLength = 0;
        return frame;
    }

    /** Gives a frame back, to be returned by the next call of {@link #next()}. */
    void pushBack(IncomingFrame frame) {
        ready.addFirst(frame);
        updateBytesWaiting();
    }

    /** True when bytes were received and not yet used; may be called by any thread. */
    boolean hasBytes() {
        return bytesWaiting;
    }

    /** Name of the part of a frame that is being read. */
    String partBeingRead() {
        if (payload == null) {
            return "message header";
        }
        int rejectTypeLength = headerView.rejectTypeLength();
        if (payloadLength < rejectTypeLength) {
            return "message reject type";
        }
        int groupsEnd = rejectTypeLength + headerView.groupCount() * Limits.GROUP_NAME;
        return payloadLength < groupsEnd ? "message group name" : "message body";
    }

    private void updateBytesWaiting() {
        bytesWaiting = chunkStart < chunkEnd || !ready.isEmpty();
    }

    private int take(byte[] destination, int length) {
        int count = Math.min(destination.length - length, chunkEnd - chunkStart);
        System.arraycopy(chunk, chunkStart, destination, length, count);
        chunkStart += count;
        return count;
    }

    private FrameHeader checkedHeader() throws ConnectionException {
        boolean littleEndian = EndianMark.isLittleEndianToBigEndianReader(header, FrameHeader.TYPE_OFFSET);
        FrameHeader view = new FrameHeader().wrap(header, 0, littleEndian);
        boolean legal = view.groupCount() >= 0 && view.dataLength() >= 0 && view.payloadLength() <= Limits.MAX_INCOMING;
        if (!legal) {
            throw new ConnectionException(Kind.ILLEGAL_FRAME, "Illegal Message: Message Dropped");
        }
        return view;
    }
}
