package org.ringcast.harness.sim.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ringcast.harness.sim.SimCluster;
import org.ringcast.harness.sim.SimConfig;

/** What the swarm demands of a cluster at rest. */
final class WatchTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final Watch watch = new Watch(true);
    private final SimCluster cluster =
            SimCluster.of(SimConfig.segments(3)).observer(watch).build().startAll();

    @Test
    void aRingAtRestMayLookForStrangers() {
        cluster.runUntil(cluster::isOneRing, 3 * SECOND_NS);
        watch.ringsAtRest(true);
        cluster.runFor(32 * SECOND_NS);
        cluster.letLookupEnd();
        assertThat(watch.violations()).isEmpty();
    }

    @Test
    void aRingAtRestMayNotBreak() {
        cluster.runUntil(cluster::isOneRing, 3 * SECOND_NS);
        watch.ringsAtRest(true);
        cluster.daemon(1).kill();
        cluster.runFor(2 * SECOND_NS);
        assertThat(watch.violations()).isNotEmpty().first().asString().contains("at rest: TOKEN_TIMEOUT");
    }
}
