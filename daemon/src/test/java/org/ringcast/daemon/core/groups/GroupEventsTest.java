package org.ringcast.daemon.core.groups;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Joins, leaves and ends of clients in normal operation. */
final class GroupEventsTest {
    @Test
    void loneDaemonStartsInNormalOperation() {
        PerfectRing ring = new PerfectRing("d1");

        assertThat(ring.daemon("d1").layer().state()).isEqualTo(GroupState.GOP);
        assertThat(ring.daemon("d1").threshold()).isEqualTo(org.ringcast.daemon.core.RingServices.Threshold.UNRELIABLE);
    }

    @Test
    void joinsAreToldToAllMembersInConfigurationAndNameOrder() {
        PerfectRing ring = PerfectRing.joined("d1", "d2");
        TestClient b = ring.connect("d2", "b");
        TestClient z = ring.connect("d1", "z");
        TestClient a = ring.connect("d1", "a");
        b.join("g");
        ring.settle();
        z.join("g");
        ring.settle();
        a.join("g");
        ring.settle();

        assertThat(b.lines())
                .containsExactly("JOIN g (R,1) [b] by b", "JOIN g (R,2) [z b] by z", "JOIN g (R,3) [a z b] by a");
        assertThat(z.lines()).containsExactly("JOIN g (R,2) [z b] by z", "JOIN g (R,3) [a z b] by a");
        assertThat(a.lines()).containsExactly("JOIN g (R,3) [a z b] by a");
    }
}
