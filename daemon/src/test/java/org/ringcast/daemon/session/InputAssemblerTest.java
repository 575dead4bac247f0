package org.ringcast.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Items of one length byte and that many bytes, cut out of a stream in any pieces. */
final class InputAssemblerTest {
    private final List<String> taken = new ArrayList<>();
    private final List<ByteBuf> pieces = new ArrayList<>();
    private boolean open = true;
    private boolean stop;
    private int largestCapacity;

    private final ByteBufAllocator allocator = new AbstractByteBufAllocator(false) {
        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            ByteBuf buffer = Unpooled.buffer(initialCapacity, maxCapacity);
            pieces.add(buffer);
            return buffer;
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            return newHeapBuffer(initialCapacity, maxCapacity);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    };

    private final InputAssembler assembler = new InputAssembler(allocator, new ItemReader() {
        @Override
        public boolean mayTake() {
            return open;
        }

        @Override
        public int itemBytes(ByteBuf head) {
            largestCapacity = Math.max(largestCapacity, head.capacity());
            if (stop) {
                return STOP;
            }
            return head.readableBytes() < 4 ? 4 : 4 + head.getInt(head.readerIndex());
        }

        @Override
        public void take(ByteBuf item) {
            taken.add(item.toString(item.readerIndex() + 4, item.readableBytes() - 4, StandardCharsets.US_ASCII));
            // What a reader does to the indexes of what it was lent is its own affair.
            item.skipBytes(item.readableBytes() / 2);
            open = !taken.get(taken.size() - 1).equals("pause");
        }
    });

    @AfterEach
    void everythingIsReleased() {
        assembler.release();
        assertThat(pieces).allMatch(piece -> piece.refCnt() == 0);
    }

    private void feed(ByteBuf piece) {
        pieces.add(piece);
        assembler.onBytes(piece);
    }

    private static ByteBuf stream(String... items) {
        ByteBuf stream = Unpooled.buffer();
        for (String item : items) {
            stream.writeInt(item.length()).writeCharSequence(item, StandardCharsets.US_ASCII);
        }
        return stream;
    }

    @Test
    void anyPieces() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            List<String> items = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                items.add("x".repeat(random.nextInt(600)));
            }
            taken.clear();
            ByteBuf stream = stream(items.toArray(new String[0]));
            while (stream.isReadable()) {
                feed(Unpooled.copiedBuffer(
                        stream.readSlice(Math.min(stream.readableBytes(), 1 + random.nextInt(900)))));
            }
            stream.release();
            assertThat(taken).isEqualTo(items);
            assertThat(assembler.isInsideItem()).isFalse();
        }
    }

    @Test
    void wholeItemsInOnePieceAreNotCopied() {
        feed(stream("a", "", "bcd"));
        assertThat(taken).containsExactly("a", "", "bcd");
        assertThat(pieces).as("no buffer but the piece itself").hasSize(1);
    }

    @Test
    void announcedLengthIsNotAllocatedBeforeItCame() {
        feed(Unpooled.buffer().writeInt(100_000_000).writeZero(10));
        feed(Unpooled.buffer().writeZero(1000));
        assertThat(assembler.isInsideItem()).isTrue();
        assertThat(largestCapacity).isLessThan(4096);
    }

    @Test
    void pausedBetweenItemsOfOnePiece() {
        feed(stream("a", "pause", "b"));
        assertThat(taken).containsExactly("a", "pause");
        assertThat(assembler.hasBacklog()).isTrue();
        feed(stream("c"));
        feed(stream("pause", "d"));
        assembler.resume();
        assertThat(taken).as("still closed").hasSize(2);
        open = true;
        assembler.resume();
        assertThat(taken).containsExactly("a", "pause", "b", "c", "pause");
        open = true;
        assembler.resume();
        assertThat(taken).endsWith("pause", "d");
        assertThat(assembler.hasBacklog()).isFalse();
    }

    @Test
    void stopDropsTheRest() {
        ByteBuf half = stream("half of this");
        half.writerIndex(half.writerIndex() - 4);
        feed(half);
        stop = true;
        feed(stream("a", "b"));
        assertThat(taken).isEmpty();
        assertThat(assembler.isInsideItem()).isFalse();
    }
}
