package org.ringcast.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One sample of each kind on the token port: its bytes stand where docs/protocol/packets.md says, the flyweight reads them, and
 * the encoder makes the same bytes from the values.
 */
final class GoldenTokenTest {
    private static final int D1 = 0x5c8d7aef;
    private static final int D2 = 0x14c565a0;
    private static final int D3 = 0xef46226e;

    private final ByteBuf out = Unpooled.buffer(WireLimits.MAX_TOKEN_BYTES);

    @Test
    void tokenWithRequest() {
        Sample sample = Sample.load("token")
                .hasAt(TokenHeader.TYPE_OFFSET, "80 00 1f 80")
                .hasAt(TokenHeader.TRANSMITTER_ID_OFFSET, "6e 22 46 ef")
                .hasAt(TokenHeader.PROC_ID_OFFSET, "6e 22 46 ef")
                .hasAt(TokenHeader.MEMBERSHIP_PROC_ID_OFFSET, "ef 7a 8d 5c")
                .hasAt(TokenHeader.MEMBERSHIP_TIME_OFFSET, "22 3b 00 6b")
                .hasAt(TokenHeader.SEQ_OFFSET, "0b 00 00 00")
                .hasAt(TokenHeader.ARU_OFFSET, "07 00 00 00")
                .hasAt(TokenHeader.ARU_LAST_ID_OFFSET, "6e 22 46 ef")
                .hasAt(TokenHeader.FLOW_CONTROL_OFFSET, "06 00")
                .hasAt(TokenHeader.RTR_LEN_OFFSET, "14 00")
                .hasAt(TokenHeader.CONF_HASH_OFFSET, "26 ab b2 d4")
                .hasAt(TokenHeader.BODY_OFFSET + RequestBlock.MEMBERSHIP_PROC_ID_OFFSET, "ef 7a 8d 5c")
                .hasAt(TokenHeader.BODY_OFFSET + RequestBlock.MEMBERSHIP_TIME_OFFSET, "22 3b 00 6b")
                .hasAt(TokenHeader.BODY_OFFSET + RequestBlock.PROC_ID_OFFSET, "6e 22 46 ef")
                .hasAt(TokenHeader.BODY_OFFSET + RequestBlock.SEGMENT_INDEX_OFFSET, "00 00")
                .hasAt(TokenHeader.BODY_OFFSET + RequestBlock.NUM_SEQ_OFFSET, "01 00")
                .hasAt(TokenHeader.BODY_OFFSET + RequestBlock.SEQS_OFFSET, "08 00 00 00");
        assertThat(Token.validate(ProtocolLevel.LEVEL_5, sample.buffer(), 0, sample.length()))
                .isEqualTo(Verdict.OK);
        Token token = new Token();
        token.wrap(sample.buffer(), 0, sample.length());
        assertThat(token.arq()).isEqualTo(15);
        assertThat(token.retrans()).isEqualTo(1);
        assertThat(token.aruLastId()).isEqualTo(D3);
        assertThat(token.flowControl()).isEqualTo(6);

        Token written = new Token();
        RequestBlock block = new RequestBlock();
        written.wrapNew(out, 0, Endian.LITTLE);
        written.setArq(15);
        written.setRetrans(1);
        written.setTransmitterId(D3);
        written.setProcId(D3);
        written.setMembership(D1, 1795177250);
        written.setSeq(11);
        written.setAru(7);
        written.setAruLastId(D3);
        written.setFlowControl(6);
        written.setConfHash(0xd4b2ab26);
        written.appendRequest(block, D1, 1795177250, D3, 0);
        written.appendSeq(block, 8);
        sample.equalsEncoded(written);
    }

    @Test
    void bigEndianToken() {
        Sample sample = Sample.load("token-big-endian")
                .hasAt(TokenHeader.TYPE_OFFSET, "00 01 00 00")
                .hasAt(TokenHeader.ARU_OFFSET, "00 00 0d 05")
                .hasAt(TokenHeader.CONF_HASH_OFFSET, "d4 b2 ab 26");
        assertThat(Token.validate(ProtocolLevel.LEVEL_5, sample.buffer(), 0, sample.length()))
                .isEqualTo(Verdict.OK);
        Token written = new Token();
        written.wrapNew(out, 0, Endian.BIG);
        written.setArq(17); // modulo 16
        written.setTransmitterId(D2);
        written.setProcId(D2);
        written.setMembership(D1, 0x6b0040c1);
        written.setAru(3333);
        written.setAruLastId(D1);
        written.setConfHash(0xd4b2ab26);
        sample.equalsEncoded(written);
    }

    @Test
    void form1() {
        Sample sample = Sample.load("form1")
                .hasAt(TokenHeader.TYPE_OFFSET, "80 10 00 80")
                .hasAt(TokenHeader.SEQ_OFFSET, "5e 0d 00 00")
                .hasAt(TokenHeader.RTR_LEN_OFFSET, "00 03")
                .hasAt(FormToken.NUM_MEMBERS_OFFSET, "01 00")
                .hasAt(FormToken.NUM_PENDING_OFFSET, "01 00")
                .hasAt(FormToken.MEMBERS_OFFSET, "ef 7a 8d 5c a0 65 c5 14")
                .hasAt(Form1Token.NUM_REPS_OFFSET, "01 00")
                .hasAt(Form1Token.REP_INDEX_OFFSET, "01 00")
                .hasAt(Form1Token.REPS_OFFSET, "ef 7a 8d 5c 01 00 00 00")
                .hasAt(Form1Token.NUM_RINGS_OFFSET, "01 00 00 00")
                .hasAt(Form1Token.RINGS_OFFSET, "ef 7a 8d 5c 18 3d 00 6b 00 00 00 00 4a 00 00 00 59 00 00 00")
                .hasAt(Form1Token.RINGS_OFFSET + RingInfo.NUM_HOLES_OFFSET, "03 00 00 00")
                .hasAt(Form1Token.RINGS_OFFSET + RingInfo.NUM_COMMIT_OFFSET, "01 00")
                .hasAt(Form1Token.RINGS_OFFSET + RingInfo.NUM_TRANS_OFFSET, "01 00")
                .hasAt(
                        Form1Token.RINGS_OFFSET + RingInfo.LISTS_OFFSET,
                        "4b 00 00 00 51 00 00 00 57 00 00 00 ef 7a 8d 5c");
        assertThat(Form1Token.NUM_RINGS_OFFSET).isEqualTo(760);
        assertThat(Form1Token.validate(ProtocolLevel.LEVEL_5, sample.buffer(), 0, sample.length()))
                .isEqualTo(Verdict.OK);
        Form1Token form = new Form1Token();
        form.wrap(sample.buffer(), 0, sample.length());
        assertThat(form.numMembers()).isEqualTo(1);
        assertThat(form.numPending()).isEqualTo(1);
        assertThat(form.memberIds()).containsExactly(D1, D2);
        assertThat(form.memberId(1)).isEqualTo(D2);
        assertThat(form.repIndex()).isEqualTo(1);
        Representative rep = new Representative(D1, RepType.SEG_REP, 0);
        assertThat(form.reps()).containsExactly(rep);
        RingInfo ring = new RingInfo(D1, 1795177752, 0, 74, 89, new int[] {75, 81, 87}, new int[] {D1}, 1);
        assertThat(form.rings()).containsExactly(ring);

        form.wrapNew(out, 0, Endian.LITTLE, new int[] {D1, D2}, 1, 1, List.of(rep), 1, List.of(ring));
        form.setTransmitterId(D1);
        form.setProcId(D1);
        form.setMembership(D1, 1795177757);
        form.setSeq(3422);
        form.setConfHash(0xdace464a);
        // The third entry of the member table is left over.
        sample.blank(FormToken.MEMBERS_OFFSET + 8, 4).equalsEncoded(form);
    }

    @Test
    void form2() {
        Sample sample = Sample.load("form2")
                .hasAt(TokenHeader.TYPE_OFFSET, "80 20 00 80")
                .hasAt(FormToken.NUM_MEMBERS_OFFSET, "01 00 01 00")
                .hasAt(Form2Token.RING_PROC_ID_OFFSET, "ef 7a 8d 5c")
                .hasAt(Form2Token.RING_TIME_OFFSET, "1f 3d 00 6b")
                .hasAt(Form2Token.NUM_RINGS_OFFSET, "01 00 00 00")
                .hasAt(Form2Token.RINGS_OFFSET + RingInfo.TRANS_TIME_OFFSET, "1e 3d 00 6b");
        assertThat(Form2Token.NUM_RINGS_OFFSET).isEqualTo(564);
        assertThat(Form2Token.validate(ProtocolLevel.LEVEL_5, sample.buffer(), 0, sample.length()))
                .isEqualTo(Verdict.OK);
        Form2Token form = new Form2Token();
        form.wrap(sample.buffer(), 0, sample.length());
        assertThat(form.ringProcId()).isEqualTo(D1);
        assertThat(form.ringTime()).isEqualTo(1795177759);
        RingInfo ring = new RingInfo(D1, 1795177752, 1795177758, 74, 89, new int[] {75, 81, 87}, new int[] {D1, D2}, 2);
        assertThat(form.rings()).containsExactly(ring);
        assertThat(ring.withTransTime(0))
                .isNotEqualTo(ring)
                .hasToString("RingInfo[(1552775919, 1795177752) transTime=0 aru=74 highestSeq=89 holes=[75, 81, 87]"
                        + " commit=[1552775919, 348480928] trans=2]");

        form.wrapNew(out, 0, Endian.LITTLE, new int[] {D1, D2}, 1, 1, D1, 1795177759, List.of(ring));
        form.setTransmitterId(D1);
        form.setProcId(D1);
        form.setMembership(D1, 1795177757);
        form.setSeq(3422);
        form.setConfHash(0xdace464a);
        sample.blank(FormToken.MEMBERS_OFFSET + 8, 4).equalsEncoded(form);
    }

    @Test
    void check30_3_sizesOfFormTokens() {
        RingInfo bare = new RingInfo(1, 2, 0, 0, 0, new int[0], new int[] {1}, 1);
        RingInfo holes = new RingInfo(1, 2, 0, 0, 9, new int[] {3, 4}, new int[] {1, 2, 3}, 1);
        assertThat(Form1Token.sizeBytes(List.of(bare))).isEqualTo(764 + 28 + 4).isEqualTo(796);
        assertThat(Form1Token.sizeBytes(List.of(bare, holes))).isEqualTo(764 + 28 * 2 + 4 * (2 + 4));
        assertThat(Form2Token.sizeBytes(List.of(bare))).isEqualTo(568 + 28 + 4).isEqualTo(600);
        assertThat(Form2Token.sizeBytes(List.of(bare, holes))).isEqualTo(568 + 28 * 2 + 4 * (2 + 4));
    }

    /** 16 bytes for a block and 4 for each number; what fits is told before anything is written. */
    @Test
    void roomForRequests() {
        Token token = new Token();
        RequestBlock block = new RequestBlock();
        token.wrapNew(out, 0, Endian.LITTLE);
        assertThat(token.roomForSeqs(WireLimits.MAX_PACKET_BYTES)).isEqualTo(354);
        token.appendRequest(block, 1, 2, 3, 4);
        for (int i = 0; i < 354; i++) {
            token.appendSeq(block, i);
        }
        assertThat(token.lengthBytes()).isEqualTo(1472);
        assertThat(token.roomForSeqs(WireLimits.MAX_PACKET_BYTES)).isNegative();
        token.clearRequests();
        assertThat(token.lengthBytes()).isEqualTo(40);
        assertThat(token.firstRequest(block)).isFalse();
        assertThat(Token.validate(ProtocolLevel.LEVEL_5, out, 0, 40)).isEqualTo(Verdict.OK);
    }
}
