package org.ringcast.daemon.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.Topology;

/** Which datagrams of other configurations are told, and what is remembered of them. */
final class ForeignPeersTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int LOCAL = 100;

    private final Topology topology = new Topology(
            IntStream.range(0, 3)
                    .mapToObj(i -> new Topology.Daemon("d" + (i + 1), 1001 + i, 0, i))
                    .toList(),
            1,
            0);
    private final ForeignPeers peers = new ForeignPeers(topology, LOCAL);
    private final List<String> lines = new ArrayList<>();

    private void hear(int addressKey, int hash, int transmitterId, long nowNs) {
        if (peers.isDue(addressKey, hash, transmitterId, nowNs)) {
            String source = "[10.0.0." + addressKey + "]:4803 on channel 7";
            lines.add(peers.line("Net_recv: ignoring msg", addressKey, hash, transmitterId, source, nowNs));
        }
    }

    @Test
    void onceAMinuteForEachPeerWithWhatWasKeptBack() {
        for (int i = 0; i < 120; i++) {
            hear(1, 200, 1002, i * SECOND_NS);
            hear(2, 200, 1003, i * SECOND_NS);
        }
        assertThat(lines)
                .containsExactly(
                        "Net_recv: ignoring msg from different spread configuration; hash (200) != local hash (100);"
                                + " from [10.0.0.1]:4803 on channel 7; configured here as d2",
                        "Net_recv: ignoring msg from different spread configuration; hash (200) != local hash (100);"
                                + " from [10.0.0.2]:4803 on channel 7; configured here as d3",
                        "Net_recv: ignoring msg from different spread configuration; hash (200) != local hash (100);"
                                + " from [10.0.0.1]:4803 on channel 7; configured here as d2; 59 more since the last"
                                + " such line",
                        "Net_recv: ignoring msg from different spread configuration; hash (200) != local hash (100);"
                                + " from [10.0.0.2]:4803 on channel 7; configured here as d3; 59 more since the last"
                                + " such line");
        assertThat(peers.datagrams()).isEqualTo(240);
        assertThat(peers.list())
                .containsExactly(
                        new ForeignPeer(1, "[10.0.0.1]:4803", 1002, 200, 120, 0, 119 * SECOND_NS, ""),
                        new ForeignPeer(2, "[10.0.0.2]:4803", 1003, 200, 120, 0, 119 * SECOND_NS, ""));
    }

    @Test
    void theLikelyReasonIsTold() {
        peers.explainWith(List.of(
                new ForeignPeers.Explanation(200, "this file, accelerated"),
                new ForeignPeers.Explanation(300, "this file at level 4")));
        hear(1, 200, 1002, 0);
        assertThat(lines).hasSize(1).first().asString().endsWith("; that is the hash of this file, accelerated");
        assertThat(peers.list().get(0).explanation()).isEqualTo("this file, accelerated");
    }

    @Test
    void anotherHashIsToldSoonerButNotEachTime() {
        hear(1, 200, 1002, 0);
        hear(1, 201, 1002, SECOND_NS);
        assertThat(lines).hasSize(1);
        hear(1, 201, 1002, 11 * SECOND_NS);
        assertThat(lines).hasSize(2).last().asString().contains("hash (201)");
        hear(1, 201, 1002, 30 * SECOND_NS);
        assertThat(lines).hasSize(2);
    }

    @Test
    void forgedSendersFillNeitherTheTableNorTheLogNorHideAConfiguredDaemon() {
        for (int i = 0; i < 10_000; i++) {
            hear(-1, i, 5000 + i, i * SECOND_NS / 1000);
        }
        assertThat(lines).hasSize(ForeignPeers.STRANGER_LINES);
        assertThat(peers.list()).hasSize(ForeignPeers.STRANGERS);
        assertThat(peers.unplacedDatagrams()).isEqualTo(10_000 - ForeignPeers.STRANGERS);
        hear(2, 200, 1003, 10 * SECOND_NS);
        assertThat(lines)
                .hasSize(ForeignPeers.STRANGER_LINES + 1)
                .last()
                .asString()
                .contains("configured here as d3");
        assertThat(peers.list().get(0).daemonIndex()).isEqualTo(2);
        // Their places are free when they have been silent for a minute.
        hear(-1, 77, 7777, 80 * SECOND_NS);
        assertThat(peers.list()).hasSize(ForeignPeers.STRANGERS + 1).anyMatch(peer -> peer.hash() == 77);
    }

    @Test
    void daemonsThatShareAnAddressAreToldApartByTheirIds() {
        Topology shared = new Topology(
                List.of(
                        new Topology.Daemon("a", 1, 0, 0),
                        new Topology.Daemon("b", 2, 0, 0),
                        new Topology.Daemon("c", 3, 0, 0)),
                1,
                0);
        ForeignPeers table = new ForeignPeers(shared, LOCAL);
        table.isDue(0, 200, 3, 0);
        table.isDue(0, 200, 2, 0);
        table.isDue(0, 200, 99, 0);
        assertThat(table.list()).extracting(ForeignPeer::daemonIndex).containsExactly(0, 1, 2);
    }
}
