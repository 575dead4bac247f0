package org.ringcast.harness.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.FlowControlRequest;
import org.ringcast.daemon.wire.MonitorProtocol;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.StatusReply;
import org.ringcast.daemon.wire.StatusReply.Field;

/**
 * Monitor, checks 1, 2 and 4 to 6: good, bad and doubtful requests to the second of three daemons, row by row of the table that
 * was observed with Spread's daemons, at both levels.
 */
class BadRequestChecksTest {
    private static final String DANGEROUS =
            "DangerousMonitor = true\nDebugFlags = { PRINT EXIT STATUS NETWORK FLOW_CONTROL }";

    @Test
    void check60_1_everyFieldOfTheReply() throws Exception {
        try (MonitoredDaemon daemon = MonitoredDaemon.start("d2", DANGEROUS);
                RawMonitor monitor = daemon.monitor(0)) {
            StatusReply reply = monitor.ask();
            assertThat(reply.type()).isEqualTo(0x81000080);
            assertThat(reply.transmitterId()).isZero();
            assertThat(reply.procId()).isEqualTo(2);
            assertThat(reply.membershipProcId()).isZero();
            assertThat(reply.seq()).isZero();
            assertThat(reply.tokenRound()).isZero();
            assertThat(reply.confHash()).isEqualTo(daemon.hash());
            assertThat(reply.dataLen()).isEqualTo(96);
            assertThat(reply.get(Field.SEC)).isBetween(0, 30);
            assertThat(reply.get(Field.STATE)).isEqualTo(1);
            assertThat(reply.get(Field.GSTATE)).isEqualTo(1);
            assertThat(reply.get(Field.MY_ID)).isEqualTo(2);
            assertThat(reply.get(Field.LEADER_ID)).isEqualTo(2);
            assertThat(reply.get(Field.NUM_PROCS)).isEqualTo(1);
            assertThat(reply.get(Field.NUM_SEGMENTS)).isEqualTo(1);
            assertThat(reply.get(Field.MEMBERSHIP_CHANGES)).isEqualTo(1);
            assertThat(reply.get(Field.WINDOW)).isEqualTo(160);
            assertThat(reply.get(Field.PERSONAL_WINDOW)).isEqualTo(20);
            assertThat(reply.get(Field.ACCELERATED_RING)).isZero();
            assertThat(reply.get(Field.ACCELERATED_WINDOW)).isEqualTo(15);
            assertThat(reply.get(Field.NUM_SESSIONS)).isZero();
            assertThat(reply.get(Field.NUM_GROUPS)).isZero();
            assertThat(reply.get(Field.MAJOR_VERSION)).isEqualTo(5);
            assertThat(reply.get(Field.MINOR_VERSION)).isZero();
            assertThat(reply.get(Field.PATCH_VERSION)).isEqualTo(1);
            assertThat(daemon.logged("Net_recv: got monitor control msg of type 0x81000080 from [127.0.0.1]:"
                            + monitor.port() + " on channel "))
                    .isEqualTo(1);
        }
    }

    @Test
    void check60_2_check60_4_requestsOfLevel4() throws Exception {
        try (MonitoredDaemon daemon = MonitoredDaemon.start("d2", "#+ RingProtocol = 4\n" + DANGEROUS);
                RawMonitor monitor = daemon.monitor(0);
                RawMonitor stranger = daemon.monitor(0, "127.0.0.9")) {
            StatusReply reply = monitor.ask();
            assertThat(reply.procId()).isEqualTo(0x7f000002);
            assertThat(reply.get(Field.MY_ID)).isEqualTo(0x7f000002);
            assertThat(reply.get(Field.MAJOR_VERSION)).isEqualTo(4);
            assertThat(reply.get(Field.MINOR_VERSION)).isEqualTo(4);
            assertThat(reply.get(Field.PATCH_VERSION)).isZero();
            assertThat(daemon.logged("Stat_handle_message: sent status to Monitor at d1"))
                    .isEqualTo(1);

            assertThat(monitor.isAnswered(monitor.status(r -> r.setConfHash(daemon.hash()))))
                    .as("real hash")
                    .isTrue();
            assertThat(monitor.isAnswered(monitor.status(r -> r.setConfHash(daemon.hash() + 1))))
                    .as("wrong hash")
                    .isFalse();
            assertThat(monitor.isAnswered(monitor.status(r -> r.setTransmitterId(77))))
                    .as("transmitter unknown")
                    .isTrue();
            assertThat(monitor.isAnswered(monitor.status(r -> r.setProcId(77))))
                    .as("proc id unknown")
                    .isFalse();
            assertThat(monitor.isAnswered(monitor.status(r -> r.setMembership(0, 0))))
                    .as("no magic")
                    .isFalse();
            assertThat(daemon.logged("Stat_handle_message: Illegal monitor request"))
                    .isEqualTo(2);
            stranger.send(stranger.status(r -> r.setSeq(monitor.port())));
            assertThat(monitor.receive().procId()).as("from another address").isEqualTo(0x7f000002);

            stranger.send(stranger.flowControl(Endian.LITTLE, 512, 9, 9, 9, 9, 9, 9, 90));
            assertThat(monitor.ask().get(Field.WINDOW))
                    .as("who changes something must have a daemon's address")
                    .isEqualTo(160);
            assertThat(daemon.logged("refused: it does not come from the address of a configured daemon"))
                    .isEqualTo(1);
            monitor.send(monitor.flowControl(Endian.LITTLE, 512, -1, -1, -1, -1, -1, -1, 90));
            assertThat(monitor.ask().get(Field.WINDOW)).isEqualTo(90);
        }
    }

    @Test
    void check60_4_whoIsAnswered() throws Exception {
        try (MonitoredDaemon daemon = MonitoredDaemon.start("d2", DANGEROUS);
                RawMonitor monitor = daemon.monitor(0);
                RawMonitor stranger = daemon.monitor(0, "127.0.0.9")) {
            assertThat(monitor.isAnswered(monitor.status(r -> r.setSeq(65536 + monitor.port()))))
                    .as("port above 65535")
                    .isTrue();
            assertThat(monitor.isAnswered(monitor.status(r -> r.setSeq(0))))
                    .as("port 0")
                    .isFalse();
            assertThat(monitor.isAnswered(monitor.status(r -> r.setProcId(77))))
                    .as("proc id unknown")
                    .isFalse();
            assertThat(daemon.logged("Stat_handle_message: Illegal monitor request"))
                    .isEqualTo(1);
            assertThat(monitor.isAnswered(monitor.status(r -> r.setConfHash(daemon.hash() + 1))))
                    .as("wrong hash")
                    .isFalse();
            assertThat(monitor.isAnswered(monitor.status(r -> r.setConfHash(MonitorProtocol.LEVEL_4_HASH))))
                    .as("hash of level 4")
                    .isFalse();
            assertThat(monitor.isAnswered(monitor.status(r -> r.setTransmitterId(77))))
                    .as("transmitter unknown")
                    .isFalse();
            stranger.send(stranger.status(r -> r.setSeq(monitor.port())));
            assertThat(monitor.isAnswered(new byte[0])).as("another address").isFalse();
            assertThat(monitor.isAnswered(monitor.status(r -> r.setMembership(0, 0))))
                    .as("magic is not asked for")
                    .isTrue();
        }
    }

    @Test
    void check60_4_bytesThatAreNoRequests() throws Exception {
        try (MonitoredDaemon daemon = MonitoredDaemon.start("d2", DANGEROUS);
                RawMonitor monitor = daemon.monitor(0)) {
            byte[] status = monitor.status();
            assertThat(monitor.isAnswered(Arrays.copyOf(status, 39)))
                    .as("39 bytes")
                    .isFalse();
            assertThat(monitor.isAnswered(new byte[0])).as("no bytes").isFalse();
            assertThat(monitor.isAnswered(Arrays.copyOf(status, 44)))
                    .as("length and body differ")
                    .isFalse();
            byte[] unmarked = status.clone();
            unmarked[0] = 0;
            unmarked[3] = 1;
            assertThat(monitor.isAnswered(unmarked))
                    .as("little-endian bytes without the mark")
                    .isFalse();
            monitor.send(
                    status,
                    new InetSocketAddress(
                            daemon.address().getAddress(), daemon.address().getPort() + 1));
            assertThat(monitor.isAnswered(new byte[1])).as("token port").isFalse();
            byte[] routed = status.clone();
            routed[0] |= 0x20;
            assertThat(monitor.isAnswered(routed)).as("routed").isTrue();
            assertThat(daemon.daemon().daemon().faults()).isZero();
        }
    }

    /** The reply to a request of d1 would go to d3, who did not ask. */
    @Test
    void defect60_14_4_noReplyGoesToOthersUnlessItMay() throws Exception {
        try (MonitoredDaemon daemon = MonitoredDaemon.start("d2", DANGEROUS);
                RawMonitor monitor = daemon.monitor(0);
                RawMonitor third = daemon.monitor(2)) {
            monitor.send(monitor.status(r -> {
                r.setProcId(3);
                r.setSeq(third.port());
            }));
            assertThat(third.isAnswered(new byte[0])).isFalse();
            assertThat(daemon.logged("Monitor request STATUS from daemon 3 refused"))
                    .isEqualTo(1);
        }
        try (MonitoredDaemon daemon = MonitoredDaemon.start("d2", DANGEROUS, "StatusReflection=accept");
                RawMonitor monitor = daemon.monitor(0);
                RawMonitor third = daemon.monitor(2)) {
            monitor.send(monitor.status(r -> {
                r.setProcId(3);
                r.setSeq(third.port());
            }));
            assertThat(third.receive().procId()).isEqualTo(2);
        }
    }

    @Test
    void check60_4_check60_9_flowControl() throws Exception {
        try (MonitoredDaemon daemon = MonitoredDaemon.start("d2", DANGEROUS);
                RawMonitor monitor = daemon.monitor(0)) {
            monitor.send(monitor.flowControl(Endian.LITTLE, 512, 15, 10, 12, 8, 11, 9, 80));
            windows(monitor, 80, 12, 8);
            monitor.send(monitor.flowControl(Endian.LITTLE, 512, 1, 1, -1, -1, 1, 1, -1));
            windows(monitor, 80, 12, 8);
            monitor.send(monitor.flowControl(Endian.LITTLE, 16, 1, 1, 14, -1, 1, 1, 70));
            windows(monitor, 70, 14, 8);
            assertThat(daemon.logged("FC_handle_message: Got monitor mess, Window 70 Personal 14 Accelerated 8"))
                    .isEqualTo(1);

            // No left-over bytes become windows, and none are taken that stop the ring.
            monitor.send(monitor.request(Endian.LITTLE, PacketType.FLOW_CONTROL, 0));
            monitor.send(monitor.flowControl(Endian.LITTLE, 12, 1, 1, 1, 1, 1, 1));
            monitor.send(monitor.flowControl(Endian.LITTLE, 512, -1, -1, -1, -1, -1, -1, -5));
            monitor.send(monitor.flowControl(Endian.LITTLE, 512));
            windows(monitor, 70, 14, 8);
            assertThat(daemon.logged("windows out of range")).isEqualTo(2);

            byte[] unknown = monitor.flowControl(Endian.LITTLE, 512, -1, -1, -1, -1, -1, -1, 60);
            header(unknown).setProcId(77);
            monitor.send(unknown);
            windows(monitor, 70, 14, 8);
            assertThat(daemon.logged("FC_handle_message: Illegal monitor request"))
                    .isEqualTo(1);

            byte[] statusToo = monitor.flowControl(Endian.LITTLE, 512, -1, -1, -1, -1, -1, -1, 60);
            statusToo[3] |= 1;
            assertThat(monitor.isAnswered(statusToo)).as("status wins").isTrue();
            byte[] reloadToo = monitor.flowControl(Endian.LITTLE, 512, -1, -1, -1, -1, -1, -1, 60);
            reloadToo[3] |= 8;
            monitor.send(reloadToo);
            windows(monitor, 60, 14, 8);
            assertThat(daemon.logged("asks to reload")).isZero();
        }
    }

    private static PacketHeader header(byte[] bytes) {
        PacketHeader header = new FlowControlRequest();
        header.wrap(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        return header;
    }

    private static void windows(RawMonitor monitor, int window, int personal, int accelerated) throws Exception {
        StatusReply reply = monitor.ask();
        assertThat(reply.get(Field.WINDOW)).isEqualTo(window);
        assertThat(reply.get(Field.PERSONAL_WINDOW)).isEqualTo(personal);
        assertThat(reply.get(Field.ACCELERATED_WINDOW)).isEqualTo(accelerated);
    }

    @Test
    void check60_4_partitions() throws Exception {
        try (MonitoredDaemon daemon = MonitoredDaemon.start("d2", DANGEROUS);
                RawMonitor monitor = daemon.monitor(0)) {
            monitor.send(monitor.partition(Endian.LITTLE, 4, 5, 5));
            monitor.ask();
            assertThat(daemon.logged("Net_handle_monitor: received monitor partition packet from [127.0.0.1]:"
                            + monitor.port() + "; proc_id = 1; msg too small! Ignoring!"))
                    .isEqualTo(1);
            assertThat(daemon.logged("Got monitor partition message")).isZero();

            monitor.send(monitor.partition(Endian.LITTLE, 6, 1, 2, 3));
            monitor.ask();
            assertThat(daemon.logged("Net_handle_monitor: Got monitor partition message; I'm in component 2"))
                    .isEqualTo(1);
            byte[] all = monitor.partition(Endian.LITTLE, 256, 1, 9, 3);
            all[3] |= 0x0f;
            assertThat(monitor.isAnswered(all)).as("all four bits: a partition").isFalse();
            assertThat(daemon.logged("I'm in component 9")).isEqualTo(1);
            monitor.send(monitor.partition(Endian.LITTLE, 256, -1, 4, -1));
            monitor.ask();
            assertThat(daemon.logged("I'm in component 4"))
                    .as("-1 for others is a number")
                    .isEqualTo(1);
        }
    }

    @Test
    void check60_5_safeMode() throws Exception {
        for (String level : new String[] {"", "#+ RingProtocol = 4\n"}) {
            try (MonitoredDaemon daemon =
                            MonitoredDaemon.start("d2", level + "DebugFlags = { PRINT EXIT STATUS FLOW_CONTROL }");
                    RawMonitor monitor = daemon.monitor(0)) {
                monitor.send(monitor.partition(Endian.LITTLE, 256, 1, 2, 3));
                monitor.send(monitor.partition(Endian.LITTLE, 256, 0, -1, 0));
                monitor.send(monitor.flowControl(Endian.LITTLE, 512, 9, 9, 9, 9, 9, 9, 90));
                windows(monitor, 160, 20, 15);
                boolean level4 = !level.isEmpty();
                assertThat(daemon.logged(
                                level4
                                        ? "Net_recv: Request to set partition or kill daemons from (127.0.0.1) denied."
                                                + " Monitor in safe mode"
                                        : "Net_handle_monitor: Request to set partition or kill daemons from"
                                                + " [127.0.0.1]:" + monitor.port() + " denied. Daemon in safe mode!"))
                        .isEqualTo(2);
                assertThat(daemon.logged("FC_handle_message: Request to change flow control from ("
                                + (level4 ? "127.0.0.1" : "0.0.0.1") + ") denied. Monitor in safe mode"))
                        .isEqualTo(1);
                monitor.send(monitor.request(Endian.LITTLE, PacketType.RELOAD, 0));
                monitor.ask();
                assertThat(daemon.logged("A monitor asks to reload the configuration"))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void check60_6_bigEndian() throws Exception {
        try (MonitoredDaemon daemon = MonitoredDaemon.start("d2", DANGEROUS);
                RawMonitor monitor = daemon.monitor(0)) {
            monitor.send(monitor.request(Endian.BIG, PacketType.STATUS, 0));
            StatusReply reply = monitor.receive();
            assertThat(reply.endian()).isEqualTo(Endian.LITTLE);
            assertThat(reply.procId()).isEqualTo(2);
            monitor.send(monitor.flowControl(Endian.BIG, 512, 15, 10, 12, 8, 11, 9, 80));
            windows(monitor, 80, 12, 8);
            monitor.send(monitor.partition(Endian.BIG, 256, 1, 300, 3));
            monitor.ask();
            assertThat(daemon.logged("I'm in component 300")).isEqualTo(1);
        }
    }
}
