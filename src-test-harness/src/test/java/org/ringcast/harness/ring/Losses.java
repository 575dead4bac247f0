package org.ringcast.harness.ring;

import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.Token;
import org.ringcast.harness.vectors.CapturedDatagram;
import org.ringcast.harness.vectors.DatagramCapture;

/** What was lost between sender and receiver in the captures of rings; taken from their description. */
final class Losses {
    private record LostPacket(int seq, List<String> at) {}

    private static final Map<String, LostPacket> PACKETS = Map.ofEntries(
            Map.entry("ring/501-1seg-3d-loss-1of3", new LostPacket(8, List.of("d3"))),
            Map.entry("ring/440-1seg-3d-loss-1of3", new LostPacket(8, List.of("d3"))),
            Map.entry("ring/501-3seg-3d-loss-1of3", new LostPacket(8, List.of("d3"))),
            Map.entry("ring/501-1seg-3d-loss-2of3", new LostPacket(8, List.of("d1", "d3"))),
            Map.entry("ring/501-3seg-3d-loss-2of3", new LostPacket(8, List.of("d1", "d3"))),
            Map.entry("ring/501-acc-1seg-3d-loss-1of3", new LostPacket(8, List.of("d3"))),
            Map.entry("ring/501-acc-1seg-3d-loss-2of3", new LostPacket(8, List.of("d1", "d3"))),
            Map.entry("ring/501-1seg-3d-livelock", new LostPacket(7, List.of("d3"))),
            Map.entry("ring/501-1seg-3d-bigendian-d2", new LostPacket(9, List.of("d1"))));

    private static final Map<String, Integer> TOKENS_TO_D2 = Map.of(
            "ring/501-1seg-3d-tokenloss-1", 1,
            "ring/501-1seg-3d-tokenloss-2", 2,
            "ring/501-1seg-3d-tokenloss-3", 3);

    /** In one capture d1 and d2 lose all packets of d3 that are larger, from some moment on. */
    private static final int LARGE = 1000;

    private static final int FIRST_LARGE_LOST = 75;

    private Losses() {}

    /** Whether the datagram with this place in the capture did not reach {@code receiver}. */
    static BiPredicate<Integer, CapturedDatagram> of(DatagramCapture capture, CaptureSite site, int self) {
        String name = capture.name();
        String receiver = site.topology(self).name(self);
        LostPacket lost = PACKETS.get(name);
        if (lost != null && lost.at().contains(receiver)) {
            BiPredicate<Integer, CapturedDatagram> packet =
                    firstOf(capture, datagram -> site.isFor(self, datagram) && seqOf(datagram) == lost.seq());
            // There, nothing that d1 sends to the data port reaches d3 any more.
            return name.endsWith("livelock")
                    ? packet.or((place, datagram) -> from(datagram, 1) && seqOf(datagram) >= lost.seq())
                    : packet;
        }
        if (name.contains("10-holes") && self < 2) {
            return (place, datagram) ->
                    from(datagram, 3) && datagram.payload().length > LARGE && seqOf(datagram) >= FIRST_LARGE_LOST;
        }
        if (name.endsWith("hurryloss") && receiver.equals("d1")) {
            return hurryWithoutEffect(capture);
        }
        if (TOKENS_TO_D2.containsKey(name) && receiver.equals("d2")) {
            return repeated(capture, 1, TOKENS_TO_D2.get(name));
        }
        if (name.endsWith("tokenloss-mid") && receiver.equals("d3")) {
            return repeated(capture, 2, 1);
        }
        return (place, datagram) -> false;
    }

    private static PacketKind kindOf(CapturedDatagram datagram) {
        return PacketKind.onDataPort(datagram.buffer(), 0, datagram.payload().length);
    }

    private static boolean from(CapturedDatagram datagram, int lastByte) {
        byte[] address = datagram.source().getAddress().getAddress();
        return address[address.length - 1] == lastByte;
    }

    /** 0 for everything but data packets. */
    private static int seqOf(CapturedDatagram datagram) {
        if (kindOf(datagram) != PacketKind.DATA) {
            return 0;
        }
        DataPacket packet = new DataPacket();
        packet.wrap(datagram.buffer(), 0, datagram.payload().length);
        return packet.seq();
    }

    private static BiPredicate<Integer, CapturedDatagram> firstOf(
            DatagramCapture capture, Predicate<CapturedDatagram> which) {
        for (int i = 0; i < capture.datagrams().size(); i++) {
            if (which.test(capture.datagrams().get(i))) {
                int first = i;
                return (place, datagram) -> place == first;
            }
        }
        throw new IllegalStateException("not in the capture");
    }

    /** The HURRY that no token followed for some time. */
    private static BiPredicate<Integer, CapturedDatagram> hurryWithoutEffect(DatagramCapture capture) {
        for (int i = 0; i + 1 < capture.datagrams().size(); i++) {
            CapturedDatagram datagram = capture.datagrams().get(i);
            long silenceNs = capture.datagrams().get(i + 1).timeNs() - datagram.timeNs();
            if (kindOf(datagram) == PacketKind.HURRY && silenceNs > 50_000_000L) {
                int lost = i;
                return (place, any) -> place == lost;
            }
        }
        throw new IllegalStateException("every HURRY had its effect");
    }

    /** The first token of a daemon that it had to send again, and the tokens behind it up to {@code count}. */
    private static BiPredicate<Integer, CapturedDatagram> repeated(DatagramCapture capture, int sender, int count) {
        int before = -1;
        for (int i = 0; i < capture.datagrams().size(); i++) {
            CapturedDatagram datagram = capture.datagrams().get(i);
            if (!from(datagram, sender)
                    || datagram.destination().getPort() % 2 == 0
                    || PacketKind.onTokenPort(datagram.buffer(), 0, datagram.payload().length) != PacketKind.TOKEN) {
                continue;
            }
            if (before >= 0 && isRepeat(token(capture.datagrams().get(before)), token(datagram))) {
                int first = before;
                return (place, any) -> place >= first && place < first + count;
            }
            before = i;
        }
        throw new IllegalStateException("no token is repeated");
    }

    private static boolean isRepeat(Token first, Token second) {
        return first.arq() == second.arq()
                && first.membershipTime() == second.membershipTime()
                && second.retrans() > Math.max(1, first.retrans());
    }

    private static Token token(CapturedDatagram datagram) {
        Token token = new Token();
        token.wrap(datagram.buffer(), 0, datagram.payload().length);
        return token;
    }
}
