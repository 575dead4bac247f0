package org.ringcast.daemon.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.ring.RingFixture.Sent;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.Token;

/**
 * A daemon of which packets of another one do not arrive, and whose requests this daemon never sees: d1 answers them, in vain.
 * Each millisecond the token comes once, and d1 has made a packet before.
 */
final class UnaskedRepairsTest {
    private static final int SELF = 1;
    private static final int STUCK = 2;

    private final RingFixture ring = new RingFixture(SELF, 3);
    private int round;
    private int seq;
    /** What d3 has without a gap. */
    private int has;

    private boolean pathWorks;
    private final List<Integer> handedOn = new ArrayList<>();

    /** One rotation; d3 gets what d2 sends it, and d1's packets when the path works. Returns what d2 sent d3. */
    private int rotation(int newPackets) {
        for (int i = 0; i < newPackets; i++) {
            seq++;
            ring.feed(0, seq, PacketType.AGREED);
            if (pathWorks && has == seq - 1) {
                has = seq;
            }
        }
        if (pathWorks) {
            has = seq;
        }
        round++;
        Token token = ring.token(round & 15, seq, Math.min(has, seq));
        token.setAruLastId(RingFixture.id(STUCK));
        ring.visit(token);
        int sent = 0;
        for (Sent datagram : ring.sent) {
            if (datagram.isData()) {
                DataPacket packet = datagram.asData();
                assertThat(datagram.to()).isEqualTo(STUCK);
                handedOn.add(packet.seq());
                has = Math.max(has, packet.seq() == has + 1 ? packet.seq() : has);
                sent++;
            }
        }
        return sent;
    }

    @Test
    void defect20_1_whatHelpedOnceIsDoneAtOnceFromThenOn() {
        try (ring) {
            for (int i = 0; i < 100; i++) {
                rotation(1);
            }
            for (int i = 0; i < 300; i++) {
                rotation(0);
            }
            int before = has;
            assertThat(before).as("eight at first, then all there are").isEqualTo(100);
            // A thousand packets a second, for five seconds: d3 is never far behind.
            int furthest = 0;
            for (int i = 0; i < 5000; i++) {
                rotation(1);
                furthest = Math.max(furthest, seq - has);
            }
            assertThat(has).isGreaterThan(before + 4900);
            assertThat(furthest)
                    .as("packets behind, when this daemon looks whether it is still needed")
                    .isLessThan(20);
            assertThat(handedOn).as("each packet once but for those few").hasSizeLessThan(5200);
            assertThat(ring.lines)
                    .singleElement()
                    .asString()
                    .contains("d3 cannot be reached from d1")
                    .endsWith("they are handed on from here");
            assertThat(ring.count(CounterId.RETRANS_REPAIRS)).isEqualTo(handedOn.size());
        }
    }

    @Test
    void defect20_1_itStopsWhenThePathWorksAgain() {
        try (ring) {
            for (int i = 0; i < 2500; i++) {
                rotation(1);
            }
            pathWorks = true;
            handedOn.clear();
            for (int i = 0; i < 9000; i++) {
                rotation(1);
            }
            assertThat(handedOn).as("until the end of the lease").hasSizeLessThan(2100);
            assertThat(ring.lines).hasSize(2);
            assertThat(ring.lines.get(1)).startsWith("Ring no longer stuck: \"d3 cannot be reached from d1");
            handedOn.clear();
            pathWorks = false;
            for (int i = 0; i < 150; i++) {
                rotation(1);
            }
            assertThat(handedOn).as("forgotten: it begins with a stall").isEmpty();
        }
    }

    @Test
    void defect20_12_notMoreThanTheLimitOfASecond() {
        try (ring) {
            int[] sentAt = new int[4000];
            for (int i = 0; i < sentAt.length; i++) {
                sentAt[i] = rotation(seq - has < 1500 ? 10 : 0);
            }
            int inSecond = 0;
            for (int i = 0; i < sentAt.length; i++) {
                inSecond += sentAt[i] - (i >= 1000 ? sentAt[i - 1000] : 0);
                assertThat(inSecond).isLessThanOrEqualTo(RepairCap.MAX_PER_SECOND);
                assertThat(sentAt[i]).isLessThanOrEqualTo(UnaskedRepairs.MAX_RELAYED_PER_VISIT);
            }
            assertThat(has).as("and not much less").isGreaterThan(10_000);
        }
    }
}
