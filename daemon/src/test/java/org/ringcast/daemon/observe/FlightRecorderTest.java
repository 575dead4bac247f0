package org.ringcast.daemon.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.wire.PacketKind;

/** What the flight recorder keeps, and how it reads. */
class FlightRecorderTest {
    private static final long MS = 1_000_000;
    private static final MembershipId RING = new MembershipId(1, 2);

    private final Topology topology =
            new Topology(List.of(new Topology.Daemon("d1", 7, 0, 0), new Topology.Daemon("d2", 8, 0, 1)), 1, 0);
    private final FlightRecorder recorder = new FlightRecorder();

    /** The lines without their times. */
    private List<String> lines() {
        FlightText text = new FlightText(recorder.complete(), topology, Instant.EPOCH, 0);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < text.size(); i++) {
            lines.add(text.line(i).substring(41));
        }
        return lines;
    }

    @Test
    void linesHaveTimeAndDistance() {
        recorder.onTimer(TimerKind.HURRY, 5 * MS);
        String line =
                new FlightText(recorder.complete(), topology, Instant.ofEpochSecond(1_795_000_000), 1_005 * MS).line(0);
        assertThat(line).matches("2026-11-18 \\d\\d:\\d\\d:39\\.000000    -1\\.000000  timer HURRY");
    }

    @Test
    void whatComesOftenIsOneEntry() {
        for (int i = 0; i < 100; i++) {
            recorder.onDatagram(PacketKind.ALIVE, 1, 40, 1 + i);
            recorder.onDrop("drop_duplicate");
        }
        recorder.onDatagram(PacketKind.ALIVE, 1, 44, 11 * MS);
        assertThat(lines())
                .containsExactly(
                        "in  ALIVE from d2, 40 bytes x100",
                        "not used: drop_duplicate x100",
                        "in  ALIVE from d2, 44 bytes");
    }

    @Test
    void tokensAndDataOfTenMillisecondsAreEnteredTogether() {
        for (int i = 1; i <= 40; i++) {
            recorder.onDatagram(PacketKind.TOKEN, 1, 40, i * MS);
            recorder.onStored(1, i, false);
            recorder.onSend(RING, 100 + i, 0);
            recorder.onToken(i == 7 ? 3 * MS : MS, 100 + i, i);
        }
        assertThat(lines())
                .hasSize(12)
                .startsWith(
                        "data in: 10 packets, last seq 10",
                        "data out: 10 packets, last seq 110",
                        "token seq 110 aru 10, rotation at most 3000 us x10")
                .endsWith("token seq 140 aru 40, rotation at most 1000 us x10");
    }

    @Test
    void whatIsRareStandsBehindWhatWasCountedBeforeIt() {
        recorder.onDatagram(PacketKind.TOKEN, 1, 40, 20 * MS);
        recorder.onToken(MS, 5, 5);
        recorder.onToken(MS, 6, 6);
        recorder.onStateChange(1, 2, "TOKEN_TIMEOUT", 21 * MS);
        recorder.onGroupState(1, 3);
        recorder.onRetransmission(6, -1);
        recorder.onSent(PacketKind.JOIN, -1, 100);
        recorder.onFault(1, 22 * MS);
        assertThat(lines())
                .containsExactly(
                        "token seq 5 aru 5, rotation at most 1000 us",
                        "token seq 6 aru 6, rotation at most 1000 us",
                        "state OP -> SEG: TOKEN_TIMEOUT",
                        "groups GOP -> GGATHER",
                        "packet sent again for all, last seq 6",
                        "out JOIN to all, 100 bytes",
                        "internal fault 1");
    }

    @Test
    void theOldestEntriesGo() {
        for (int i = 0; i < FlightRecorder.ENTRIES + 10; i++) {
            recorder.onStateChange(1, 2, "LOOKUP", i + 1L);
        }
        FlightRecorder.Copy copy = recorder.complete();
        assertThat(copy.size()).isEqualTo(FlightRecorder.ENTRIES);
        assertThat(copy.timeNs(0)).isEqualTo(11);
        assertThat(copy.timeNs(copy.size() - 1)).isEqualTo(FlightRecorder.ENTRIES + 10L);
    }

    @Test
    void recordingAllocatesNothing() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 1; i <= 10_000; i++) {
                recorder.onDatagram(PacketKind.HURRY, i & 1, 40, i * MS);
                recorder.onStored(1, i, (i & 15) == 0);
                recorder.onSend(RING, i, 0);
                recorder.onToken(MS, i, i);
                recorder.onDrop("drop_old");
                recorder.onTimer(TimerKind.HURRY, i * MS);
                recorder.onStateChange(1, 2, "LOOKUP", i * MS);
            }
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(allocated).isLessThan(10_000);
    }

    @Test
    void numbersOutOfRangeAreNotWordsOfOthers() {
        recorder.onStateChange(9, 0, "no such reason", 1);
        recorder.onDrop("no such counter");
        recorder.onRetransmission(1, 99);
        assertThat(lines())
                .containsExactly("state ? -> ?: ?", "not used: ?", "packet sent again for daemon 99, last seq 1");
    }
}
