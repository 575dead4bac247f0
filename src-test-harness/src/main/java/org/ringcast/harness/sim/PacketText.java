package org.ringcast.harness.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.FragmentCursor;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.ProtocolLevel;
import org.ringcast.daemon.wire.RequestBlock;
import org.ringcast.daemon.wire.Token;
import org.ringcast.daemon.wire.TokenHeader;
import org.ringcast.daemon.wire.Verdict;
import org.ringcast.daemon.wire.WireLimits;
import org.ringcast.daemon.wire.WireValidator;

/** Ring packets in words. */
final class PacketText {
    private static final int MAX_SHOWN = 20;
    private static final WireValidator VALIDATOR = new WireValidator(ProtocolLevel.LEVEL_4, 1);

    private PacketText() {}

    /** Kind and what tells it from others of its kind. */
    static String head(Datagram datagram) {
        ByteBuf bytes = Unpooled.wrappedBuffer(datagram.bytes());
        PacketKind kind = datagram.kind();
        if (datagram.lengthBytes() < WireLimits.PACKET_HEADER_BYTES || kind == PacketKind.UNKNOWN) {
            return kind + " of " + datagram.lengthBytes() + " bytes";
        }
        if (kind == PacketKind.TOKEN) {
            Token token = new Token();
            token.wrap(bytes, 0, datagram.lengthBytes());
            return "TOKEN " + token.arq() + " seq " + token.seq() + " aru " + token.aru();
        }
        if (datagram.port() == Datagram.Port.TOKEN) {
            return kind + " of " + datagram.lengthBytes() + " bytes";
        }
        DataPacket packet = new DataPacket();
        packet.wrap(bytes, 0, datagram.lengthBytes());
        return kind + (kind == PacketKind.DATA ? " seq " + packet.seq() : "") + " of " + datagram.lengthBytes()
                + " bytes";
    }

    /** All that the header says, and the most important of the rest. */
    static String of(Datagram datagram) {
        ByteBuf bytes = Unpooled.wrappedBuffer(datagram.bytes());
        PacketKind kind = datagram.kind();
        Verdict verdict = VALIDATOR.validate(kind, bytes, 0, datagram.lengthBytes());
        if (!verdict.isOk()) {
            return kind + " of " + datagram.lengthBytes() + " bytes, malformed: " + verdict;
        }
        return datagram.port() == Datagram.Port.TOKEN ? token(kind, bytes) : packet(kind, bytes);
    }

    private static String token(PacketKind kind, ByteBuf bytes) {
        Token token = new Token();
        token.wrap(bytes, 0, bytes.readableBytes());
        String head = "%s from %s, ring %s, ".formatted(kind, id(token.transmitterId()), ring(token));
        if (kind != PacketKind.TOKEN) {
            return head + bytes.readableBytes() + " bytes";
        }
        StringBuilder text = new StringBuilder(head)
                .append("round %d%s seq %d aru %d by %s flow %d"
                        .formatted(
                                token.arq(),
                                token.retrans() == 0 ? "" : " again " + token.retrans(),
                                token.seq(),
                                token.aru(),
                                id(token.aruLastId()),
                                token.flowControl()));
        RequestBlock block = new RequestBlock();
        for (boolean more = token.firstRequest(block); more; more = token.nextRequest(block)) {
            List<Integer> seqs = new ArrayList<>();
            for (int i = 0; i < Math.min(MAX_SHOWN, block.numSeq()); i++) {
                seqs.add(block.seq(i));
            }
            text.append("; %s misses %d: %s".formatted(id(block.procId()), block.numSeq(), seqs));
        }
        return text.toString();
    }

    private static String packet(PacketKind kind, ByteBuf bytes) {
        DataPacket packet = new DataPacket();
        packet.wrap(bytes, 0, bytes.readableBytes());
        StringBuilder text = new StringBuilder("%s from %s%s, ring (%s,%d)"
                .formatted(
                        kind,
                        id(packet.procId()),
                        packet.transmitterId() == packet.procId() ? "" : " by " + id(packet.transmitterId()),
                        id(packet.membershipProcId()),
                        packet.membershipTime()));
        if (packet.isRouted()) {
            text.append(" routed");
        }
        if (kind == PacketKind.DATA) {
            text.append(" seq ").append(packet.seq()).append(" service ").append(packet.service());
            FragmentCursor fragments = new FragmentCursor().reset(packet);
            for (int i = 0; i < MAX_SHOWN && fragments.next(); i++) {
                text.append(" [")
                        .append(fragments.index())
                        .append(' ')
                        .append(fragments.lengthBytes())
                        .append(']');
            }
        }
        return text.append(", ").append(bytes.readableBytes()).append(" bytes").toString();
    }

    private static String ring(TokenHeader token) {
        return "(" + id(token.membershipProcId()) + "," + token.membershipTime() + ")";
    }

    private static String id(int id) {
        return id == WireLimits.NOBODY_IN_PARTICULAR ? "-" : Integer.toHexString(id);
    }
}
