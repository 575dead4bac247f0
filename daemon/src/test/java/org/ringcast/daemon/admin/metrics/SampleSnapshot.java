package org.ringcast.daemon.admin.metrics;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.StuckEpisode;
import org.ringcast.daemon.observe.RingStatistics;
import org.ringcast.daemon.observe.TokenRotation;
import org.ringcast.daemon.wire.StatusReply.Field;

/** A snapshot with a different number everywhere, so that none can be taken for another. */
public final class SampleSnapshot {
    private SampleSnapshot() {}

    /** Of a daemon in state OP and GOP. */
    public static DaemonSnapshot ready() {
        return with(1, 1, true, true);
    }

    /**
     * One in these states.
     *
     * @param state numbers as in the status report
     */
    public static DaemonSnapshot with(long state, long groupsState, boolean ringWorks, boolean acceptsClients) {
        Map<Field, Long> status = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            status.put(field, 1_000L + field.packetOffset());
        }
        status.put(Field.STATE, state);
        status.put(Field.GSTATE, groupsState);
        status.put(Field.HIGHEST_SEQ, 500L);
        status.put(Field.MY_ARU, 450L);
        status.put(Field.ARU, 300L);
        Map<String, Long> counters = new LinkedHashMap<>();
        long next = 1;
        for (Catalogue.Counter counter : Catalogue.counters()) {
            counters.put(counter.key(), next++);
        }
        long[] times = new long[TokenRotation.bounds().length + 1];
        times[3] = 7;
        times[times.length - 1] = 2;
        return new DaemonSnapshot(
                1_795_000_000_123L,
                1_500_000,
                -2,
                new DaemonSnapshot.Identity("d1", 7, "1.2.3", "5.0.1", 5),
                status,
                counters,
                ringWorks,
                acceptsClients,
                new MembershipId(-1_000, 1_795_000_000),
                new TokenRotation.Times(times, 9_000_000_000L, 8_000_000_000L),
                List.of(
                        new DaemonSnapshot.Peer(
                                "d1", 7, 0, "10.0.0.1", true, true, 0.5, new RingStatistics.Peer(1, 0, 0, 0)),
                        new DaemonSnapshot.Peer(
                                "d2", -1_000, 0, "10.0.0.2", false, true, 1.25, new RingStatistics.Peer(1, 20, 2, 4)),
                        new DaemonSnapshot.Peer(
                                "d3", 9, 1, "10.0.1.1", false, false, -1, new RingStatistics.Peer(0, 0, 0, 0))),
                11,
                List.of(new RingStatistics.Change(
                        1_795_000_000_000L, new MembershipId(-1_000, 1_795_000_000), List.of("d1", "d2"))),
                new DaemonSnapshot.Sessions(
                        3,
                        4,
                        12,
                        3_400,
                        List.of(
                                new DaemonSnapshot.Client(
                                        "#a\"b\\c\u00e9<#d1", 5, "10.0.0.9", 12, 3_400, 20, 9_000, 1, 2.5),
                                new DaemonSnapshot.Client("#idle#d1", 6, "local", 0, 0, 3, 100, 0, 0))),
                13,
                0,
                List.of(
                        new DaemonSnapshot.Stuck(new StuckEpisode("d2", "", "[10.0.0.2]:4803", 77, 1, 5, 9), 100, 2.5),
                        new DaemonSnapshot.Stuck(
                                new StuckEpisode("d2", "d3", "[10.0.0.2]:4803", 78, 1, 5, -1), 10, 10)),
                List.of(new DaemonSnapshot.Stranger("[10.0.0.8]:4803", -3, 12, "")));
    }
}
