package org.ringcast.harness.wire;

import io.netty.buffer.ByteBuf;
import org.ringcast.daemon.wire.AlivePacket;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.FlowControlRequest;
import org.ringcast.daemon.wire.Form1Token;
import org.ringcast.daemon.wire.Form2Token;
import org.ringcast.daemon.wire.FragmentCursor;
import org.ringcast.daemon.wire.JoinPacket;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.PartitionRequest;
import org.ringcast.daemon.wire.ReferPacket;
import org.ringcast.daemon.wire.RequestBlock;
import org.ringcast.daemon.wire.StatusReply;
import org.ringcast.daemon.wire.Token;
import org.ringcast.daemon.wire.TokenHeader;

/**
 * Reads a packet field by field and writes the values with the encoder of the kind, in a byte order of choice. What has no
 * meaning is not carried over; it is 0 in the copy.
 */
final class Recoder {
    private final DataPacket data = new DataPacket();
    private final DataPacket newData = new DataPacket();
    private final FragmentCursor fragments = new FragmentCursor();
    private final PacketHeader header = new PacketHeader();
    private final PacketHeader newHeader = new PacketHeader();
    private final Token token = new Token();
    private final Token newToken = new Token();
    private final RequestBlock block = new RequestBlock();
    private final RequestBlock newBlock = new RequestBlock();

    /**
     * Copies the packet at index 0 to index 0 of {@code copy}.
     *
     * @param length of the packet, which its validator has found good
     * @return bytes written
     */
    int recode(PacketKind kind, ByteBuf packet, int length, ByteBuf copy, Endian target) {
        return switch (kind) {
            case DATA -> recodeData(packet, length, copy, target);
            case HURRY -> recodeBare(packet, length, copy, target, PacketType.HURRY);
            case RELOAD -> recodeBare(packet, length, copy, target, PacketType.RELOAD);
            case STATUS ->
                Packets.isStatusReply(kind, length)
                        ? recodeStatusReply(packet, length, copy, target)
                        : recodeBare(packet, length, copy, target, PacketType.STATUS);
            case ALIVE -> recodeAlive(packet, length, copy, target);
            case JOIN -> recodeJoin(packet, length, copy, target);
            case REFER -> recodeRefer(packet, length, copy, target);
            case PARTITION -> recodePartition(packet, length, copy, target);
            case FLOW_CONTROL -> recodeFlowControl(packet, length, copy, target);
            case TOKEN -> recodeToken(packet, length, copy, target);
            case FORM1 -> recodeForm1(packet, length, copy, target);
            case FORM2 -> recodeForm2(packet, length, copy, target);
            case UNKNOWN -> throw new IllegalArgumentException("packet of no known kind");
        };
    }

    private static void copyIds(PacketHeader from, PacketHeader to) {
        to.setTransmitterId(from.transmitterId());
        to.setProcId(from.procId());
        to.setConfHash(from.confHash());
    }

    private static void copyHeader(PacketHeader from, PacketHeader to) {
        copyIds(from, to);
        to.setMembership(from.membershipProcId(), from.membershipTime());
        to.setSeq(from.seq());
        to.setTokenRound(from.tokenRound());
    }

    private static void copyHeader(TokenHeader from, TokenHeader to) {
        to.setTransmitterId(from.transmitterId());
        to.setProcId(from.procId());
        to.setMembership(from.membershipProcId(), from.membershipTime());
        to.setSeq(from.seq());
        to.setAru(from.aru());
        to.setAruLastId(from.aruLastId());
        to.setFlowControl(from.flowControl());
        to.setConfHash(from.confHash());
    }

    private int recodeData(ByteBuf packet, int length, ByteBuf copy, Endian target) {
        data.wrap(packet, 0, length);
        newData.wrapNew(copy, 0, target, data.service());
        newData.setRouted(data.isRouted());
        copyHeader(data, newData);
        fragments.reset(data);
        while (fragments.next()) {
            newData.appendFragment(fragments.index(), fragments.buffer(), fragments.offset(), fragments.lengthBytes());
        }
        return newData.lengthBytes();
    }

    private int recodeBare(ByteBuf packet, int length, ByteBuf copy, Endian target, int typeBits) {
        header.wrap(packet, 0, length);
        newHeader.wrapNew(copy, 0, target, typeBits);
        copyHeader(header, newHeader);
        return newHeader.lengthBytes();
    }

    private int recodeAlive(ByteBuf packet, int length, ByteBuf copy, Endian target) {
        AlivePacket alive = new AlivePacket();
        alive.wrap(packet, 0, length);
        int[] members = new int[alive.numMembers()];
        for (int i = 0; i < members.length; i++) {
            members[i] = alive.memberId(i);
        }
        AlivePacket newAlive = new AlivePacket();
        newAlive.wrapNew(copy, 0, target, members, members.length);
        copyIds(alive, newAlive);
        return newAlive.lengthBytes();
    }

    private int recodeJoin(ByteBuf packet, int length, ByteBuf copy, Endian target) {
        JoinPacket join = new JoinPacket();
        join.wrap(packet, 0, length);
        int[] members = new int[join.numMembers()];
        for (int i = 0; i < members.length; i++) {
            members[i] = join.memberId(i);
        }
        JoinPacket newJoin = new JoinPacket();
        newJoin.wrapNew(copy, 0, target, members, members.length, join.reps());
        copyIds(join, newJoin);
        return newJoin.lengthBytes();
    }

    private int recodeRefer(ByteBuf packet, int length, ByteBuf copy, Endian target) {
        ReferPacket refer = new ReferPacket();
        refer.wrap(packet, 0, length);
        ReferPacket newRefer = new ReferPacket();
        newRefer.wrapNew(copy, 0, target, refer.referredId(), refer.referredType());
        copyIds(refer, newRefer);
        return newRefer.lengthBytes();
    }

    private int recodePartition(ByteBuf packet, int length, ByteBuf copy, Endian target) {
        PartitionRequest request = new PartitionRequest();
        request.wrap(packet, 0, length);
        PartitionRequest newRequest = new PartitionRequest();
        newRequest.wrapNew(copy, 0, target);
        copyHeader(request, newRequest);
        for (int i = 0; i < Math.min(request.numEntries(), PartitionRequest.ENTRIES_SENT); i++) {
            newRequest.setComponent(i, request.component(i));
        }
        return newRequest.lengthBytes();
    }

    private int recodeFlowControl(ByteBuf packet, int length, ByteBuf copy, Endian target) {
        FlowControlRequest request = new FlowControlRequest();
        request.wrap(packet, 0, length);
        FlowControlRequest newRequest = new FlowControlRequest();
        newRequest.wrapNew(copy, 0, target);
        copyHeader(request, newRequest);
        int pairs = Math.min(request.dataLen() / FlowControlRequest.PAIR_BYTES, FlowControlRequest.PAIRS_SENT);
        for (int i = 0; i < pairs; i++) {
            newRequest.setPersonalWindow(i, request.personalWindow(i));
            newRequest.setAcceleratedWindow(i, request.acceleratedWindow(i));
        }
        return newRequest.lengthBytes();
    }

    private int recodeStatusReply(ByteBuf packet, int length, ByteBuf copy, Endian target) {
        StatusReply reply = new StatusReply();
        reply.wrap(packet, 0, length);
        StatusReply newReply = new StatusReply();
        newReply.wrapNew(copy, 0, target);
        newReply.setProcId(reply.procId());
        for (StatusReply.Field field : StatusReply.Field.values()) {
            newReply.set(field, reply.get(field));
        }
        return newReply.lengthBytes();
    }

    private int recodeToken(ByteBuf packet, int length, ByteBuf copy, Endian target) {
        token.wrap(packet, 0, length);
        newToken.wrapNew(copy, 0, target);
        copyHeader(token, newToken);
        newToken.setArq(token.arq());
        newToken.setRetrans(token.retrans());
        for (boolean more = token.firstRequest(block); more; more = token.nextRequest(block)) {
            newToken.appendRequest(
                    newBlock, block.membershipProcId(), block.membershipTime(), block.procId(), block.segmentIndex());
            for (int i = 0; i < block.numSeq(); i++) {
                newToken.appendSeq(newBlock, block.seq(i));
            }
        }
        return newToken.lengthBytes();
    }

    private static int recodeForm1(ByteBuf packet, int length, ByteBuf copy, Endian target) {
        Form1Token form = new Form1Token();
        form.wrap(packet, 0, length);
        Form1Token newForm = new Form1Token();
        newForm.wrapNew(
                copy,
                0,
                target,
                form.memberIds(),
                form.numMembers(),
                form.numPending(),
                form.reps(),
                form.repIndex(),
                form.rings());
        copyHeader(form, newForm);
        return newForm.lengthBytes();
    }

    private static int recodeForm2(ByteBuf packet, int length, ByteBuf copy, Endian target) {
        Form2Token form = new Form2Token();
        form.wrap(packet, 0, length);
        Form2Token newForm = new Form2Token();
        newForm.wrapNew(
                copy,
                0,
                target,
                form.memberIds(),
                form.numMembers(),
                form.numPending(),
                form.ringProcId(),
                form.ringTime(),
                form.rings());
        copyHeader(form, newForm);
        return newForm.lengthBytes();
    }
}
