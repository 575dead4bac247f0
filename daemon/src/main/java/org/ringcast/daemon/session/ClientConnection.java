package org.ringcast.daemon.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.session.auth.Peer;
import org.ringcast.protocol.RejectCode;

/**
 * One client from accept to close: {@code HANDSHAKE -> OPERATIONAL -> ENDING}, the last two only if all goes well.
 *
 * <p>The session in the core may outlive the socket (its name stays taken until the ring has ordered its end) and the
 * socket may outlive the session: what was written last, a reject byte or messages, is followed by the end of the stream,
 * not by a reset that would destroy it, so the connection is half-closed and what the client still sends is thrown away
 * for a short time.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failing write or close shows as the end of the channel
final class ClientConnection extends ChannelInboundHandlerAdapter implements ItemReader {
    /** Bytes a client may send to a connection that is ending before it is closed the hard way. */
    private static final long MAX_DISCARDED_BYTES = 1 << 20;

    private enum Phase {
        HANDSHAKE,
        OPERATIONAL,
        /** Nothing is read or written any more except to throw it away. */
        ENDING
    }

    private final Connections connections;
    private final Channel channel;
    private final Peer peer;
    private final InputAssembler input;

    private int mailbox;
    private long acceptedNs;
    private Phase phase = Phase.HANDSHAKE;
    private ItemReader items;
    private Handshake handshake;
    private OutputDrain output;
    private Session session;
    private ScheduledFuture<?> timer;
    private boolean readingAllowed = true;
    private boolean backlogListed;
    private boolean outputListed;
    private boolean socketClosed;
    private boolean answering;
    private boolean lingering;
    private String inputEnd;
    private long discardedBytes;
    private int countedInput;
    private long inputProgressNs;

    ClientConnection(Connections connections, Channel channel, Peer peer) {
        this.connections = connections;
        this.channel = channel;
        this.peer = peer;
        this.input = new InputAssembler(connections.allocator, this);
    }

    /** Number for log lines. */
    int mailbox() {
        return mailbox;
    }

    Peer peer() {
        return peer;
    }

    // ---- Begin ---------------------------------------------------------------------------------------------------

    @Override
    public void channelActive(ChannelHandlerContext context) {
        mailbox = connections.mailboxes.take();
        acceptedNs = connections.nowNs();
        SessionCounter refusal = connections.admit(this);
        if (refusal != null) {
            connections.count(refusal);
            connections.log(() -> refusal == SessionCounter.REFUSED_QUOTA
                    ? "Sess_accept: rejecting session due to quota"
                    : "Sess_accept: rejecting session due to quota of address " + peer.forLog());
            refuse(RejectCode.QUOTA);
            return;
        }
        connections.count(SessionCounter.ACCEPTED);
        logSocketOptions();
        handshake = new Handshake(connections, this);
        items = handshake;
        startTimer(connections.settings.connectTimeoutNs());
        updateReading();
    }

    private void logSocketOptions() {
        int bytes = connections.settings.socketBufferBytes();
        connections.log(Kind.SESSION, Level.INFO, () -> "Sess_accept: set sndbuf/rcvbuf to " + bytes);
        if (!peer.isUnix()) {
            connections.log(Kind.SESSION, Level.INFO, () -> "Setting TCP_NODELAY on socket " + mailbox);
            connections.log(Kind.SESSION, Level.INFO, () -> "Setting SO_KEEPALIVE on socket " + mailbox);
        }
    }

    private void startTimer(long delayNs) {
        timer = channel.eventLoop().schedule(() -> onTimeout(delayNs), delayNs, TimeUnit.NANOSECONDS);
    }

    private void onTimeout(long delayNs) {
        if (phase != Phase.HANDSHAKE) {
            return;
        }
        if (!connections.isGateOpen()) {
            // It could not have been read. The time starts anew.
            startTimer(delayNs);
            return;
        }
        connections.count(SessionCounter.HANDSHAKE_TIMEOUTS);
        handshake.onTimeout();
    }

    /** The connect message is there and the private name is reserved; from now on the session counts. */
    void sessionOpened(Session opened) {
        session = opened;
        session.attachment(this);
        connections.leftHandshake();
        timer.cancel(false);
        long spentNs = connections.nowNs() - acceptedNs;
        startTimer(Math.max(0, connections.settings.preAuthTimeoutNs() - spentNs));
    }

    /** The client may in; the accept message was written. */
    void operational() {
        timer.cancel(false);
        timer = null;
        handshake = null;
        phase = Phase.OPERATIONAL;
        items = new FrameReader(connections, session);
        output = new OutputDrain(connections, channel, session);
        connections.count(SessionCounter.OPENED);
        connections.sessions.authorized(session, connections.nowNs());
    }

    // ---- Input ---------------------------------------------------------------------------------------------------

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf piece = (ByteBuf) message;
        if (phase == Phase.ENDING) {
            discardedBytes += piece.readableBytes();
            piece.release();
            if (discardedBytes > MAX_DISCARDED_BYTES) {
                channel.close();
            }
            return;
        }
        inputProgressNs = connections.nowNs();
        input.onBytes(piece);
        countInput();
        noteBacklog();
        connections.relieveInput();
    }

    /** Tells what unfinished input takes, as soon as it has changed. */
    private void countInput() {
        int held = input.heldBytes();
        if (held != countedInput) {
            connections.sessions.memory().addInput(held - countedInput);
            countedInput = held;
        }
    }

    /** Memory that an unfinished frame of the client takes, 0 when there is none. */
    int unfinishedBytes() {
        return phase == Phase.OPERATIONAL ? countedInput : 0;
    }

    /** When the last bytes came. */
    long inputProgressNs() {
        return inputProgressNs;
    }

    /** The unfinished frame takes memory that others need. */
    void endUnfinished(long nowNs) {
        connections.sessions.endUnfinished(session, countedInput, nowNs - inputProgressNs, nowNs);
    }

    @Override
    public boolean mayTake() {
        return phase == Phase.ENDING || (readingAllowed && connections.isGateOpen());
    }

    @Override
    public int itemBytes(ByteBuf head) {
        return phase == Phase.ENDING ? STOP : items.itemBytes(head);
    }

    @Override
    public void take(ByteBuf item) {
        items.take(item);
    }

    /** The core wants the session read, or not. */
    void setReading(boolean reading) {
        readingAllowed = reading;
        updateReading();
        noteBacklog();
    }

    /** Reads the socket, or not. */
    void updateReading() {
        if (channel.isActive()) {
            channel.config().setAutoRead(phase == Phase.ENDING ? lingering : mayTake());
        }
    }

    /** What was read already and could not be taken is taken by the next duty cycle that may. */
    private void noteBacklog() {
        if (input.hasBacklog() && !backlogListed && readingAllowed && phase != Phase.ENDING) {
            backlogListed = true;
            connections.hasBacklog(this);
        }
    }

    void takeBacklog() {
        backlogListed = false;
        input.resume();
        countInput();
        noteBacklog();
        if (inputEnd != null && !input.hasBacklog()) {
            finishInput();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            endInput("ret 0: error: closed by peer");
        } else if (event == ChannelOutputShutdownEvent.INSTANCE && output != null) {
            // The peer is gone. What it sent before is still read; the end of the input ends the session.
            output.stop();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            connections.fault("session on mailbox " + mailbox, cause);
            connections.log(
                    Kind.PRINT,
                    Level.PRINT,
                    () -> "Sess_read: internal error on mailbox " + mailbox + ", closing it: " + cause);
            input.release();
            countInput();
        }
        endInput("ret -1: error: " + SystemError.text(cause));
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        endInput("ret 0: error: closed by peer");
        socketClosed = true;
        leaveWhenOver();
    }

    private void endInput(String how) {
        if (inputEnd == null) {
            inputEnd = how;
            if (input.hasBacklog() && phase != Phase.ENDING) {
                // The socket has told all it can; kept open it would wake the loop again and again.
                channel.close();
            } else {
                finishInput();
            }
        }
    }

    /** All that came from the client was taken and nothing more comes. */
    private void finishInput() {
        switch (phase) {
            case HANDSHAKE -> {
                connections.count(SessionCounter.HANDSHAKE_ABORTED);
                handshake.onInputEnd();
            }
            case OPERATIONAL -> {
                connections.log(
                        () -> "Sess_read: failed receiving header on session %d: %s".formatted(mailbox, inputEnd));
                connections.sessions.kill(session, "closed by peer", connections.nowNs());
            }
            case ENDING -> {
                if (!answering) {
                    channel.close();
                }
            }
        }
    }

    // ---- Output --------------------------------------------------------------------------------------------------

    /** Bytes of the handshake, with one write. */
    void write(byte[] bytes) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }

    /** The session has output. */
    void outputReady() {
        if (!outputListed) {
            outputListed = true;
            connections.hasOutput(this);
        }
    }

    /** Writes what the socket takes. */
    void drain() {
        outputListed = false;
        if (output != null) {
            output.drain();
        }
    }

    /** Writes what the socket takes, in the middle of a cycle. */
    void drainNow() {
        if (output != null) {
            output.drain();
        }
    }

    /** What the kernel knows of the client's side; empty when it tells nothing. */
    String socketState() {
        return peer.isUnix() ? "" : SendQueueState.describe(channel);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (phase == Phase.OPERATIONAL && channel.isWritable()) {
            output.drain();
        }
    }

    // ---- End -----------------------------------------------------------------------------------------------------

    /** Answers one reject byte and ends the connection. */
    void refuse(RejectCode code) {
        byte[] bytes = {code.code()};
        beginEnd();
        answering = true;
        channel.writeAndFlush(Unpooled.wrappedBuffer(bytes)).addListener((ChannelFutureListener) done -> {
            answering = false;
            linger();
        });
    }

    /** Ends a connection that gets no answer. */
    void closeSilently() {
        beginEnd();
        linger();
    }

    /**
     * The core has closed the session. The socket stays open until the ring has ordered the end, so that a client that sees
     * the end of its stream finds its name free; it is closed at once when the client is gone anyway.
     *
     * @param isReading false when the client does not read, and what waits for it is to be thrown away
     */
    void sessionClosed(boolean isReading) {
        if (phase == Phase.ENDING) {
            return;
        }
        boolean ringWillOrder = phase == Phase.OPERATIONAL;
        beginEnd();
        if (!isReading && channel instanceof DuplexChannel duplex && channel.isActive()) {
            // Gives the memory back that the channel holds. What the kernel has the client can still read.
            duplex.shutdownOutput();
        }
        if (inputEnd != null || !ringWillOrder) {
            linger();
        }
    }

    /** The ring has ordered the end of the session. */
    void sessionEnded() {
        linger();
    }

    /** Closes without ceremony. */
    void abort() {
        beginEnd();
        channel.close();
    }

    private void beginEnd() {
        if (phase == Phase.ENDING) {
            return;
        }
        if (session == null) {
            connections.leftHandshake();
        }
        connections.leftPeer(this);
        phase = Phase.ENDING;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        if (output != null) {
            output.stop();
        }
        handshake = null;
        input.release();
        countInput();
        updateReading();
        leaveWhenOver();
    }

    /** Sends the end of the stream behind what was written and waits a little for the client to read it. */
    private void linger() {
        boolean possible = channel instanceof DuplexChannel && channel.isActive() && inputEnd == null;
        if (lingering || !possible || !connections.mayLinger()) {
            channel.close();
            return;
        }
        lingering = true;
        connections.lingers(1);
        ((DuplexChannel) channel).shutdownOutput();
        updateReading();
        timer = channel.eventLoop()
                .schedule(() -> channel.close(), connections.settings.lingerNs(), TimeUnit.NANOSECONDS);
    }

    /** Gives up its place when both are over, the conversation and the socket. */
    private void leaveWhenOver() {
        if (phase != Phase.ENDING || !socketClosed) {
            return;
        }
        if (lingering) {
            lingering = false;
            connections.lingers(-1);
        }
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        connections.closed(this);
    }
}
