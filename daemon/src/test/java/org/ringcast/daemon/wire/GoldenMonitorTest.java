package org.ringcast.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.wire.StatusReply.Field;

/** Samples of what monitors and daemons say to each other: bytes at their offsets, read, and written again. */
final class GoldenMonitorTest {
    private static final int HASH = 103187936;
    private static final int REPLY_PORT = 14900;

    private final ByteBuf out = Unpooled.buffer(WireLimits.MAX_PACKET_BYTES);

    private static void setHeader(PacketHeader packet) {
        packet.setTransmitterId(1);
        packet.setProcId(1);
        packet.setSeq(REPLY_PORT);
        packet.setConfHash(HASH);
    }

    @Test
    void statusRequest() {
        Sample sample = Sample.load("status-request")
                .hasAt(PacketHeader.TYPE_OFFSET, "80 00 00 81")
                .hasAt(PacketHeader.SEQ_OFFSET, "34 3a 00 00");
        assertThat(PacketHeader.validateStatusRequest(sample.buffer(), 0, sample.length()))
                .isEqualTo(Verdict.OK);
        PacketHeader request = new PacketHeader();
        request.wrapNew(out, 0, Endian.LITTLE, PacketType.STATUS);
        setHeader(request);
        sample.equalsEncoded(request);
    }

    /** At level 4 the monitor is known by a number in place of the ring id and by a hash of its own. */
    @Test
    void statusRequestAtLevel4() {
        Sample sample = Sample.load("status-request-4")
                .hasAt(PacketHeader.MEMBERSHIP_PROC_ID_OFFSET, "bb ac e5 00")
                .hasAt(PacketHeader.CONF_HASH_OFFSET, "4c 04 00 00");
        PacketHeader request = new PacketHeader();
        request.wrapNew(out, 0, Endian.LITTLE, PacketType.STATUS);
        request.setProcId(0x0a580001);
        request.setMembership(MonitorProtocol.LEVEL_4_MAGIC, 0);
        request.setSeq(REPLY_PORT);
        request.setConfHash(MonitorProtocol.LEVEL_4_HASH);
        sample.equalsEncoded(request);
    }

    @Test
    void statusReply() {
        Sample sample = Sample.load("status-reply")
                .hasAt(0x20, "60 00")
                .hasAt(Field.SEC.packetOffset(), "09 00 00 00")
                .hasAt(Field.TOKEN_HURRY.packetOffset(), "0f 00 00 00")
                .hasAt(Field.MESSAGE_DELIVERED.packetOffset(), "2c 01 00 00")
                .hasAt(Field.MEMBERSHIP_CHANGES.packetOffset(), "01 00")
                .hasAt(Field.WINDOW.packetOffset(), "a0 00")
                .hasAt(Field.PATCH_VERSION.packetOffset(), "01 00");
        assertThat(StatusReply.validate(sample.buffer(), 0, sample.length())).isEqualTo(Verdict.OK);
        StatusReply reply = new StatusReply();
        reply.wrap(sample.buffer(), 0, sample.length());
        int[] values = {
            9, 1, 1, 1, 159, 160, 0, 0, 0, 0, 160, 160, 160, 15, 54, 2, 1, 300, 1, 3, 1, 160, 20, 1, 15, 0, 0, 5, 0, 1
        };
        StatusReply written = new StatusReply();
        written.wrapNew(out, 0, Endian.LITTLE);
        written.setProcId(2);
        int i = 0;
        for (Field field : Field.values()) {
            assertThat(reply.get(field)).as(field.name()).isEqualTo(values[i]);
            written.set(field, values[i]);
            i++;
        }
        assertThat(i).isEqualTo(values.length);
        sample.equalsEncoded(written);
    }

    /** Every field of the body is next to the one before. */
    @Test
    void statusFieldsFillTheBody() {
        int at = PacketHeader.BODY_OFFSET;
        for (Field field : Field.values()) {
            assertThat(field.packetOffset()).as(field.name()).isEqualTo(at);
            at += field.sizeBytes();
        }
        assertThat(at).isEqualTo(StatusReply.LENGTH_BYTES).isEqualTo(136);
    }

    @Test
    void partition() {
        Sample sample = Sample.load("partition")
                .hasAt(PacketHeader.TYPE_OFFSET, "80 00 00 82")
                .hasAt(PacketHeader.DATA_LEN_OFFSET, "00 01")
                .hasAt(PartitionRequest.COMPONENTS_OFFSET, "00 00 00 00 07 00 00 00");
        assertThat(PartitionRequest.validate(3, sample.buffer(), 0, sample.length()))
                .isEqualTo(Verdict.OK);
        PartitionRequest request = new PartitionRequest();
        request.wrapNew(out, 0, Endian.LITTLE);
        setHeader(request);
        request.setComponent(2, 7);
        assertThat(request.numEntries()).isEqualTo(128);
        assertThat(request.component(2)).isEqualTo(7);
        sample.equalsEncoded(request);
        request.setComponent(2, PartitionRequest.EXIT);
        assertThat(request.component(2)).isEqualTo(-1);
    }

    @Test
    void flowControl() {
        Sample sample = Sample.load("flow-control")
                .hasAt(PacketHeader.TYPE_OFFSET, "80 00 00 84")
                .hasAt(FlowControlRequest.PAIRS_OFFSET, "0f 00 0a 00 ff ff ff ff 0c 00 08 00 50 00 00 00");
        assertThat(FlowControlRequest.validate(3, sample.buffer(), 0, sample.length()))
                .isEqualTo(Verdict.OK);
        FlowControlRequest request = new FlowControlRequest();
        request.wrapNew(out, 0, Endian.LITTLE);
        setHeader(request);
        request.setPersonalWindow(0, 15);
        request.setAcceleratedWindow(0, 10);
        request.setPersonalWindow(1, FlowControlRequest.UNCHANGED);
        request.setAcceleratedWindow(1, FlowControlRequest.UNCHANGED);
        request.setPersonalWindow(2, 12);
        request.setAcceleratedWindow(2, 8);
        request.setWindow(3, 80);
        assertThat(request.personalWindow(1)).isEqualTo(-1);
        assertThat(request.acceleratedWindow(2)).isEqualTo(8);
        assertThat(request.window(3)).isEqualTo(80);
        sample.equalsEncoded(request);
    }

    /** With 128 daemons there is no room for the window of the ring: it stays as it is. */
    @Test
    void defect60_14_1_windowBeyondTheBodyIsUnchanged() {
        FlowControlRequest request = new FlowControlRequest();
        request.wrapNew(out, 0, Endian.LITTLE);
        request.setWindow(128, 80);
        assertThat(request.window(128)).isEqualTo(FlowControlRequest.UNCHANGED);
        assertThat(FlowControlRequest.validate(128, out, 0, request.lengthBytes()))
                .isEqualTo(Verdict.OK);
    }

    /** Too short for the daemons of the configuration: dropped, no left-over bytes are taken for windows. */
    @Test
    void defect60_14_1_shortFlowControlIsRefused() {
        byte[] bytes = Sample.load("flow-control").bytes();
        assertThat(FlowControlRequest.validate(3, withBody(bytes, 16), 0, 56)).isEqualTo(Verdict.OK);
        assertThat(FlowControlRequest.validate(3, withBody(bytes, 15), 0, 55)).isEqualTo(Verdict.BODY_TOO_SHORT);
        assertThat(FlowControlRequest.validate(3, withBody(bytes, 0), 0, 40)).isEqualTo(Verdict.BODY_TOO_SHORT);
    }

    @Test
    void check60_4_partitionNeedsAnEntryForEachDaemon() {
        byte[] bytes = Sample.load("partition").bytes();
        assertThat(PartitionRequest.validate(3, withBody(bytes, 6), 0, 46)).isEqualTo(Verdict.OK);
        assertThat(PartitionRequest.validate(3, withBody(bytes, 4), 0, 44)).isEqualTo(Verdict.BODY_TOO_SHORT);
    }

    private static ByteBuf withBody(byte[] bytes, int dataLen) {
        ByteBuf buffer = Unpooled.copiedBuffer(bytes, 0, 40 + dataLen);
        buffer.setShortLE(PacketHeader.DATA_LEN_OFFSET, dataLen);
        return buffer;
    }

    @Test
    void reload() {
        Sample sample = Sample.load("reload").hasAt(PacketHeader.TYPE_OFFSET, "80 00 00 88");
        assertThat(PacketHeader.validateReloadRequest(sample.buffer(), 0, sample.length()))
                .isEqualTo(Verdict.OK);
        PacketHeader request = new PacketHeader();
        request.wrapNew(out, 0, Endian.LITTLE, PacketType.RELOAD);
        setHeader(request);
        sample.equalsEncoded(request);
    }

    /** With several control bits the first of partition, status, flow control and reload counts; ROUTED changes nothing. */
    @Test
    void check60_4_controlBitsInOrder() {
        assertThat(PacketKind.ofPacket(0x0f000000)).isEqualTo(PacketKind.PARTITION);
        assertThat(PacketKind.ofPacket(0x05000000)).isEqualTo(PacketKind.STATUS);
        assertThat(PacketKind.ofPacket(0x0c000000)).isEqualTo(PacketKind.FLOW_CONTROL);
        assertThat(PacketKind.ofPacket(0x08000000)).isEqualTo(PacketKind.RELOAD);
        assertThat(PacketKind.ofPacket(0x01000020)).isEqualTo(PacketKind.STATUS);
    }
}
