package org.ringcast.monitor;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.ringcast.daemon.wire.ProbePacket;

/**
 * Counts missing packets exactly as Spread's {@code sprecv} does: the first round has one too many, and a packet that was
 * overtaken or repeated spoils the count of its round.
 */
final class SpreadProbeCounter implements ProbeCounter {
    private static final String RULE = "-------\n";

    private final boolean detailed;
    private final ProbePacket packet = new ProbePacket();
    private int expected;
    private int missed;
    private int corrupted;

    /** @param detailed tell every gap */
    SpreadProbeCounter(boolean detailed) {
        this.detailed = detailed;
    }

    @Override
    public String onDatagram(InetSocketAddress source, ByteBuf datagram, long nowNs) {
        int length = datagram.readableBytes();
        if (length < ProbePacket.HEADER_BYTES) {
            corrupted++;
            return "Corruption: received packet size is " + length + ", less than the header\n";
        }
        packet.wrap(datagram, datagram.readerIndex(), length);
        if (packet.size() != length) {
            corrupted++;
            return "Corruption: expected packet size is " + packet.size() + ", received packet size is " + length
                    + "\n";
        }
        int count = packet.count();
        return packet.isEnd() ? end(count) : data(count);
    }

    private String end(int total) {
        missed += total - (expected - 1);
        String text = RULE
                + format("Report: total packets %d, total missed %d, total corrupted %d\n", total, missed, corrupted)
                + RULE;
        expected = 1;
        missed = 0;
        corrupted = 0;
        return text;
    }

    private String data(int count) {
        String text = "";
        if (count > expected) {
            int gap = count - expected;
            missed += gap;
            if (detailed) {
                text = format(
                        " --> count is %d, i is %d, missed %d total missed %d, corrupt %d\n",
                        count, expected, gap, missed, corrupted);
            }
        } else if (count < expected) {
            // Overtaken, repeated, or of a new round whose predecessor's end was lost.
            text = RULE
                    + format(
                            "Report: total packets at least %d, total missed %d, total corrupted %d\n",
                            expected - 1, missed, corrupted)
                    + format("Initiating count from %d to %d\n", expected - 1, count)
                    + RULE;
            missed = count;
            corrupted = 0;
        }
        expected = count + 1;
        return text;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
