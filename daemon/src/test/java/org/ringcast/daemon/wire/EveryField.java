package org.ringcast.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Reads all that a flyweight can tell of a packet that was found good. A field outside the buffer would throw. */
final class EveryField {
    private final DataPacket data = new DataPacket();
    private final PacketHeader header = new PacketHeader();
    private final FragmentCursor fragments = new FragmentCursor();
    private final Token token = new Token();
    private final RequestBlock block = new RequestBlock();
    private final GroupsMessage groups = new GroupsMessage();
    private final GroupsCursor cursor = new GroupsCursor();
    private final ByteBuf copy = Unpooled.buffer(1472, 1472);
    private int sum;

    /** Of all fields read so far, so that no read can be left out by a compiler. */
    int sum() {
        return sum;
    }

    void read(PacketKind kind, ByteBuf buffer, int offset, int length) {
        switch (kind) {
            case DATA -> readData(buffer, offset, length);
            case ALIVE -> {
                AlivePacket alive = new AlivePacket();
                alive.wrap(buffer, offset, length);
                readHeader(alive);
                for (int i = 0; i < alive.numMembers(); i++) {
                    sum += alive.memberId(i);
                }
            }
            case JOIN -> {
                JoinPacket join = new JoinPacket();
                join.wrap(buffer, offset, length);
                readHeader(join);
                for (int i = 0; i < join.numMembers(); i++) {
                    sum += join.memberId(i);
                }
                sum += join.reps().size() + join.repIndex();
                assertThat(join.rep(0).type()).isNotEqualTo(RepType.POTENTIAL);
            }
            case REFER -> {
                ReferPacket refer = new ReferPacket();
                refer.wrap(buffer, offset, length);
                readHeader(refer);
                assertThat(refer.referredType()).isNotEqualTo(RepType.POTENTIAL);
            }
            case PARTITION -> {
                PartitionRequest request = new PartitionRequest();
                request.wrap(buffer, offset, length);
                readHeader(request);
                for (int i = 0; i < request.numEntries(); i++) {
                    sum += request.component(i);
                }
            }
            case FLOW_CONTROL -> {
                FlowControlRequest request = new FlowControlRequest();
                request.wrap(buffer, offset, length);
                readHeader(request);
                // Three daemons are the fewest that a validator of this test was made for.
                for (int i = 0; i < 3; i++) {
                    sum += request.personalWindow(i) + request.acceleratedWindow(i);
                }
                sum += request.window(3) + request.window(128);
            }
            case HURRY, STATUS, RELOAD -> {
                header.wrap(buffer, offset, length);
                readHeader(header);
            }
            case TOKEN -> readToken(buffer, offset, length);
            case FORM1 -> {
                Form1Token form = new Form1Token();
                form.wrap(buffer, offset, length);
                readForm(form);
                sum += form.reps().size() + form.repIndex();
            }
            case FORM2 -> {
                Form2Token form = new Form2Token();
                form.wrap(buffer, offset, length);
                readForm(form);
                sum += form.ringProcId() + form.ringTime();
            }
            case UNKNOWN -> throw new AssertionError("a packet of no known kind was accepted");
        }
    }

    private void readHeader(PacketHeader packet) {
        sum += packet.type() + packet.transmitterId() + packet.procId() + packet.membershipProcId();
        sum += packet.membershipTime() + packet.seq() + packet.tokenRound() + packet.confHash() + packet.dataLen();
        assertThat(packet.lengthBytes()).isEqualTo(40 + packet.dataLen());
    }

    private void readHeader(TokenHeader packet) {
        sum += packet.type() + packet.transmitterId() + packet.procId() + packet.membershipProcId();
        sum += packet.membershipTime() + packet.seq() + packet.aru() + packet.aruLastId() + packet.flowControl();
        sum += packet.confHash();
        assertThat(packet.lengthBytes()).isEqualTo(40 + packet.rtrLen());
    }

    private void readData(ByteBuf buffer, int offset, int length) {
        data.wrap(buffer, offset, length);
        readHeader(data);
        fragments.reset(data);
        int end = 0;
        while (fragments.next()) {
            assertThat(fragments.lengthBytes()).isPositive();
            assertThat(fragments.index()).isNotZero();
            assertThat(fragments.bodyOffset()).isGreaterThanOrEqualTo(end);
            end = fragments.bodyOffset() + fragments.lengthBytes();
            sum += buffer.getByte(fragments.offset() + fragments.lengthBytes() - 1);
        }
        assertThat(end).isEqualTo(data.dataLen());
        for (Endian order : Endian.values()) {
            assertThat(data.copyTo(copy, 0, order)).isEqualTo(length);
            assertThat(DataPacket.validate(ProtocolLevel.LEVEL_4, copy, 0, length))
                    .isEqualTo(Verdict.OK);
        }
    }

    private void readToken(ByteBuf buffer, int offset, int length) {
        token.wrap(buffer, offset, length);
        readHeader(token);
        for (boolean more = token.firstRequest(block); more; more = token.nextRequest(block)) {
            sum += block.membershipProcId() + block.membershipTime() + block.procId() + block.segmentIndex();
            for (int i = 0; i < block.numSeq(); i++) {
                sum += block.seq(i);
            }
            assertThat(block.endOffset()).isLessThanOrEqualTo(offset + length);
        }
    }

    private void readForm(FormToken form) {
        readHeader(form);
        sum += form.memberIds().length;
        assertThat(form.rings()).hasSize(form.numRings());
        for (RingInfo ring : form.rings()) {
            assertThat(ring.numTrans()).isBetween(1, ring.numCommit());
            assertThat(ring.highestSeq()).isGreaterThanOrEqualTo(ring.aru());
        }
    }

    void readStatusReply(ByteBuf buffer, int offset, int length) {
        StatusReply reply = new StatusReply();
        reply.wrap(buffer, offset, length);
        readHeader(reply);
        for (StatusReply.Field field : StatusReply.Field.values()) {
            sum += reply.get(field);
        }
    }

    void readGroups(ByteBuf buffer, int offset, int length) {
        groups.wrap(buffer, offset, length);
        sum += groups.daemonName().length() + groups.ringProcId() + groups.ringTime();
        for (int i = 0; groups.carriesSyncedSet() && i < groups.syncedSetSize(); i++) {
            sum += groups.syncedId(i);
        }
        cursor.reset(groups);
        while (cursor.nextGroup()) {
            assertThat(cursor.groupName().length()).isLessThan(32);
            sum += cursor.groupProcId() + cursor.groupTime() + cursor.groupIndex() + (cursor.isChanged() ? 1 : 0);
            while (cursor.nextDaemon()) {
                sum += cursor.daemonId() + cursor.daemonMembershipProcId() + cursor.daemonMembershipTime();
                for (int i = 0; i < cursor.numMembers(); i++) {
                    assertThat(cursor.member(i).length()).isLessThan(32);
                }
            }
        }
    }
}
