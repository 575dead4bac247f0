package org.ringcast.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringcast.daemon.session.EmbeddedRig.feed;
import static org.ringcast.daemon.session.EmbeddedRig.received;
import static org.ringcast.daemon.session.EmbeddedRig.writes;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames from the core's queue to the channel. */
final class OutputDrainTest {
    private final EmbeddedRig rig = new EmbeddedRig();

    @AfterEach
    void nothingIsLeft() {
        rig.close();
    }

    private static byte[] message(int bodyBytes) {
        return ClientBytes.message("alice", "#alice#d1", new byte[bodyBytes]);
    }

    private static String hex(byte[]... parts) {
        return HexFormat.of().formatHex(ClientBytes.concat(parts));
    }

    @Test
    void smallFramesOfOneCycleAreOneWrite() {
        EmbeddedChannel client = rig.session("alice");
        feed(client, ClientBytes.concat(message(1), message(2), message(3)));
        rig.cycle();
        assertThat(writes(client)).containsExactly(hex(message(1), message(2), message(3)));
    }

    @Test
    void nothingIsWrittenBeforeTheEndOfTheCycle() {
        EmbeddedChannel client = rig.session("alice");
        feed(client, message(1));
        rig.ring.turn();
        assertThat(received(client)).isEmpty();
        rig.io();
        assertThat(received(client)).isEqualTo(hex(message(1)));
    }

    @Test
    void orderIsKeptAcrossSmallAndLargeFrames() {
        EmbeddedChannel client = rig.session("alice");
        byte[][] messages = {
            message(10), message(4000), message(100_000), message(1), message(2), message(5000), message(3)
        };
        for (byte[] message : messages) {
            feed(client, message);
        }
        rig.cycle();
        assertThat(received(client)).isEqualTo(hex(messages));
    }

    @Test
    void manySmallFramesMakePiecesOfBoundedSize() {
        EmbeddedChannel client = rig.session("alice");
        for (int i = 0; i < 100; i++) {
            feed(client, message(1000));
        }
        rig.cycle();
        List<String> writes = writes(client);
        assertThat(writes).hasSizeBetween(4, 8).allMatch(write -> write.length() <= 2 * (32 << 10));
        assertThat(String.join("", writes)).hasSize(2 * 100 * message(1000).length);
    }

    @Test
    void largeFrameIsSharedByItsReceivers() {
        EmbeddedChannel alice = rig.session("alice");
        EmbeddedChannel bob = rig.session("bob");
        feed(alice, ClientBytes.frame(ClientBytes.FIFO, "alice", List.of("#alice#d1", "#bob#d1"), new byte[10_000]));
        rig.cycle();
        ByteBuf toAlice = alice.readOutbound();
        ByteBuf toBob = bob.readOutbound();
        assertThat(toAlice.memoryAddress()).isEqualTo(toBob.memoryAddress());
        toAlice.skipBytes(100);
        assertThat(toBob.readableBytes())
                .as("indexes are each receiver's own")
                .isEqualTo(toAlice.readableBytes() + 100);
        assertThat(toAlice.release()).isFalse();
        assertThat(toBob.release()).isTrue();
    }

    @Test
    void nothingIsWrittenToAKilledSession() {
        EmbeddedChannel client = rig.session("alice");
        feed(client, ClientBytes.concat(message(1), ClientBytes.kill("alice")));
        rig.cycle();
        assertThat(received(client)).isEmpty();
    }

    @Test
    void takenBytesAreReported() {
        EmbeddedChannel client = rig.session("alice");
        feed(client, ClientBytes.concat(message(1), message(2)));
        feed(client, message(100_000));
        rig.cycle();
        assertThat(rig.connections.counter(SessionCounter.BYTES_OUT))
                .as("small ones; an embedded channel makes no progress within a write")
                .isGreaterThanOrEqualTo(message(1).length + message(2).length);
        received(client);
    }
}
