package org.ringcast.daemon.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelProgressivePromise;
import org.ringcast.daemon.core.session.OutputFrame;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.core.session.SessionMemory;

/**
 * Moves frames from a session's queue to its socket, as many as the socket takes and no more: what waits for a slow client
 * waits in the core's queue, where it is counted. Netty holds at most its high water mark and one frame.
 *
 * <p>Small frames are copied together, which is cheaper than handing each to the kernel by itself; large ones are shared
 * by all their receivers.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failing write or close shows as the end of the channel
final class OutputDrain {
    /** Frames up to this size are copied together. */
    private static final int SMALL_BYTES = 4 << 10;

    /** Largest piece that small frames are copied into. */
    private static final int PIECE_BYTES = 32 << 10;

    private final Connections connections;
    private final Channel channel;
    private final Session session;
    private boolean draining;
    private boolean stopped;

    OutputDrain(Connections connections, Channel channel, Session session) {
        this.connections = connections;
        this.channel = channel;
        this.session = session;
    }

    /** Nothing is written any more. */
    void stop() {
        stopped = true;
    }

    /** Writes until the queue is empty or the socket takes nothing for now. */
    void drain() {
        if (draining) {
            return;
        }
        draining = true;
        try {
            while (!stopped && channel.isWritable() && writeAvailable()) {
                channel.flush();
            }
        } finally {
            draining = false;
        }
    }

    /** Hands frames to the channel until it has enough. False: there was none. */
    private boolean writeAvailable() {
        boolean any = false;
        while (channel.isWritable()) {
            OutputFrame frame = session.pollOutput();
            if (frame == null) {
                return any;
            }
            any = true;
            boolean alone = frame.lengthBytes() > SMALL_BYTES || session.queuedMessages() == 0;
            if (alone) {
                write(frame);
            } else {
                writeTogether(frame);
            }
        }
        return any;
    }

    private void writeTogether(OutputFrame first) {
        long bytes = first.lengthBytes() + session.queuedBytes();
        ByteBuf piece = connections.allocator.directBuffer((int) Math.min(bytes, PIECE_BYTES));
        OutputFrame frame = first;
        while (frame != null && frame.lengthBytes() <= Math.min(SMALL_BYTES, piece.writableBytes())) {
            frame.moveTo(piece);
            frame = session.pollOutput();
        }
        SessionMemory memory = connections.sessions.memory();
        int room = piece.capacity();
        memory.addOutput(room);
        write(piece, () -> memory.addOutput(-room));
        if (frame != null) {
            write(frame);
        }
    }

    private void write(OutputFrame frame) {
        write(frame.beginWrite(), frame::written);
    }

    /** @param released run when the channel is done with the bytes, however that ends */
    private void write(ByteBuf bytes, Runnable released) {
        int length = bytes.readableBytes();
        if (length > PIECE_BYTES) {
            ChannelProgressivePromise promise = channel.newProgressivePromise();
            promise.addListener(new StepByStep(released));
            channel.write(bytes, promise);
        } else {
            channel.write(bytes).addListener((ChannelFutureListener) written -> {
                released.run();
                if (written.isSuccess()) {
                    report(length);
                }
            });
        }
    }

    private void report(long bytes) {
        connections.count(SessionCounter.BYTES_OUT, bytes);
        connections.sessions.onOutputProgress(session, (int) bytes, connections.nowNs());
    }

    /** Reports a large frame as the socket takes it, piece by piece. */
    private final class StepByStep implements ChannelProgressiveFutureListener {
        private final Runnable released;
        private long reported;

        StepByStep(Runnable released) {
            this.released = released;
        }

        @Override
        public void operationProgressed(ChannelProgressiveFuture future, long progress, long total) {
            report(progress - reported);
            reported = progress;
        }

        @Override
        public void operationComplete(ChannelProgressiveFuture future) {
            // The last bytes were reported as progress.
            released.run();
        }
    }
}
