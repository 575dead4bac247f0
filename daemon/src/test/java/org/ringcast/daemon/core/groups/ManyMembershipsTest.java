package org.ringcast.daemon.core.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.wire.GroupsWriter;
import org.ringcast.protocol.ServiceType;

/** Groups, members and notifications by the thousand. */
final class ManyMembershipsTest {
    private static final int GROUPS = 10_000;
    private static final int CLIENTS = 100;

    /** Time that the test itself had a core: others may be busy. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** A million memberships: 33 MB of state in 340 messages. */
    @Test
    void check28_tenThousandGroupsOfAHundredMembers() {
        PerfectRing ring = new PerfectRing("d1", "d2");
        TestDaemon d1 = ring.daemon("d1");
        List<byte[]> joins = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            TestClient client = d1.connect("c%02d".formatted(i), false);
            joins.add(client.frame(ServiceType.JOIN, "", "grp-00000"));
        }
        long before = usedHeap();
        for (int group = 0; group < GROUPS; group++) {
            byte[] digits = "%05d".formatted(group).getBytes(StandardCharsets.US_ASCII);
            for (byte[] join : joins) {
                System.arraycopy(digits, 0, join, 48 + 4, digits.length);
                d1.onMessage(0, join);
            }
        }
        long bytesEach = (usedHeap() - before) / (GROUPS * CLIENTS);
        assertThat(d1.layer().groupCount()).isEqualTo(GROUPS);
        assertThat(bytesEach).as("bytes a membership").isLessThan(1024);

        TestClient b = ring.connect("d2", "b");
        b.join("grp-00007");
        ring.settle();
        b.takeFrames();
        long startNs = THREADS.getCurrentThreadCpuTime();
        ring.change("r", "d1 d2");
        long exchangeMillis = (THREADS.getCurrentThreadCpuTime() - startNs) / 1_000_000;

        assertThat(ring.daemon("d2").layer().groupCount()).isEqualTo(GROUPS);
        assertThat(ring.daemon("d2").layer().state()).isEqualTo(GroupState.GOP);
        assertThat(b.takeEvents())
                .singleElement()
                .satisfies(event ->
                        assertThat(((ClientEvent.View) event).members()).hasSize(CLIENTS + 1));
        assertThat(exchangeMillis).as("ms of a core for both daemons").isLessThan(4000);
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** One more would make an entry that fits into no message. */
    @Test
    void defect14_22_oneDaemonHasNoMoreMembersOfAGroupThanTheExchangeCanCarry() {
        assertThat(GroupsWriter.MAX_MEMBERS_PER_ENTRY).isEqualTo(3121);
        PerfectRing ring = new PerfectRing(new TestSettings().maxSessions(4000), "d1", "d2");
        TestDaemon d1 = ring.daemon("d1");
        for (int i = 0; i < 3121; i++) {
            d1.connect("m" + i, false).join("big");
        }
        ring.settle();
        TestClient late = ring.connect("d1", "late");
        late.join("big");
        ring.settle();
        byte[] rejected = late.takeFrames().get(0);
        assertThat(PerfectRing.buffer(rejected).getIntLE(0)).as("REJECT").isEqualTo(0x80400080);
        assertThat(PerfectRing.buffer(rejected).getIntLE(48)).as("of a JOIN").isEqualTo(0x80000180);

        ring.change("r", "d1 d2");
        TestClient there = ring.connect("d2", "there");
        there.join("big");
        ring.settle();
        assertThat(((ClientEvent.View) there.takeEvents().get(0)).members()).hasSize(3122);
    }

    /** Joins that were under way when the group was nearly full: the one too many is ignored where all others are counted. */
    @Test
    void defect14_22_theLimitHoldsWhereTheJoinIsDeliveredToo() {
        PerfectRing ring = new PerfectRing(new TestSettings().maxSessions(4000), "d1", "d2");
        ring.change("R", "d1 d2");
        for (int i = 0; i < 3200; i++) {
            ring.daemon("d1").connect("m" + i, false).join("big");
        }
        ring.settle();
        TestClient there = ring.connect("d2", "there");
        there.join("big");
        ring.settle();
        assertThat(((ClientEvent.View) there.takeEvents().get(0)).members()).hasSize(3122);
        assertThat(ring.daemon("d1").knowledge()).isEqualTo(ring.daemon("d2").knowledge());
    }

    /** What goes to a hundred clients is there once, however long it waits. */
    @Test
    void defect14_23_oneFrameForAllReceivers() {
        PerfectRing ring = PerfectRing.joined("d1");
        TestDaemon d1 = ring.daemon("d1");
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            TestClient client = ring.connect("d1", "c" + i);
            client.join("g");
            ring.settle();
            clients.add(client);
        }
        clients.forEach(client -> client.stalled = true);
        long before = d1.usedBytes();
        clients.get(0).multicast("x".repeat(100_000), "g");
        ring.settle();
        assertThat(d1.usedBytes() - before).as("a message").isBetween(100_000L, 150_000L);
        long withMessage = d1.usedBytes();
        TestClient joiner = ring.connect("d1", "joiner");
        joiner.join("g");
        ring.settle();
        assertThat(d1.usedBytes() - withMessage)
                .as("a notification of 3336 bytes")
                .isBetween(3336L, 5000L);
        clients.forEach(TestClient::drain);
        assertThat(clients).allSatisfy(client -> assertThat(client.takeFrames()).hasSizeGreaterThanOrEqualTo(2));
        assertThat(d1.usedBytes()).isLessThanOrEqualTo(before);
    }
}
