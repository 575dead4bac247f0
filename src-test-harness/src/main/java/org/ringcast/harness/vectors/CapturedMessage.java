package org.ringcast.harness.vectors;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.FragmentCursor;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.ProtocolLevel;

/**
 * A message put together from the data packets of a capture.
 *
 * @param originator id of the daemon whose client, or which itself, sent it
 * @param ring id of the ring: the daemon in the upper half, the time in the lower
 * @param seq sequence number of the packet with its last fragment
 * @param service of the packet with its last fragment: one of the data bits
 * @param bytes header, names and data; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never asked for
public record CapturedMessage(int originator, long ring, int seq, int service, byte[] bytes) {
    /** A view of the bytes. */
    public ByteBuf buffer() {
        return Unpooled.wrappedBuffer(bytes);
    }

    /**
     * All whole messages of a capture, ring by ring, in each in the order of sequence numbers. Copies and retransmissions count
     * once; a message of which a packet is missing is left out.
     */
    public static List<CapturedMessage> of(DatagramCapture capture) {
        ProtocolLevel level = ProtocolLevel.of(capture.protocolLevel());
        Map<Long, TreeMap<Integer, DataPacket>> rings = new LinkedHashMap<>();
        for (CapturedDatagram datagram : capture.datagrams()) {
            ByteBuf buffer = datagram.buffer();
            int length = datagram.payload().length;
            if (PacketKind.onDataPort(buffer, 0, length) == PacketKind.DATA
                    && DataPacket.validate(level, buffer, 0, length).isOk()) {
                DataPacket packet = new DataPacket();
                packet.wrap(buffer, 0, length);
                long ring = ((long) packet.membershipProcId() << 32) | (packet.membershipTime() & 0xffffffffL);
                rings.computeIfAbsent(ring, id -> new TreeMap<>()).putIfAbsent(packet.seq(), packet);
            }
        }
        List<CapturedMessage> messages = new ArrayList<>();
        rings.forEach((ring, packets) -> assemble(ring, packets.values(), messages));
        return messages;
    }

    private static void assemble(long ring, Iterable<DataPacket> packets, List<CapturedMessage> messages) {
        Map<Integer, Partial> partials = new LinkedHashMap<>();
        FragmentCursor fragments = new FragmentCursor();
        for (DataPacket packet : packets) {
            Partial partial = partials.computeIfAbsent(packet.procId(), id -> new Partial());
            fragments.reset(packet);
            while (fragments.next()) {
                byte[] bytes = new byte[fragments.lengthBytes()];
                fragments.buffer().getBytes(fragments.offset(), bytes);
                if (partial.add(fragments.index(), bytes)) {
                    messages.add(
                            new CapturedMessage(packet.procId(), ring, packet.seq(), packet.service(), partial.take()));
                }
            }
        }
    }

    /** The fragments of one originator's message so far. */
    private static final class Partial {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int count;

        /** Whether the message is whole now. */
        boolean add(int index, byte[] fragment) {
            int number = Math.abs(index);
            if (number == 1) {
                bytes.reset();
                count = 0;
            }
            if (number != count + 1) {
                // A packet is missing: not before the next message does anything fit again.
                bytes.reset();
                count = 0;
                return false;
            }
            bytes.writeBytes(fragment);
            count++;
            return index < 0;
        }

        byte[] take() {
            byte[] message = bytes.toByteArray();
            bytes.reset();
            count = 0;
            return message;
        }
    }
}
