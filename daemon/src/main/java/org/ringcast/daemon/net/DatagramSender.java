package org.ringcast.daemon.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.core.CoreLog;

/**
 * The socket that everything leaves by. Datagrams of one size to one destination are put together, and the kernel takes them
 * apart again (UDP segmentation); the bytes on the wire are those of single datagrams. Where the system cannot do that they
 * leave one by one. Datagrams to one destination keep their order, and a token stays behind all data sent before it.
 *
 * <p>Owning thread: the ring loop.
 */
final class DatagramSender {
    /** Most datagrams in a run; kernels take at least 64, and a run must fit into one datagram's 65507 bytes. */
    static final int MAX_RUN = 40;

    private static final int MAX_RUN_BYTES = 65_000;

    /** Room for a run, once it has a second datagram. */
    private static final int RUN_BYTES = 32_768;

    /** What kernels answer when a device, a route or a packet size does not allow segmentation: EIO, EINVAL, EMSGSIZE... */
    private static final List<Integer> NOT_SEGMENTABLE = List.of(5, 22, 90, 95);

    /** Datagrams to one destination that wait: all have the size of the first, the last may be shorter. */
    private static final class Run {
        final InetSocketAddress to;
        final ByteBuf bytes;
        final int size;
        int count = 1;
        boolean ended;

        Run(InetSocketAddress to, ByteBuf bytes) {
            this.to = to;
            this.bytes = bytes;
            this.size = bytes.readableBytes();
        }

        boolean takes(int length) {
            return !ended && length <= size && count < MAX_RUN && bytes.readableBytes() + length <= MAX_RUN_BYTES;
        }

        void add(ByteBuf packet, int length) {
            if (count == 1) {
                bytes.ensureWritable(Math.max(RUN_BYTES - size, length));
            }
            bytes.writeBytes(packet, packet.readerIndex(), length);
            ended = length < size;
            count++;
        }
    }

    private final Channel channel;
    private final ByteBufAllocator allocator;
    private final CoreLog log;
    private final NetworkCounters counters;
    private final List<Run> runs = new ArrayList<>();
    private boolean segmentation;
    private boolean unflushed;

    /**
     * A sender on an open socket.
     *
     * @param segmentation whether the transport knows UDP segmentation
     */
    DatagramSender(
            Channel channel, boolean segmentation, ByteBufAllocator allocator, CoreLog log, NetworkCounters counters) {
        this.channel = channel;
        this.segmentation = segmentation;
        this.allocator = allocator;
        this.log = log;
        this.counters = counters;
    }

    /** Sends a datagram of data. */
    void send(InetSocketAddress to, ByteBuf packet) {
        counters.datagramsSent++;
        int length = packet.readableBytes();
        if (!segmentation) {
            write(new DatagramPacket(copy(packet), to));
            return;
        }
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            if (run.to.equals(to)) {
                if (run.takes(length)) {
                    run.add(packet, length);
                    return;
                }
                runs.remove(i);
                write(run);
                break;
            }
        }
        runs.add(new Run(to, copy(packet)));
    }

    /** Sends a datagram that must not overtake anything sent before. */
    void sendBehind(InetSocketAddress to, ByteBuf packet) {
        counters.datagramsSent++;
        writeRuns();
        write(new DatagramPacket(copy(packet), to));
    }

    /** Gives everything to the kernel. */
    void flush() {
        writeRuns();
        // A second time when something was refused and goes out again.
        for (int i = 0; i < 2 && unflushed; i++) {
            unflushed = false;
            counters.flushes++;
            channel.flush();
        }
    }

    InetSocketAddress localAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    private ByteBuf copy(ByteBuf packet) {
        int length = packet.readableBytes();
        return allocator.directBuffer(length).writeBytes(packet, packet.readerIndex(), length);
    }

    private void writeRuns() {
        for (Run run : runs) {
            write(run);
        }
        runs.clear();
    }

    private void write(Run run) {
        write(
                run.count == 1
                        ? new DatagramPacket(run.bytes, run.to)
                        : new SegmentedDatagramPacket(run.bytes, run.size, run.to));
    }

    private void write(DatagramPacket packet) {
        unflushed = true;
        // The listener keeps a reference of its own: a written packet is released before its fate is told.
        channel.write(packet).addListener(new Attempt(packet.retain()));
    }

    /** Waits for a packet's fate: a refused one is sent once more, since its loss would be everybody's at once. */
    private final class Attempt implements ChannelFutureListener {
        private final DatagramPacket packet;
        private final int readerIndex;

        Attempt(DatagramPacket packet) {
            this.packet = packet;
            this.readerIndex = packet.content().readerIndex();
        }

        @Override
        public void operationComplete(ChannelFuture future) {
            try {
                if (!future.isSuccess() && channel.isOpen()) {
                    counters.sendErrors++;
                    again(future.cause());
                }
            } finally {
                packet.release();
            }
        }

        private void again(Throwable cause) {
            ByteBuf bytes = packet.content().readerIndex(readerIndex);
            if (!(packet instanceof SegmentedDatagramPacket run)) {
                retry(bytes.retain(), packet.recipient());
                return;
            }
            if (segmentation && cause instanceof Errors.NativeIoException error) {
                segmentation = !NOT_SEGMENTABLE.contains(-error.expectedErr());
            }
            while (bytes.isReadable()) {
                retry(bytes.readRetainedSlice(Math.min(run.segmentSize(), bytes.readableBytes())), run.recipient());
            }
        }
    }

    private void retry(ByteBuf bytes, InetSocketAddress to) {
        unflushed = true;
        channel.write(new DatagramPacket(bytes, to)).addListener(future -> onRetried(to, future));
    }

    private void onRetried(InetSocketAddress to, Future<? super Void> future) {
        if (future.isSuccess() || !channel.isOpen()) {
            return;
        }
        counters.datagramsLost++;
        if (log.enabled(CoreLog.Kind.DATA_LINK, CoreLog.Level.ERROR)) {
            log.line(
                    CoreLog.Kind.DATA_LINK,
                    CoreLog.Level.ERROR,
                    "DL_send: error sending to " + SocketErrors.describe(to) + ": "
                            + SocketErrors.describe(future.cause()));
        }
    }
}
