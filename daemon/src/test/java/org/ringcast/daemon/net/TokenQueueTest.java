package org.ringcast.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenQueueTest {
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    private final TokenQueue queue = new TokenQueue(2);
    private final List<ByteBuf> made = new ArrayList<>();

    private DatagramPacket token(int number, int bytes) {
        ByteBuf content = Unpooled.buffer(bytes).writeInt(number).writeZero(bytes - Integer.BYTES);
        made.add(content);
        return new DatagramPacket(content, ANYWHERE);
    }

    private List<Integer> takeAll() {
        List<Integer> numbers = new ArrayList<>();
        for (DatagramPacket token = queue.poll(); token != null; token = queue.poll()) {
            numbers.add(token.content().getInt(0));
            token.release();
        }
        assertThat(queue.size()).isZero();
        assertThat(made).as("all memory is given back").allMatch(content -> content.refCnt() == 0);
        return numbers;
    }

    @Test
    void sendersTakeTurnsAndEachKeepsItsOrder() {
        for (int i = 0; i < 4; i++) {
            queue.add(1, token(10 + i, 40));
        }
        queue.add(-1, token(1, 40));
        queue.add(2, token(20, 40));
        queue.add(2, token(21, 40));
        assertThat(queue.size()).isEqualTo(7);
        assertThat(takeAll()).containsExactly(1, 10, 20, 11, 21, 12, 13);
        assertThat(queue.poll()).isNull();
    }

    @Test
    void defect_aFloodOfOneAddressPushesOutTheTokenOfAnother() {
        queue.add(0, token(7, 40));
        int dropped = 0;
        for (int i = 0; i < 5000; i++) {
            dropped += queue.add(-1, token(1000 + i, 40));
        }
        assertThat(dropped).isEqualTo(5000 - TokenQueue.MAX_PER_SOURCE);
        assertThat(queue.size()).isEqualTo(TokenQueue.MAX_PER_SOURCE + 1);
        List<Integer> taken = takeAll();
        assertThat(taken.indexOf(7)).as("its turn is the second one").isEqualTo(1);
        assertThat(taken).as("the newest of the flood").endsWith(5999);
    }

    @Test
    void defect_longTokensTakeAllMemory() {
        queue.add(0, token(7, 40));
        int dropped = 0;
        for (int i = 0; i < 256; i++) {
            dropped += queue.add(1, token(i, 65_507));
            dropped += queue.add(2, token(i, 65_507));
        }
        assertThat(queue.size() * 65_507L).isLessThan(TokenQueue.MAX_BYTES + 65_507);
        assertThat(dropped).isEqualTo(513 - queue.size());
        assertThat(takeAll()).startsWith(7);
    }

    @Test
    void whatIsLeftIsGivenBack() {
        queue.add(0, token(1, 40));
        queue.add(1, token(2, 40));
        queue.clear();
        assertThat(takeAll()).isEmpty();
    }
}
