package org.ringcast.harness.ring;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreObserver;
import org.ringcast.daemon.core.CoreOutputs;
import org.ringcast.daemon.core.DaemonCore;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.RingServices;
import org.ringcast.daemon.core.RingUpcalls;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.Form1Token;
import org.ringcast.daemon.wire.Form2Token;
import org.ringcast.daemon.wire.FormToken;
import org.ringcast.daemon.wire.FragmentCursor;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.RequestBlock;
import org.ringcast.daemon.wire.Token;
import org.ringcast.daemon.wire.TokenHeader;
import org.ringcast.daemon.wire.WireLimits;
import org.ringcast.harness.vectors.CapturedDatagram;
import org.ringcast.harness.vectors.DatagramCapture;
import org.ringcast.harness.wire.ByteSwapper;

/**
 * Puts a core in the place of one daemon of a capture: it is handed what that daemon was sent, at the times of the capture, and
 * the messages that the daemon's clients must have submitted, and it should send what the daemon sent. What the core sends goes
 * nowhere. Losses between sender and receiver are not in a capture and must be told.
 */
final class CaptureReplay {
    /** The core starts a little earlier than the real daemon, so that it has sent what others answer when the answer comes. */
    private static final long HEAD_START_NS = 12_000_000;

    private static final long OVERTAKING_NS = 100_000;

    private final DatagramCapture capture;
    private final CaptureSite site;
    private final int self;
    private final BiPredicate<Integer, CapturedDatagram> isLost;
    private final List<String> sentTokens = new ArrayList<>();
    private final List<String> sentData = new ArrayList<>();
    private final List<String> sentForms = new ArrayList<>();
    private final List<String> delivered = new ArrayList<>();
    private final Map<Integer, ArrayDeque<Submission>> submissions = new LinkedHashMap<>();
    private DaemonCore core;
    private RingServices services;
    private long nowNs;
    private boolean otherByteOrder;
    private int overtakingSeq;

    private record Submission(int service, ByteBuf message) {}

    /**
     * Nothing runs yet.
     *
     * @param daemon name of the daemon whose place the core takes
     */
    CaptureReplay(DatagramCapture original, String daemon) {
        this.site = CaptureSite.of(original);
        this.capture = site.isFromOneAddress() ? withAddresses(original, site) : original;
        this.self = site.indexOf(daemon);
        this.isLost = Losses.of(capture, site, self);
    }

    /** Level 4 daemons do not bind the socket that they send from: on one machine all have the same address. */
    private static DatagramCapture withAddresses(DatagramCapture original, CaptureSite site) {
        List<CapturedDatagram> datagrams = new ArrayList<>();
        for (CapturedDatagram datagram : original.datagrams()) {
            int transmitter = datagram.buffer().getIntLE(PacketHeader.TRANSMITTER_ID_OFFSET);
            int daemon = site.topology(0).indexOfId(transmitter);
            InetSocketAddress source = new InetSocketAddress(
                    site.address(daemon), datagram.source().getPort());
            datagrams.add(new CapturedDatagram(datagram.timeNs(), source, datagram.destination(), datagram.payload()));
        }
        return new DatagramCapture(original.name(), datagrams);
    }

    /** All other daemons are big-endian. */
    CaptureReplay inOtherByteOrder() {
        otherByteOrder = true;
        return this;
    }

    /** The packet with this number came before the token that is before it in the capture. */
    CaptureReplay withOvertaking(int seq) {
        overtakingSeq = seq;
        return this;
    }

    // ---- What the real daemon did --------------------------------------------------------------------------------

    private boolean isMine(CapturedDatagram datagram) {
        return site.indexOf(datagram.source().getAddress()) == self;
    }

    private PacketKind kindOf(CapturedDatagram datagram) {
        ByteBuf bytes = datagram.buffer();
        int length = datagram.payload().length;
        return site.isTokenPort(datagram)
                ? PacketKind.onTokenPort(bytes, 0, length)
                : PacketKind.onDataPort(bytes, 0, length);
    }

    /** The regular tokens that the daemon sent; copies sent one after the other count once. */
    List<String> expectedTokens() {
        List<String> tokens = new ArrayList<>();
        for (CapturedDatagram datagram : capture.datagrams()) {
            if (isMine(datagram) && kindOf(datagram) == PacketKind.TOKEN) {
                add(tokens, tokenText(datagram.buffer()));
            }
        }
        return tokens;
    }

    /** The data packets that the daemon sent, without routed copies. */
    List<String> expectedData() {
        List<String> packets = new ArrayList<>();
        for (CapturedDatagram datagram : capture.datagrams()) {
            if (isMine(datagram) && kindOf(datagram) == PacketKind.DATA) {
                add(packets, dataText(datagram.buffer()));
            }
        }
        return packets;
    }

    /** The form tokens that the daemon sent. */
    List<String> expectedForms() {
        List<String> forms = new ArrayList<>();
        for (CapturedDatagram datagram : capture.datagrams()) {
            PacketKind kind = kindOf(datagram);
            if (isMine(datagram) && (kind == PacketKind.FORM1 || kind == PacketKind.FORM2)) {
                add(forms, formText(datagram.buffer()));
            }
        }
        return forms;
    }

    private static String formText(ByteBuf bytes) {
        if (PacketKind.onTokenPort(bytes, 0, bytes.readableBytes()) == PacketKind.FORM1) {
            Form1Token token = new Form1Token();
            token.wrap(bytes, 0, bytes.readableBytes());
            return "form1" + formText(token) + " reps " + token.reps() + " at " + token.repIndex() + token.rings();
        }
        Form2Token token = new Form2Token();
        token.wrap(bytes, 0, bytes.readableBytes());
        String ring = token.numMembers() == 0 ? "" : " ring " + token.ringProcId() + "/" + token.ringTime();
        return "form2" + formText(token) + ring + token.rings();
    }

    private static String formText(FormToken token) {
        return " (" + token.membershipProcId() + "/" + token.membershipTime() + ") by " + token.transmitterId() + " "
                + token.procId() + " seq " + token.seq() + " aru " + token.aru() + " fc " + token.flowControl()
                + " members " + Arrays.toString(token.memberIds()) + " " + token.numMembers() + "/"
                + token.numPending();
    }

    private static void add(List<String> list, String text) {
        if (list.isEmpty() || !list.get(list.size() - 1).equals(text)) {
            list.add(text);
        }
    }

    private String tokenText(ByteBuf bytes) {
        Token token = new Token();
        token.wrap(bytes, bytes.readerIndex(), bytes.readableBytes());
        StringBuilder text = new StringBuilder();
        text.append("arq ").append(token.arq()).append(" retrans ").append(token.retrans());
        text.append(" seq ").append(token.seq()).append(" aru ").append(token.aru());
        text.append(" by ").append(token.aruLastId()).append(" fc ").append(token.flowControl());
        RequestBlock block = new RequestBlock();
        for (boolean more = token.firstRequest(block); more; more = token.nextRequest(block)) {
            text.append(" rtr(")
                    .append(block.procId())
                    .append(',')
                    .append(block.segmentIndex())
                    .append(')');
            for (int i = 0; i < block.numSeq(); i++) {
                text.append(' ').append(block.seq(i));
            }
        }
        return text.toString();
    }

    /** All that has a meaning; routed copies look like the others. */
    private String dataText(ByteBuf bytes) {
        DataPacket packet = new DataPacket();
        packet.wrap(bytes, bytes.readerIndex(), bytes.readableBytes());
        StringBuilder text = new StringBuilder();
        text.append("seq ").append(packet.seq()).append(" from ").append(packet.procId());
        text.append(" by ").append(packet.transmitterId()).append(" service ").append(packet.service());
        text.append(" round ").append(packet.tokenRound());
        FragmentCursor cursor = new FragmentCursor().reset(packet);
        while (cursor.next()) {
            text.append(" [")
                    .append(cursor.index())
                    .append(':')
                    .append(cursor.lengthBytes())
                    .append(' ');
            text.append(bytes.slice(cursor.offset(), cursor.lengthBytes()).hashCode())
                    .append(']');
        }
        return text.toString();
    }

    /**
     * Finds which messages the daemon's clients had submitted before which of its tokens came in: those whose first fragment
     * it sent at that visit.
     */
    private void planSubmissions() {
        Map<Integer, ByteBuf> whole = wholeMessages();
        int visit = -1;
        int lastArq = -1;
        int lastSeq = 0;
        int highestSeen = 0;
        long ring = 0;
        for (int i = 0; i < capture.datagrams().size(); i++) {
            CapturedDatagram datagram = capture.datagrams().get(i);
            PacketKind kind = kindOf(datagram);
            if (kind == PacketKind.TOKEN && site.isFor(self, datagram) && !isLost.test(i, datagram)) {
                Token token = new Token();
                token.wrap(datagram.buffer(), 0, datagram.payload().length);
                if (site.size() == 1) {
                    addPackets(token.seq() - lastSeq, visit);
                    lastSeq = token.seq();
                }
                if (token.arq() != lastArq) {
                    visit = i;
                }
                lastArq = token.arq();
            } else if (kind == PacketKind.DATA && isMine(datagram)) {
                DataPacket packet = new DataPacket();
                packet.wrap(datagram.buffer(), 0, datagram.payload().length);
                if (ring != packet.membershipTime()) {
                    ring = packet.membershipTime();
                    highestSeen = 0;
                }
                if (packet.procId() == packet.transmitterId() && packet.seq() > highestSeen) {
                    highestSeen = packet.seq();
                    addSubmissions(packet, visit, whole);
                }
            }
        }
    }

    /** The packets of a lone daemon do not leave it, but its tokens tell how many there were: a message for each. */
    private void addPackets(int packets, int visit) {
        for (int i = 0; i < packets; i++) {
            submissions
                    .computeIfAbsent(visit, key -> new ArrayDeque<>())
                    .add(new Submission(
                            PacketType.AGREED, Unpooled.buffer().writeZero(WireLimits.MAX_PACKET_BODY_BYTES)));
        }
    }

    private void addSubmissions(DataPacket packet, int visit, Map<Integer, ByteBuf> whole) {
        FragmentCursor cursor = new FragmentCursor().reset(packet);
        while (cursor.next()) {
            ByteBuf message = null;
            if (cursor.index() == DataPacket.WHOLE_MESSAGE) {
                message = packet.buffer().slice(cursor.offset(), cursor.lengthBytes());
            } else if (cursor.index() == 1) {
                message = whole.get(packet.seq());
            }
            if (message != null) {
                submissions
                        .computeIfAbsent(visit, key -> new ArrayDeque<>())
                        .add(new Submission(serviceOf(message), message));
            }
        }
    }

    /** Long messages of the daemon by the sequence number of their first packet. */
    private Map<Integer, ByteBuf> wholeMessages() {
        Map<Integer, ByteBuf> messages = new LinkedHashMap<>();
        ByteBuf current = null;
        int last = 0;
        for (CapturedDatagram datagram : capture.datagrams()) {
            if (!isMine(datagram) || kindOf(datagram) != PacketKind.DATA) {
                continue;
            }
            DataPacket packet = new DataPacket();
            packet.wrap(datagram.buffer(), 0, datagram.payload().length);
            if (packet.procId() != packet.transmitterId() || packet.seq() <= last) {
                continue;
            }
            last = packet.seq();
            if (packet.fragmentIndex() == 1) {
                current = Unpooled.buffer();
                messages.put(packet.seq(), current);
            }
            if (packet.fragmentIndex() != DataPacket.WHOLE_MESSAGE && current != null) {
                current.writeBytes(packet.buffer(), packet.bodyOffset(), packet.fragmentLen());
            }
        }
        return messages;
    }

    private static int serviceOf(ByteBuf message) {
        int type = message.getIntLE(message.readerIndex());
        if ((type & 0x3) != 0) {
            return PacketType.RELIABLE;
        }
        if ((type & 0x4) != 0) {
            return PacketType.FIFO;
        }
        if ((type & 0x18) != 0) {
            return PacketType.AGREED;
        }
        if ((type & 0x20) != 0) {
            return PacketType.SAFE;
        }
        return PacketType.AGREED;
    }

    // ---- The run -------------------------------------------------------------------------------------------------

    void run() {
        planSubmissions();
        nowNs = startNs();
        int hash = hashOf(capture.datagrams().get(0));
        core = new DaemonCore(
                site.topology(self),
                site.settings(hash),
                new Outputs(),
                CoreLog.SILENT,
                new Observer(),
                UnpooledByteBufAllocator.DEFAULT,
                this::wallClockSeconds,
                1,
                newServices -> {
                    services = newServices;
                    return new Upper();
                });
        core.start(nowNs);
        for (int i = 0; i < capture.datagrams().size(); i++) {
            CapturedDatagram datagram = capture.datagrams().get(i);
            runTimersUntil(datagram.timeNs());
            if (isMine(datagram) && isReleaseByMyself(i)) {
                submitFor(nextVisit(i));
            }
            if (site.isFor(self, datagram) && !isLost.test(i, datagram) && datagram.timeNs() >= startNs()) {
                submitFor(i);
                feedWhatOvertakes(i);
                feed(datagram);
            }
        }
        runTimersUntil(nowNs + 1_000_000);
        core.stop(nowNs);
    }

    /** Whether the daemon let go of a held token because it had something to send itself. */
    private boolean isReleaseByMyself(int place) {
        CapturedDatagram datagram = capture.datagrams().get(place);
        if (kindOf(datagram) != PacketKind.TOKEN || self != 0) {
            return false;
        }
        int expected = 0;
        for (int i = 0; i <= place; i++) {
            CapturedDatagram before = capture.datagrams().get(i);
            if (isMine(before) && kindOf(before) == PacketKind.TOKEN) {
                expected = i;
            }
        }
        return expected == place
                && (sentTokens.isEmpty()
                        || !sentTokens.get(sentTokens.size() - 1).equals(tokenText(datagram.buffer())))
                && nextVisit(place) >= 0;
    }

    private int nextVisit(int place) {
        for (int i = place; i < capture.datagrams().size(); i++) {
            CapturedDatagram datagram = capture.datagrams().get(i);
            if (site.isFor(self, datagram) && kindOf(datagram) == PacketKind.TOKEN) {
                return submissions.containsKey(i) ? i : -1;
            }
        }
        return -1;
    }

    private void submitFor(int visit) {
        ArrayDeque<Submission> waiting = submissions.remove(visit);
        if (waiting != null) {
            for (Submission submission : waiting) {
                services.submit(submission.service(), submission.message(), RingServices.Submitter.NOBODY);
            }
        }
    }

    /** A daemon empties its data socket before it takes a token: what came a little later than the token is then before it. */
    private void feedWhatOvertakes(int token) {
        List<CapturedDatagram> datagrams = capture.datagrams();
        long untilNs = datagrams.get(token).timeNs() + OVERTAKING_NS;
        boolean late = overtakingSeq > 0 && kindOf(datagrams.get(token)) == PacketKind.TOKEN;
        for (int i = token + 1; late && i < datagrams.size() && datagrams.get(i).timeNs() <= untilNs; i++) {
            CapturedDatagram datagram = datagrams.get(i);
            if (kindOf(datagram) == PacketKind.DATA
                    && site.isFor(self, datagram)
                    && datagram.buffer().getIntLE(PacketHeader.SEQ_OFFSET) == overtakingSeq) {
                feed(datagram);
            }
        }
    }

    private void feed(CapturedDatagram datagram) {
        int from = site.indexOf(datagram.source().getAddress());
        byte[] payload = datagram.payload();
        if (otherByteOrder) {
            payload = ByteSwapper.swap(kindOf(datagram), payload);
        }
        ByteBuf bytes = Unpooled.wrappedBuffer(payload).asReadOnly();
        if (site.isTokenPort(datagram)) {
            core.onTokenDatagram(from, bytes, nowNs);
        } else {
            core.onDataDatagram(from, bytes, nowNs);
        }
    }

    private void runTimersUntil(long timeNs) {
        while (core.nextDeadlineNs() <= timeNs) {
            nowNs = Math.max(nowNs, core.nextDeadlineNs());
            core.runTimers(nowNs);
        }
        nowNs = Math.max(nowNs, timeNs);
    }

    /**
     * The first thing that a daemon sends is an ALIVE at once; where no segment hears it a JOIN half a second later; where there
     * is nobody else at all a form token at the end of the gathering.
     */
    private long startNs() {
        for (CapturedDatagram datagram : capture.datagrams()) {
            if (isMine(datagram)) {
                long sinceStartMillis = switch (kindOf(datagram)) {
                    case ALIVE -> 0;
                    case JOIN -> 500;
                    default -> 1750;
                };
                return datagram.timeNs() - sinceStartMillis * 1_000_000L - HEAD_START_NS;
            }
        }
        throw new IllegalStateException("the daemon sends nothing");
    }

    /** The wall clock when the daemon worked on a form token, which may be a little later than the core does. */
    private long wallClockSeconds() {
        for (CapturedDatagram datagram : capture.datagrams()) {
            boolean form = site.isTokenPort(datagram) && kindOf(datagram) != PacketKind.TOKEN;
            long inNs = datagram.timeNs() - nowNs;
            if (form && isMine(datagram) && inNs >= 0 && inNs < 500_000_000L) {
                return datagram.timeNs() / 1_000_000_000L;
            }
        }
        return nowNs / 1_000_000_000L;
    }

    private int hashOf(CapturedDatagram datagram) {
        return datagram.buffer()
                .getIntLE(site.isTokenPort(datagram) ? TokenHeader.CONF_HASH_OFFSET : PacketHeader.CONF_HASH_OFFSET);
    }

    String counters() {
        return core.counters().toString();
    }

    List<String> sentTokens() {
        return sentTokens;
    }

    List<String> sentForms() {
        return sentForms;
    }

    List<String> sentData() {
        return sentData;
    }

    /** What was handed up: packets by number and originator, configurations. */
    List<String> delivered() {
        return delivered;
    }

    private static String names(RingMembers members) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < members.size(); i++) {
            names.append(' ').append(members.topology().name(members.member(i)));
        }
        return names.toString();
    }

    private final class Observer implements CoreObserver {
        @Override
        public void onDeliverPacket(MembershipId ring, int seq, int originator, int packetType) {
            delivered.add(seq + " from " + site.topology(self).name(originator));
        }
    }

    private final class Upper implements RingUpcalls {
        @Override
        public void onMessage(int originator, ByteBuf message) {
            // the packets tell enough
        }

        @Override
        public void onTransitional(RingMembers transitional) {
            delivered.add("TRANS" + names(transitional));
        }

        @Override
        public void onRegular(RingMembers regular) {
            delivered.add("REG" + names(regular));
            services.setThreshold(RingServices.Threshold.UNRELIABLE);
        }
    }

    private final class Outputs implements CoreOutputs {
        @Override
        public void sendData(int daemonIndex, ByteBuf packet) {
            int length = packet.readableBytes();
            if (PacketKind.onDataPort(packet, packet.readerIndex(), length) == PacketKind.DATA) {
                add(sentData, dataText(Unpooled.copiedBuffer(packet)));
            }
        }

        @Override
        public void sendToken(int daemonIndex, ByteBuf packet) {
            if (PacketKind.onTokenPort(packet, packet.readerIndex(), packet.readableBytes()) == PacketKind.TOKEN) {
                add(sentTokens, tokenText(Unpooled.copiedBuffer(packet)));
            } else {
                add(sentForms, formText(Unpooled.copiedBuffer(packet)));
            }
        }

        @Override
        public void sendSegment(ByteBuf packet) {
            sendData(-1, packet);
        }

        @Override
        public void outputReady(Session session) {}

        @Override
        public void setReading(Session session, boolean reading) {}

        @Override
        public void close(Session session, String reason) {}
    }
}
