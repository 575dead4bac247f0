package org.ringcast.daemon.core.ring;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreObserver;
import org.ringcast.daemon.core.CoreOutputs;
import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.CoreSettings.SessionSettings;
import org.ringcast.daemon.core.CoreSettings.TimerSettings;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.Counters;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.RingServices.Threshold;
import org.ringcast.daemon.core.RingUpcalls;
import org.ringcast.daemon.core.Timers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.FragmentCursor;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.RequestBlock;
import org.ringcast.daemon.wire.Token;
import org.ringcast.daemon.wire.WireLimits;

/**
 * A ring engine in an installed ring of all configured daemons, without any membership: the other daemons are played by the
 * test, token by token and packet by packet.
 */
final class RingFixture implements AutoCloseable {
    static final int HASH = 0x12345678;
    static final MembershipId RING = new MembershipId(100, 7000);

    /** Something that the engine sent; the daemon is -1 for the own segment. */
    record Sent(int to, boolean token, ByteBuf bytes) {
        Token asToken() {
            Token view = new Token();
            view.wrap(bytes, 0, bytes.readableBytes());
            return view;
        }

        DataPacket asData() {
            DataPacket view = new DataPacket();
            view.wrap(bytes, 0, bytes.readableBytes());
            return view;
        }

        boolean isData() {
            return !token && PacketKind.onDataPort(bytes, 0, bytes.readableBytes()) == PacketKind.DATA;
        }
    }

    /** Counts what is taken from it. */
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);

    final Topology topology;
    final CoreSettings settings;
    final Timers timers = new Timers();
    final Counters counters = new Counters();
    final RingContext context;
    final RingEngine engine;
    final List<Sent> sent = new ArrayList<>();
    final List<Integer> delivered = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    /** How often the ring said that packets do not get to this daemon. */
    int unreachable;

    /** Lines of the log that are always shown. */
    final List<String> lines = new ArrayList<>();

    final int self;

    RingFixture(int self, int... segmentSizes) {
        this(self, false, 5, segmentSizes);
    }

    RingFixture(int self, boolean accelerated, int level, int... segmentSizes) {
        this(WireLimits.MAX_PACKET_BYTES, 0, self, accelerated, level, segmentSizes);
    }

    /** In a ring of three daemons with packets of another size. */
    static RingFixture withPackets(int maxPacketBytes, int self) {
        return new RingFixture(maxPacketBytes, 0, self, false, 5, new int[] {3});
    }

    /** In a ring of three daemons whose leader keeps the token for a moment. */
    static RingFixture withRest(long tokenRestNs, int self) {
        return new RingFixture(WireLimits.MAX_PACKET_BYTES, tokenRestNs, self, false, 5, new int[] {3});
    }

    private RingFixture(
            int maxPacketBytes, long tokenRestNs, int self, boolean accelerated, int level, int[] segmentSizes) {
        this.self = self;
        List<Topology.Daemon> daemons = new ArrayList<>();
        for (int segment = 0; segment < segmentSizes.length; segment++) {
            for (int i = 0; i < segmentSizes[segment]; i++) {
                int index = daemons.size();
                daemons.add(new Topology.Daemon("d" + (index + 1), id(index), segment, index));
            }
        }
        List<String> segments = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (Topology.Daemon daemon : daemons) {
            addresses.add("10.88." + daemon.segment() + "." + (daemon.addressKey() + 1));
        }
        for (int segment = 0; segment < segmentSizes.length; segment++) {
            segments.add("[10.88." + segment + ".255]:480" + segment);
        }
        topology = new Topology(daemons, segmentSizes.length, self, segments, addresses);
        settings = new CoreSettings(
                level,
                HASH,
                160,
                20,
                accelerated,
                15,
                false,
                true,
                TimerSettings.LAN,
                new SessionSettings(1000, 1 << 26, 997),
                maxPacketBytes,
                tokenRestNs);
        timers.advanceTo(1_000_000_000L);
        context = new RingContext(
                topology, settings, new Outputs(), new Lines(), CoreObserver.NONE, counters, timers, allocator);
        engine = new RingEngine(context, new Host(), new Upper());
        int[] all = new int[daemons.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        RingMembers ring = new RingMembers(RING, topology, all);
        engine.setRoutes(ring);
        engine.beginRecovery(ring, 3333);
        engine.endOldRing();
        engine.install();
        engine.delivery().setThreshold(Threshold.UNRELIABLE);
    }

    static int id(int index) {
        return 100 - index;
    }

    // ---- Tokens --------------------------------------------------------------------------------------------------

    /** A token of the ring from this daemon's predecessor, little-endian, without requests. */
    Token token(int arq, int seq, int aru) {
        ByteBuf bytes = Unpooled.buffer(10_000);
        Token token = new Token();
        token.wrapNew(bytes, 0, Endian.LITTLE);
        int previous = engine.rings().previous();
        token.setArq(arq);
        token.setTransmitterId(id(previous));
        token.setProcId(id(previous));
        token.setMembership(RING.procId(), RING.time());
        token.setSeq(seq);
        token.setAru(aru);
        token.setAruLastId(id(previous));
        token.setConfHash(HASH);
        return token;
    }

    void request(Token token, int procId, int segment, int... seqs) {
        RequestBlock block = new RequestBlock();
        token.appendRequest(block, RING.procId(), RING.time(), procId, segment);
        for (int seq : seqs) {
            token.appendSeq(block, seq);
        }
    }

    /** Puts a token through the gate and the engine. */
    void feed(Token token) {
        ByteBuf bytes = token.buffer().setIndex(0, token.lengthBytes());
        if (engine.gate().admitToken(topology.indexOfId(token.transmitterId()), bytes) == PacketKind.TOKEN) {
            engine.onToken(bytes);
        }
    }

    /** Feeds the next token of a ring in which nothing changes but what the test says; returns what was passed on. */
    Token visit(int arq, int seq, int aru) {
        return visit(token(arq, seq, aru));
    }

    Token visit(Token token) {
        sent.clear();
        timers.advanceTo(timers.nowNs() + 1_000_000);
        feed(token);
        return passed();
    }

    /** The token sent last, null when none was sent since the list was cleared. */
    Token passed() {
        Token last = null;
        for (Sent datagram : sent) {
            if (datagram.token()) {
                last = datagram.asToken();
            }
        }
        return last;
    }

    int tokensSent() {
        return (int) sent.stream().filter(Sent::token).count();
    }

    static List<Integer> seqs(RequestBlock block) {
        List<Integer> seqs = new ArrayList<>();
        for (int i = 0; i < block.numSeq(); i++) {
            seqs.add(block.seq(i));
        }
        return seqs;
    }

    // ---- Data ----------------------------------------------------------------------------------------------------

    /** A packet with one whole message of 100 bytes that carries its sequence number. */
    DataPacket packet(int from, int seq, int service) {
        return packet(from, seq, service, DataPacket.WHOLE_MESSAGE, 100);
    }

    DataPacket packet(int from, int seq, int service, int fragmentIndex, int bytes) {
        return packet(Endian.LITTLE, from, seq, service, fragmentIndex, bytes);
    }

    DataPacket packet(Endian endian, int from, int seq, int service, int fragmentIndex, int bytes) {
        ByteBuf buffer = Unpooled.buffer(Math.max(1500, WireLimits.PACKET_HEADER_BYTES + bytes));
        DataPacket packet = new DataPacket();
        packet.wrapNew(buffer, 0, endian, service);
        packet.setTransmitterId(id(from));
        packet.setProcId(id(from));
        packet.setMembership(RING.procId(), RING.time());
        packet.setSeq(seq);
        packet.setConfHash(HASH);
        packet.appendFragment(fragmentIndex, message(seq, bytes), 0, bytes);
        return packet;
    }

    static ByteBuf message(int number, int bytes) {
        ByteBuf message = Unpooled.buffer(bytes);
        message.writeZero(bytes);
        if (bytes >= 4) {
            message.setInt(0, number);
        }
        return message;
    }

    void feed(PacketHeader packet) {
        feed(topology.indexOfId(packet.transmitterId()), packet);
    }

    void feed(int addressKey, PacketHeader packet) {
        feed(addressKey, packet.buffer().setIndex(0, packet.lengthBytes()));
    }

    /** Puts a datagram of the data port through the gate and the engine. */
    PacketKind feed(int addressKey, ByteBuf bytes) {
        PacketKind kind = engine.gate().admitData(addressKey, bytes);
        if (kind == PacketKind.DATA) {
            engine.onData(bytes);
        } else if (kind == PacketKind.HURRY) {
            engine.onHurry(engine.gate().transmitter());
        }
        return kind;
    }

    void feed(int from, int seq, int service) {
        feed(packet(from, seq, service));
    }

    void submit(int service, int number, int bytes) {
        engine.submit(service, message(number, bytes), size -> {});
    }

    /** Data packets sent since the list was cleared. */
    List<DataPacket> data() {
        return sent.stream().filter(Sent::isData).map(Sent::asData).toList();
    }

    /** Fragments of a packet as {@code index:length}. */
    static List<String> fragments(DataPacket packet) {
        List<String> fragments = new ArrayList<>();
        FragmentCursor cursor = new FragmentCursor().reset(packet);
        while (cursor.next()) {
            fragments.add(cursor.index() + ":" + cursor.lengthBytes());
        }
        return fragments;
    }

    long count(CounterId id) {
        return counters.get(id);
    }

    @Override
    public void close() {
        engine.close();
        if (allocator.metric().usedHeapMemory() != 0) {
            throw new AssertionError("leaked " + allocator.metric().usedHeapMemory() + " bytes");
        }
    }

    private final class Lines implements CoreLog {
        @Override
        public boolean enabled(Kind kind, Level level) {
            return kind == Kind.PRINT;
        }

        @Override
        public void line(Kind kind, Level level, String text) {
            if (kind == Kind.PRINT) {
                lines.add(text);
            }
        }
    }

    private final class Upper implements RingUpcalls {
        @Override
        public void onMessage(int originator, ByteBuf message) {
            delivered.add(message.getInt(message.readerIndex()));
        }

        @Override
        public void onTransitional(RingMembers transitional) {
            told.add("TRANS");
        }

        @Override
        public void onRegular(RingMembers regular) {
            told.add("REG");
        }
    }

    private final class Host implements RingHost {
        @Override
        public void onForeignData(DataPacket packet) {
            told.add("foreign");
        }

        @Override
        public void onOldRingComplete() {
            told.add("old ring complete");
        }

        @Override
        public void onRecoveryComplete() {
            told.add("recovery complete");
        }

        @Override
        public void onRecoveryStuck(String reason) {
            told.add("stuck");
        }

        @Override
        public void onUnreachable(int notHeard, boolean onlySmall) {
            unreachable++;
        }

        @Override
        public void onStalled(String what) {
            told.add("stalled");
        }

        @Override
        public void onInternalFault(String what) {
            told.add("fault " + what);
        }
    }

    private final class Outputs implements CoreOutputs {
        @Override
        public void sendData(int daemonIndex, ByteBuf packet) {
            sent.add(new Sent(daemonIndex, false, Unpooled.copiedBuffer(packet)));
        }

        @Override
        public void sendToken(int daemonIndex, ByteBuf packet) {
            sent.add(new Sent(daemonIndex, true, Unpooled.copiedBuffer(packet)));
        }

        @Override
        public void sendSegment(ByteBuf packet) {
            sent.add(new Sent(-1, false, Unpooled.copiedBuffer(packet)));
        }

        @Override
        public void outputReady(Session session) {}

        @Override
        public void setReading(Session session, boolean reading) {}

        @Override
        public void close(Session session, String reason) {}
    }
}
