package org.ringcast.daemon.core.ring;

import io.netty.buffer.ByteBuf;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.Token;
import org.ringcast.daemon.wire.WireLimits;

/**
 * Sends tokens: passes them on, holds them while the ring is idle, sends them again when they may be lost, and asks the leader
 * to let go of a held one.
 */
final class TokenSender {
    static final int MAX_RETRANS = 15;
    static final long HURRY_REPEAT_NS = 20_000_000;

    private final RingContext context;
    private final RingHistory history;
    private final Rings rings;
    private final Routing routing;
    private final TokenState tokens;
    private final SendQueues queues;
    private final TokenRest rest;
    private final ByteBuf header;
    private final ByteBuf hurry;
    private final Token token = new Token();
    private final PacketHeader hurryPacket = new PacketHeader();

    TokenSender(
            RingContext context,
            RingHistory history,
            Rings rings,
            Routing routing,
            TokenState tokens,
            SendQueues queues,
            TokenRest rest) {
        this.context = context;
        this.history = history;
        this.rings = rings;
        this.routing = routing;
        this.tokens = tokens;
        this.queues = queues;
        this.rest = rest;
        header = context.allocator().buffer(WireLimits.TOKEN_HEADER_BYTES, WireLimits.TOKEN_HEADER_BYTES);
        hurry = context.allocator().buffer(WireLimits.PACKET_HEADER_BYTES, WireLimits.PACKET_HEADER_BYTES);
    }

    /** Sends a processed token to the next member; three times when it had to be sent again often. */
    void pass(Token processed) {
        ByteBuf bytes = processed.buffer().setIndex(processed.offset(), processed.endOffset());
        if (processed.lengthBytes() > WireLimits.MAX_PACKET_BYTES && context.logs(Kind.PRINT, Level.WARNING)) {
            context.line(
                    Kind.PRINT,
                    Level.WARNING,
                    "Net_send_token: WARNING!!! Token is longer (" + processed.lengthBytes()
                            + " bytes) than a single fast ethernet MTU (" + WireLimits.MAX_PACKET_BYTES
                            + " bytes)! IP fragmentation likely to occur and can greatly increase the chance the token"
                            + " is lost!");
        }
        int copies = processed.retrans() > 1 ? 3 : 1;
        for (int i = 0; i < copies; i++) {
            context.outputs().sendToken(rings.next(), bytes);
        }
    }

    /** Whether, as far as this daemon can tell, the leader keeps the token because nothing is to be done. */
    boolean believesHeld() {
        return rings.isTokenAlive()
                && !rings.isRecovering()
                && tokens.lastRetrans <= 1
                && history.aru() == history.highestSeq()
                && tokens.idleVisits > 1;
    }

    /** Something waits to be sent that did not wait before. */
    void onMessageWaiting() {
        if (rest.isResting()) {
            rest.wantOwn();
            return;
        }
        if (!believesHeld()) {
            if (!rings.isLeader() && rest.isLikely()) {
                sendHurry();
            }
            return;
        }
        if (rings.isLeader()) {
            release();
        } else {
            sendHurry();
        }
    }

    private void sendHurry() {
        hurryPacket.wrapNew(hurry, 0, Endian.LITTLE, PacketType.HURRY);
        hurryPacket.setTransmitterId(context.selfId());
        hurryPacket.setProcId(context.selfId());
        hurryPacket.setConfHash(context.settings().configurationHash());
        hurry.setIndex(0, WireLimits.PACKET_HEADER_BYTES);
        context.count(CounterId.HURRIES_SENT);
        routing.unicast(rings.active().leader(), hurry);
        context.timers().arm(TimerKind.HURRY_REPEAT, HURRY_REPEAT_NS);
    }

    /** No token came since this daemon asked for it. */
    void onHurryRepeatTimer() {
        if (believesHeld() && !rings.isLeader() && !queues.sending().isEmpty()) {
            sendHurry();
        }
    }

    /** A member asks for the token. */
    void onHurry(int senderIndex) {
        if (senderIndex < 0 || !rings.isLeader() || !rings.active().contains(senderIndex)) {
            return;
        }
        context.count(CounterId.HURRIES_RECEIVED);
        if (believesHeld() && !rest.isResting()) {
            release();
        } else {
            rest.want();
        }
    }

    private void release() {
        tokens.idleVisits = 0;
        resend();
    }

    /** Leader: the token did not come back, or was held long enough. */
    void onHurryTimer() {
        if (rings.isTokenAlive() && rings.isLeader()) {
            resend();
        }
    }

    /** Sends the last token again, without requests. Others than the leader do it only when they get a copy from before them. */
    void resend() {
        if (!tokens.sentAny) {
            return;
        }
        boolean leader = rings.isLeader();
        rest.end();
        if (leader) {
            tokens.lastRetrans = Math.min(MAX_RETRANS, tokens.lastRetrans + 1);
            context.timers().arm(TimerKind.HURRY, context.settings().timers().hurryNs());
            context.count(CounterId.TOKEN_HURRIES);
        }
        writeLast();
        int copies = 1;
        if (context.settings().wideArea() && isLastOfSegment()) {
            copies++;
        }
        if (tokens.lastRetrans > 1) {
            copies += 2;
        }
        context.observer().onTokenResent(copies);
        for (int i = 0; i < copies; i++) {
            context.count(CounterId.TOKENS_RESENT);
            context.outputs().sendToken(rings.next(), header);
        }
    }

    private boolean isLastOfSegment() {
        RingMembers ring = rings.active();
        int last = -1;
        for (int i = 0; i < ring.size(); i++) {
            if (context.topology().segmentOf(ring.member(i)) == routing.ownSegment()) {
                last = ring.member(i);
            }
        }
        return last == context.self();
    }

    private void writeLast() {
        token.wrapNew(header, 0, Endian.LITTLE);
        token.setArq(tokens.lastArq);
        token.setRetrans(tokens.lastRetrans);
        token.setTransmitterId(context.selfId());
        token.setProcId(context.selfId());
        token.setMembership(rings.active().id().procId(), rings.active().id().time());
        token.setSeq(tokens.lastSeq);
        token.setAru(tokens.lastAru);
        token.setAruLastId(tokens.lastAruId);
        token.setFlowControl(tokens.lastFlowControl);
        token.setConfHash(context.settings().configurationHash());
        header.setIndex(0, WireLimits.TOKEN_HEADER_BYTES);
    }

    void close() {
        header.release();
        hurry.release();
    }
}
