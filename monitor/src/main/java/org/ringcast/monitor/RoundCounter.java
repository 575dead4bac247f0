package org.ringcast.monitor;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ringcast.daemon.config.AddressText;
import org.ringcast.daemon.wire.ProbePacket;

/** Counts missing packets of each sender by their numbers; overtaken and repeated ones are told and do no harm. */
final class RoundCounter implements ProbeCounter {
    private static final String RULE = "-------\n";
    /** Packets of a round whose numbers are remembered, at most. */
    private static final int MAX_COUNT = 1 << 24;
    /** Senders that are told apart; further ones share the last place. */
    private static final int MAX_SENDERS = 64;
    /** After such a silence numbers that came before are a new round. */
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(2);

    private final boolean detailed;
    private final boolean json;
    private final ProbePacket packet = new ProbePacket();
    private final Map<InetSocketAddress, Round> rounds = new LinkedHashMap<>();

    /** The packets of one sender since the last end packet. */
    private static final class Round {
        private final BitSet seen = new BitSet();
        private int received;
        private int highest;
        private int repeated;
        private int overtaken;
        private int corrupted;
        private long lastNs;
        private int lastEnd;
        private boolean isFresh = true;

        void begin() {
            seen.clear();
            received = 0;
            highest = 0;
            repeated = 0;
            overtaken = 0;
            corrupted = 0;
            isFresh = true;
        }
    }

    /** @param detailed tell every gap */
    RoundCounter(boolean detailed, boolean json) {
        this.detailed = detailed;
        this.json = json;
    }

    @Override
    public String onDatagram(InetSocketAddress source, ByteBuf datagram, long nowNs) {
        if (rounds.size() >= MAX_SENDERS && !rounds.containsKey(source)) {
            rounds.remove(rounds.keySet().iterator().next());
        }
        Round round = rounds.computeIfAbsent(source, address -> new Round());
        boolean silent = nowNs - round.lastNs > SILENCE_NS;
        round.lastNs = nowNs;
        int length = datagram.readableBytes();
        if (length < ProbePacket.HEADER_BYTES) {
            return corrupted(round, ProbePacket.HEADER_BYTES, length);
        }
        packet.wrap(datagram, datagram.readerIndex(), length);
        if (packet.size() != length) {
            return corrupted(round, packet.size(), length);
        }
        int count = packet.count();
        if (count < 0 || count > MAX_COUNT || (count == 0 && !packet.isEnd())) {
            return corrupted(round, packet.size(), length);
        }
        return packet.isEnd() ? end(source, round, count, silent) : data(source, round, count, silent);
    }

    private String corrupted(Round round, int expected, int length) {
        round.corrupted++;
        round.isFresh = false;
        return json
                ? ""
                : format("Corruption: expected packet size is %d, received packet size is %d\n", expected, length);
    }

    private String end(InetSocketAddress source, Round round, int total, boolean silent) {
        if (round.isFresh && total == round.lastEnd && !silent) {
            // A copy of the last one.
            return "";
        }
        int missed = Math.max(0, total - round.received - round.corrupted);
        String text = report(source, round, "total packets", total, missed);
        round.begin();
        round.lastEnd = total;
        return text;
    }

    private String data(InetSocketAddress source, Round round, int count, boolean silent) {
        String text = "";
        if (silent && !round.isFresh && round.seen.get(count)) {
            int missed = Math.max(0, round.highest - round.received - round.corrupted);
            text = report(source, round, "total packets at least", round.highest, missed);
            round.begin();
        }
        round.isFresh = false;
        if (round.seen.get(count)) {
            round.repeated++;
            return text;
        }
        round.seen.set(count);
        round.received++;
        if (count < round.highest) {
            round.overtaken++;
            return text;
        }
        int gap = count - round.highest - 1;
        int expected = round.highest + 1;
        round.highest = count;
        if (gap > 0 && detailed && !json) {
            text += format(
                    " --> count is %d, i is %d, missed %d total missed %d, corrupt %d\n",
                    count, expected, gap, round.highest - round.received, round.corrupted);
        }
        return text;
    }

    private String report(InetSocketAddress source, Round round, String what, int total, int missed) {
        if (json) {
            return new JsonObject()
                            .put("sender", AddressText.display(source.getAddress()))
                            .put("port", source.getPort())
                            .put("complete", what.equals("total packets"))
                            .put("packets", total)
                            .put("missed", missed)
                            .put("corrupted", round.corrupted)
                            .put("repeated", round.repeated)
                            .put("overtaken", round.overtaken)
                    + "\n";
        }
        String more = round.repeated + round.overtaken == 0
                ? ""
                : format("Repeated %d, overtaken %d\n", round.repeated, round.overtaken);
        return RULE
                + format("Report: %s %d, total missed %d, total corrupted %d\n", what, total, missed, round.corrupted)
                + more
                + RULE;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
