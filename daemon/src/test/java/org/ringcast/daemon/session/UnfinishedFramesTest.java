package org.ringcast.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringcast.daemon.session.EmbeddedRig.feed;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that begin large frames and do not end them. */
class UnfinishedFramesTest {
    private static final int BODY = 100_000;
    private static final long TOTAL_BYTES = 4 << 20;

    private final EmbeddedRig rig = new EmbeddedRig(TOTAL_BYTES);

    @AfterEach
    void end() {
        rig.close();
    }

    private static byte[] frame(String name) {
        return ClientBytes.message(name, "#" + name + "#d1", new byte[BODY]);
    }

    private EmbeddedChannel begin(String name) {
        EmbeddedChannel client = rig.session(name);
        feed(client, Arrays.copyOf(frame(name), BODY));
        return client;
    }

    private long inputBytes() {
        return rig.sessions.memory().inputBytes();
    }

    @Test
    void aFrameTakesNoMoreThanItsOwnLengthWhileItGrows_andNothingWhenItIsComplete() {
        EmbeddedChannel client = rig.session("alice");
        byte[] frame = frame("alice");
        for (int at = 0; at < frame.length - 1; at += 1000) {
            feed(client, Arrays.copyOfRange(frame, at, Math.min(at + 1000, frame.length - 1)));
            assertThat(inputBytes()).isBetween((long) at, (long) frame.length);
        }
        feed(client, new byte[1]);
        assertThat(inputBytes()).isZero();
        rig.cycle();
        assertThat(EmbeddedRig.received(client)).hasSize(2 * frame.length);
    }

    @Test
    void defect_unfinishedFramesUsedUpTheMemory_thoseThatStandStillGo_theLongestFirst() {
        EmbeddedChannel standing = begin("standing");
        EmbeddedChannel moving = begin("moving");
        rig.advance(standing, 1000);
        feed(moving, new byte[10]);
        List<EmbeddedChannel> others = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            others.add(begin("c" + i));
        }
        assertThat(rig.sessions.count()).as("a quarter of the total is passed").isEqualTo(10 + 1);
        rig.cycle();
        assertThat(rig.sessions.count()).isEqualTo(10);
        assertThat(rig.log.all())
                .filteredOn(line -> line.contains("unfinished frame"))
                .singleElement()
                .asString()
                .startsWith(
                        "Sess_read: session standing ( mailbox 1 ) from [127.0.0.1] is disconnected for an unfinished"
                                + " frame: it takes 100080 bytes, nothing of it came for 1.0 s, and all such frames take 110")
                .endsWith(" bytes, of which MaxTotalBytes allows 1048576");
        feed(moving, new byte[frame("moving").length - BODY - 10]);
        rig.cycle();
        assertThat(EmbeddedRig.received(moving)).as("its own message").hasSize(2 * frame("moving").length);
        assertThat(others).hasSize(9);
    }

    @Test
    void framesThatGetOnStayUntilHalfOfTheTotalIsReached() {
        for (int i = 0; i < 20; i++) {
            begin("c" + i);
        }
        assertThat(rig.log.all()).noneMatch(line -> line.contains("unfinished frame"));
        for (int i = 20; i < 60; i++) {
            begin("c" + i);
            assertThat(inputBytes()).isLessThanOrEqualTo(TOTAL_BYTES / 2 + BODY);
        }
        assertThat(rig.log.all()).anyMatch(line -> line.contains("session c0 "));
    }

    @Test
    void whatASessionHeldIsGivenBackWhenItEnds() {
        EmbeddedChannel client = begin("alice");
        assertThat(inputBytes()).isPositive();
        EmbeddedRig.hangUp(client);
        rig.cycle();
        assertThat(inputBytes()).isZero();
        EmbeddedChannel illegal = rig.session("bob");
        byte[] frame = frame("bob");
        frame[0] = 0;
        feed(illegal, Arrays.copyOf(frame, 1000));
        assertThat(inputBytes()).isZero();
    }
}
