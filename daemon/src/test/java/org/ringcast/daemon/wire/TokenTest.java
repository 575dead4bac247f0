package org.ringcast.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The regular token: what is encoded is read again, in both byte orders, and sits at the bytes it should. */
final class TokenTest {
    private final ByteBuf buffer = Unpooled.buffer(2048);
    private final Token token = new Token();
    private final RequestBlock block = new RequestBlock();

    @ParameterizedTest
    @EnumSource(Endian.class)
    void requestsAreReadAsWritten(Endian endian) {
        token.wrapNew(buffer, 7, endian);
        token.setTransmitterId(0x5c8d7aef);
        token.setProcId(0x5c8d7aef);
        token.setMembership(0x14c565a0, 1795177250);
        token.setSeq(11);
        token.setAru(7);
        token.setAruLastId(0xef46226e);
        token.setFlowControl(-2);
        token.setConfHash(0xd4b2ab26);
        token.setArq(15);
        token.setRetrans(1);
        token.appendRequest(block, 1, 2, 3, 0);
        token.appendSeq(block, 8);
        token.appendSeq(block, 9);
        token.appendRequest(block, 4, 5, WireLimits.NOBODY_IN_PARTICULAR, WireLimits.NOBODY_IN_PARTICULAR);
        token.appendSeq(block, 10);

        assertThat(token.lengthBytes()).isEqualTo(40 + 24 + 20);
        assertThat(Token.validate(ProtocolLevel.LEVEL_4, buffer, 7, token.lengthBytes()))
                .isEqualTo(Verdict.OK);

        Token read = new Token();
        read.wrap(buffer, 7, token.lengthBytes());
        assertThat(read.endian()).isEqualTo(endian);
        assertThat(read.type()).isEqualTo(0x001f0000 | endian.mark());
        assertThat(read.flowControl()).isEqualTo(-2);
        assertThat(read.rtrLen()).isEqualTo(44);
        assertThat(read.firstRequest(block)).isTrue();
        assertThat(block.numSeq()).isEqualTo(2);
        assertThat(block.seq(1)).isEqualTo(9);
        assertThat(block.procId()).isEqualTo(3);
        assertThat(read.nextRequest(block)).isTrue();
        assertThat(block.procId()).isEqualTo(-1);
        assertThat(block.segmentIndex()).isEqualTo(-1);
        assertThat(block.seq(0)).isEqualTo(10);
        assertThat(read.nextRequest(block)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Endian.class)
    void copiedRequestsAreInTheOrderOfTheToken(Endian source) {
        token.wrapNew(buffer, 0, source);
        token.appendRequest(block, 0x01020304, 0x05060708, 0x0a0b0c0d, 3);
        token.appendSeq(block, 0x11121314);

        Token copy = new Token();
        copy.wrapNew(buffer, 1000, Endian.LITTLE);
        assertThat(token.firstRequest(block)).isTrue();
        copy.appendCopy(block);

        byte[] bytes = new byte[20];
        buffer.getBytes(1040, bytes);
        assertThat(bytes)
                .containsExactly(4, 3, 2, 1, 8, 7, 6, 5, 0x0d, 0x0c, 0x0b, 0x0a, 3, 0, 1, 0, 0x14, 0x13, 0x12, 0x11);
        assertThat(copy.lengthBytes()).isEqualTo(60);
    }
}
