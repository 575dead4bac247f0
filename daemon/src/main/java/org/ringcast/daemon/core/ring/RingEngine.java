package org.ringcast.daemon.core.ring;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.RingServices;
import org.ringcast.daemon.core.RingUpcalls;
import org.ringcast.daemon.core.StuckEpisode;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.Token;
import org.ringcast.daemon.wire.WireLimits;

/**
 * The ring as seen from outside its package: datagrams and timers go in, the membership starts and ends rings, the upper layers
 * submit messages. See docs/protocol/ring.md.
 */
public final class RingEngine implements RingServices {
    private final RingContext context;
    private final Rings rings;
    private final PacketWindow window;
    private final RingHistory history;
    private final TokenState tokens = new TokenState();
    private final SendQueues queues;
    private final FlowControl flowControl;
    private final Routing routing;
    private final PartitionFilter partition;
    private final DatagramGate gate;
    private final Delivery delivery;
    private final FuturePackets future;
    private final RetransmissionAnswers answers;
    private final TokenGate tokenGate;
    private final TokenSender sender;
    private final TokenRest rest;
    private final StuckEpisodes episodes;
    private final StallWatch stalls;
    private final TokenProcessor processor;
    private final DataReceiver receiver;
    private final DataPacket dataPacket = new DataPacket();
    private final Token token = new Token();
    private String giveUpReason = "";

    public RingEngine(RingContext context, RingHost host, RingUpcalls upcalls) {
        this(context, host, upcalls, null);
    }

    /**
     * An engine that takes the place of another one at a reload: it has the messages of that one's ring and what waits to be
     * sent, and knows nothing else. Its token is to be given up at once; the other engine is of no use afterwards.
     *
     * @param before null: there is none
     */
    public RingEngine(RingContext context, RingHost host, RingUpcalls upcalls, RingEngine before) {
        this.context = context;
        flowControl = new FlowControl(context.settings());
        routing = new Routing(context.topology(), context.outputs());
        if (before == null) {
            rings = new Rings(context.topology());
            window = new PacketWindow(context.allocator(), context.settings().maxPacketBytes());
            history = new RingHistory(window, context.counters());
            queues = new SendQueues(context.maxPacketBodyBytes());
            partition = new PartitionFilter(context.topology().daemonCount(), context.self(), context.timers());
            delivery = new Delivery(context, history, rings, host, upcalls);
        } else {
            rings = new Rings(context.topology(), before.rings);
            window = before.window;
            history = before.history;
            queues = before.queues;
            partition = new PartitionFilter(
                    context.topology().daemonCount(), context.self(), context.timers(), before.partition);
            int[] newIndexes = newIndexes(before.context.topology(), context.topology());
            window.renumber(newIndexes);
            delivery = before.delivery.succeededBy(context, rings, host, newIndexes);
            before.closeButKeepMessages();
        }
        routing.setRing(rings.installed());
        gate = new DatagramGate(context, partition, routing);
        future = new FuturePackets(context.allocator(), context.settings().maxPacketBytes());
        episodes = before == null ? new StuckEpisodes(context) : new StuckEpisodes(context, before.episodes);
        PathMemory paths = new PathMemory(context, history, episodes);
        RepairCap cap = new RepairCap();
        RetransmissionRequests requests = new RetransmissionRequests(context, history, rings, flowControl, tokens);
        answers = new RetransmissionAnswers(context, history, rings, routing, tokens, paths, cap, requests);
        tokenGate = new TokenGate(context, history, rings, tokens, flowControl);
        rest = new TokenRest(context, history, rings, tokens);
        sender = new TokenSender(context, history, rings, routing, tokens, queues, rest);
        Packer packer = new Packer(context, history, rings, tokens, queues, flowControl, routing);
        UnaskedRepairs repairs = new UnaskedRepairs(context, history, rings, routing, cap, episodes);
        stalls = new StallWatch(context, history, rings, host, gate, requests, repairs, episodes);
        processor = new TokenProcessor(
                context,
                history,
                rings,
                tokens,
                flowControl,
                packer,
                answers,
                requests,
                sender,
                rest,
                delivery,
                stalls,
                host);
        receiver = new DataReceiver(context, history, rings, tokens, flowControl, delivery, future, host);
    }

    private static int[] newIndexes(Topology before, Topology topology) {
        int[] indexes = new int[before.indexCount()];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = topology.indexOfPresentOrFormerId(before.id(i));
        }
        return indexes;
    }

    // ---- Parts that others look into -----------------------------------------------------------------------------

    public RingContext context() {
        return context;
    }

    public Rings rings() {
        return rings;
    }

    public RingHistory history() {
        return history;
    }

    public TokenState tokens() {
        return tokens;
    }

    public FlowControl flowControl() {
        return flowControl;
    }

    public Routing routing() {
        return routing;
    }

    public PartitionFilter partition() {
        return partition;
    }

    public DatagramGate gate() {
        return gate;
    }

    public Delivery delivery() {
        return delivery;
    }

    /** Where it is noted, and told, who cannot be reached. */
    public StuckEpisodes episodes() {
        return episodes;
    }

    /** Times in which packets did not get to a daemon of the ring: the last ones of the past, then those that last. */
    public List<StuckEpisode> stuckEpisodes() {
        return episodes.list();
    }

    // ---- Datagrams and timers ------------------------------------------------------------------------------------

    /** A data packet that the gate admitted. */
    public void onData(ByteBuf datagram) {
        dataPacket.wrap(datagram, datagram.readerIndex(), datagram.readableBytes());
        receiver.onData(dataPacket);
    }

    /**
     * A regular token that the gate admitted.
     *
     * @return false when it was swallowed: nothing has changed
     */
    public boolean onToken(ByteBuf datagram) {
        token.wrap(datagram, datagram.readerIndex(), datagram.readableBytes());
        switch (tokenGate.judge(token)) {
            case PROCESS -> {
                receiver.onTokenAccepted();
                processor.process(token);
                return true;
            }
            case RESEND_LAST -> {
                tokens.lastRetrans = token.retrans();
                sender.resend();
                return true;
            }
            default -> {
                // Swallowed and counted.
                return false;
            }
        }
    }

    /** A HURRY that the gate admitted. */
    public void onHurry(int senderIndex) {
        sender.onHurry(senderIndex);
    }

    public boolean tokenHasPriority() {
        return receiver.tokenHasPriority();
    }

    /** Whether waiting tokens tell of packets that this daemon does not have; see {@link DatagramGate#announcedSeq}. */
    public boolean lacksAnnouncedData() {
        return rings.isRecovering() || gate.announcedSeq() > history.myAru();
    }

    public void onHurryTimer() {
        sender.onHurryTimer();
    }

    public void onHurryRepeatTimer() {
        sender.onHurryRepeatTimer();
    }

    /** How long a leader may keep the token from now on, nanoseconds; 0: not at all. */
    public void setTokenRest(long tokenRestNs) {
        rest.change(tokenRestNs);
    }

    public void onTokenRestTimer() {
        processor.onRestTimer();
    }

    /** The threshold was lowered a moment ago. */
    public void onDeliverTimer() {
        delivery.deliverHeldBack();
    }

    // ---- Beginning and end of rings, called by the membership ----------------------------------------------------

    /** The ring is lost: nobody but me, nothing delivered but what is stable, round numbers begin anew. */
    public void loseRing() {
        rings.lose();
        tokens.forgetLast();
        delivery.setThreshold(Threshold.BLOCK);
        context.timers().cancel(TimerKind.HURRY_REPEAT);
        context.timers().cancel(TimerKind.DELIVER);
        receiver.setLateAside(false);
        history.acceptLate();
        history.setLimitSeq(Integer.MAX_VALUE);
        stalls.reset();
        future.clear();
    }

    /** What this daemon has is on a form token: tokens of the old ring are over. */
    public void beginForm() {
        rings.setTokenAlive(false);
        delivery.setThreshold(Threshold.BLOCK);
        context.timers().cancel(TimerKind.HURRY_REPEAT);
        context.timers().cancel(TimerKind.DELIVER);
        receiver.setLateAside(true);
    }

    /**
     * The coming ring is known and what was agreed about the old one was taken over into the history.
     *
     * @param goalSeq value of the aru at which everybody has recovered its old ring
     */
    public void beginRecovery(RingMembers ring, int goalSeq) {
        receiver.setLateAside(false);
        rings.beginRecovery(ring);
        // Its rounds are counted anew, so nothing can be said of when the old ring's packets were sent again last.
        answers.reset();
        tokens.beginRing(ring.last() == context.self());
        processor.beginRecovery(goalSeq);
        rings.setTokenAlive(true);
        history.setAru(0);
        future.clear();
    }

    /** Routes of the coming ring; from the moment its members are known. */
    public void setRoutes(RingMembers ring) {
        routing.setRing(ring);
    }

    /** The ring's first regular token, made by its last member and sent twice to the leader. */
    public void sendFirstToken(RingMembers ring) {
        ByteBuf bytes = context.allocator().buffer(WireLimits.TOKEN_HEADER_BYTES, WireLimits.TOKEN_HEADER_BYTES);
        try {
            Token first = new Token();
            first.wrapNew(bytes, 0, Endian.LITTLE);
            first.setTransmitterId(context.selfId());
            first.setProcId(context.selfId());
            first.setMembership(ring.id().procId(), ring.id().time());
            first.setAru(Integer.MAX_VALUE);
            first.setAruLastId(-1);
            first.setConfHash(context.settings().configurationHash());
            bytes.setIndex(0, WireLimits.TOKEN_HEADER_BYTES);
            context.outputs().sendToken(ring.leader(), bytes);
            context.outputs().sendToken(ring.leader(), bytes);
        } finally {
            bytes.release();
        }
    }

    /** Recovery is over: what was begun in the old ring and is not complete is dropped, or begun again if it is my own. */
    public void endOldRing() {
        queues.rewind();
        delivery.dropPartialMessages();
    }

    /** The coming ring becomes the current one; all numbers begin anew. */
    public void install() {
        rings.install();
        history.reset();
        answers.reset();
        stalls.reset();
        tokens.ringInstalled();
        episodes.ringInstalled();
        partition.onInstalled(rings.installed().size());
    }

    /** Packets of the ring just installed that came too early are received now. */
    public void receiveEarlyPackets() {
        receiver.receiveKept();
    }

    /** Rings begin behind this number; for tests of what happens when sequence numbers run out. */
    public void setFirstSeq(int seq) {
        history.setFirstSeq(seq);
    }

    /** As {@link #setFirstSeq}, but the ring that there is goes on. */
    public void setNextFirstSeq(int seq) {
        history.setNextFirstSeq(seq);
    }

    /** Why an upper layer gave the ring up. */
    public String giveUpReason() {
        return giveUpReason;
    }

    // ---- RingServices --------------------------------------------------------------------------------------------

    @Override
    public void submit(int packetType, ByteBuf message, Submitter submitter) {
        int length = message.readableBytes();
        if (length < WireLimits.MESSAGE_HEADER_BYTES || length > WireLimits.MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("message of " + length + " bytes");
        }
        int legal = PacketType.RELIABLE | PacketType.FIFO | PacketType.AGREED | PacketType.SAFE;
        if (Integer.bitCount(packetType) != 1 || (packetType & legal) == 0) {
            throw new IllegalArgumentException("packet type " + packetType);
        }
        queues.append(packetType, message, submitter, context.allocator());
        if (queues.size() == 1) {
            sender.onMessageWaiting();
        }
    }

    @Override
    public int queuedMessages() {
        return queues.size();
    }

    @Override
    public void activate(QueueKind queue) {
        queues.activate(queue);
        if (queues.size() > 0) {
            sender.onMessageWaiting();
        }
    }

    @Override
    public void purgeGroupsQueue() {
        queues.purgeGroups();
    }

    @Override
    public void setThreshold(Threshold threshold) {
        boolean lowered = threshold.compareTo(delivery.threshold()) < 0;
        delivery.setThreshold(threshold);
        if (lowered) {
            context.timers().arm(TimerKind.DELIVER, 0);
        } else if (threshold == Threshold.BLOCK) {
            context.timers().cancel(TimerKind.DELIVER);
        }
    }

    @Override
    public void forceMembershipChange(String reason) {
        giveUpReason = reason;
        context.timers().arm(TimerKind.GIVE_UP, 0);
    }

    @Override
    public void leaveRing(String reason) {
        partition.hearNobody();
        forceMembershipChange(reason);
    }

    @Override
    public int highestSeq() {
        return history.highestSeq();
    }

    /** Gives all memory back. */
    public void close() {
        queues.clear();
        delivery.dropPartialMessages();
        window.close();
        closeButKeepMessages();
    }

    private void closeButKeepMessages() {
        future.close();
        gate.close();
        sender.close();
        processor.close();
    }
}
