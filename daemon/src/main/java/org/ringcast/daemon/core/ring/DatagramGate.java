package org.ringcast.daemon.core.ring;

import io.netty.buffer.ByteBuf;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.wire.HashInquiry;
import org.ringcast.daemon.wire.MonitorProtocol;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.TokenHeader;
import org.ringcast.daemon.wire.Verdict;
import org.ringcast.daemon.wire.WireLimits;
import org.ringcast.daemon.wire.WireValidator;

/**
 * The first look at a datagram: is it whole, of this configuration, from whom it says, and one that this daemon listens to. See
 * docs/protocol/ring.md, "What is accepted". Packets that ask for it are sent on to the own segment here.
 */
public final class DatagramGate {
    /** So long after a reload what this daemon sent before may come back to it, under the hash of then. */
    private static final long OWN_OLD_PACKETS_NS = 1_000_000_000L;

    private static final int LARGE_BYTES = 1400;
    private static final long LOG_INTERVAL_NS = 60_000_000_000L;

    private final RingContext context;
    private final PartitionFilter partition;
    private final Routing routing;
    private final WireValidator validator;
    private final PacketHeader header = new PacketHeader();
    private final TokenHeader tokenHeader = new TokenHeader();
    private final int maxPacketBytes;
    private final ByteBuf forwarded;
    private final PacketHeader forwardedHeader = new PacketHeader();
    private final LogLimiter limiter = new LogLimiter(LOG_INTERVAL_NS);
    private final ForeignPeers foreignPeers;
    private final long[] heardNs;
    private final long[] heardLargeNs;
    private int transmitter;
    private final long sinceNs;
    private boolean foreignStatus;
    private int announcedSeq;

    DatagramGate(RingContext context, PartitionFilter partition, Routing routing) {
        this.context = context;
        this.partition = partition;
        this.routing = routing;
        validator = new WireValidator(
                context.level(),
                context.topology().daemonCount(),
                context.settings().maxPacketBytes());
        sinceNs = context.timers().nowNs();
        foreignPeers = new ForeignPeers(context.topology(), context.settings().configurationHash());
        heardNs = new long[context.topology().daemonCount()];
        heardLargeNs = new long[heardNs.length];
        maxPacketBytes = context.settings().maxPacketBytes();
        forwarded = context.allocator().buffer(maxPacketBytes, maxPacketBytes);
    }

    /** Topology index of the transmitter of the datagram admitted last; -1 for a monitor that is no daemon. */
    public int transmitter() {
        return transmitter;
    }

    /**
     * Whether the datagram of the data port that was judged last asks for this daemon's hash, because it comes from the address
     * of a configured daemon but of another configuration.
     */
    public boolean isForeignStatus() {
        return foreignStatus;
    }

    /**
     * Judges a datagram of the data port; its body is validated too, except of monitor requests.
     *
     * @return what it is, or null when it was dropped (and counted)
     */
    public PacketKind admitData(int sourceAddressKey, ByteBuf datagram) {
        PacketKind kind = siftData(sourceAddressKey, datagram);
        if (kind == null || kind.isControl()) {
            return kind;
        }
        int offset = datagram.readerIndex();
        int length = datagram.readableBytes();
        PacketKind admitted = validated(kind, datagram, offset, length);
        if (admitted != null && header.isRouted() && routing.isOwnSegmentShared()) {
            forward(datagram, offset, length);
        }
        return admitted;
    }

    /**
     * The cheap part of {@link #admitData}: whether a datagram is of this configuration, from whom it says, and one that this
     * daemon listens to. Nothing is done with it, so it may be asked as soon as the datagram is there, and once more later.
     *
     * @return what it is, or null when it was dropped (and counted)
     */
    public PacketKind siftData(int sourceAddressKey, ByteBuf datagram) {
        int offset = datagram.readerIndex();
        int length = datagram.readableBytes();
        foreignStatus = false;
        Verdict verdict = PacketHeader.validateHeader(maxPacketBytes, datagram, offset, length);
        if (!verdict.isOk()) {
            return dropMalformed("Net_recv", verdict, length);
        }
        header.wrap(datagram, offset, length);
        PacketKind kind = header.kind();
        if (!isOfThisConfiguration(kind)) {
            foreignStatus = kind == PacketKind.STATUS
                    && sourceAddressKey >= 0
                    && HashInquiry.isQuestion(datagram, offset, length);
            return otherConfiguration(
                    "Net_recv: ignoring msg", sourceAddressKey, header.confHash(), header.transmitterId());
        }
        if (kind.isControl() && !context.isLevel5()) {
            transmitter = context.topology().indexOfId(header.procId());
            return kind;
        }
        if (!isFromWhomItSays(sourceAddressKey, header.transmitterId())) {
            return null;
        }
        if (kind.isControl()) {
            return kind;
        }
        if (transmitter == context.self()) {
            return drop(CounterId.DROP_OWN);
        }
        noteHeard(length);
        if (!partition.isHeard(transmitter)) {
            return drop(CounterId.DROP_PARTITION);
        }
        return kind;
    }

    /** As {@link #admitData} for the token port. Does nothing with the token, so it may be asked twice. */
    public PacketKind admitToken(int sourceAddressKey, ByteBuf datagram) {
        int offset = datagram.readerIndex();
        int length = datagram.readableBytes();
        Verdict verdict = TokenHeader.validateHeader(datagram, offset, length);
        if (!verdict.isOk()) {
            return dropMalformed("Net_recv_token", verdict, length);
        }
        tokenHeader.wrap(datagram, offset, length);
        if (tokenHeader.confHash() != context.settings().configurationHash()) {
            return otherConfiguration(
                    "Net_recv_token: ignoring token",
                    sourceAddressKey,
                    tokenHeader.confHash(),
                    tokenHeader.transmitterId());
        }
        if (!isFromWhomItSays(sourceAddressKey, tokenHeader.transmitterId())) {
            return null;
        }
        noteHeard(0);
        if (!partition.isHeard(transmitter)) {
            return drop(CounterId.DROP_PARTITION);
        }
        PacketKind kind = tokenHeader.kind();
        verdict = validator.validate(kind, datagram, offset, length);
        if (verdict.isOk()) {
            announcedSeq = Math.max(announcedSeq, kind == PacketKind.TOKEN ? tokenHeader.seq() : Integer.MAX_VALUE);
            return kind;
        }
        if (kind == PacketKind.UNKNOWN) {
            return unknown("Memb_handle_token: unknown token type", tokenHeader.type());
        }
        if (verdict == Verdict.LENGTH_MISMATCH && kind == PacketKind.TOKEN) {
            return wrongTokenLength(length);
        }
        complain("Net_recv_token: ignoring " + kind + ": " + verdict.text());
        return drop(kind == PacketKind.TOKEN ? CounterId.TOKEN_MALFORMED : CounterId.FORM_MALFORMED);
    }

    /**
     * Highest number of a packet that tokens tell of which were admitted since {@link #forgetAnnounced}; the highest number there
     * is when one of them forms a ring.
     */
    int announcedSeq() {
        return announcedSeq;
    }

    /** The waiting token was taken. */
    public void forgetAnnounced() {
        announcedSeq = 0;
    }

    private void noteHeard(int packetBytes) {
        if (partition.isInReach(transmitter)) {
            heardNs[transmitter] = context.timers().nowNs();
            if (packetBytes >= LARGE_BYTES) {
                heardLargeNs[transmitter] = context.timers().nowNs();
            }
        }
    }

    /** When a datagram of this daemon came in last, used or not; 0 for never. Partitions of monitors count as silence. */
    public long heardNs(int daemonIndex) {
        return heardNs[daemonIndex];
    }

    /** The same for packets of about the largest size. */
    public long heardLargeNs(int daemonIndex) {
        return heardLargeNs[daemonIndex];
    }

    /** Who sends datagrams of other configurations. */
    public ForeignPeers foreignPeers() {
        return foreignPeers;
    }

    private PacketKind wrongTokenLength(int length) {
        if (context.logs(Kind.PROTOCOL, Level.WARNING)) {
            context.line(
                    Kind.PROTOCOL,
                    Level.WARNING,
                    "Prot_handle_token: recv token len is " + length + ", should be "
                            + (WireLimits.TOKEN_HEADER_BYTES + tokenHeader.rtrLen()));
        }
        return drop(CounterId.TOKEN_WRONG_LENGTH);
    }

    private boolean isOfThisConfiguration(PacketKind kind) {
        if (header.confHash() == context.settings().configurationHash()) {
            return true;
        }
        return !context.isLevel5() && header.confHash() == MonitorProtocol.LEVEL_4_HASH && kind.isControl();
    }

    private boolean isFromWhomItSays(int sourceAddressKey, int transmitterId) {
        transmitter = context.topology().indexOfId(transmitterId);
        if (transmitter < 0) {
            complain(transmitterId, "bc not in my configuration");
            drop(CounterId.DROP_UNKNOWN_TRANSMITTER);
            return false;
        }
        if (context.isLevel5() && context.topology().daemon(transmitter).addressKey() != sourceAddressKey) {
            complain(transmitterId, "bc src_addr doesn't match my configuration");
            drop(CounterId.DROP_SOURCE_ADDRESS);
            return false;
        }
        return true;
    }

    private PacketKind validated(PacketKind kind, ByteBuf datagram, int offset, int length) {
        Verdict verdict = validator.validate(kind, datagram, offset, length);
        if (verdict.isOk()) {
            return kind;
        }
        if (kind == PacketKind.UNKNOWN) {
            return unknown("Memb_handle_message: unknown message type", header.type());
        }
        complain("Net_recv: ignoring " + kind + ": " + verdict.text());
        return drop(kind.isMembership() ? CounterId.MEMBERSHIP_MALFORMED : CounterId.DROP_MALFORMED);
    }

    /** Sends a routed packet to the own segment, in its originator's byte order. The copy is unmarked, so there is no loop. */
    private void forward(ByteBuf datagram, int offset, int length) {
        forwarded.setBytes(0, datagram, offset, length);
        forwardedHeader.wrap(forwarded, 0, length);
        forwardedHeader.setRouted(false);
        forwardedHeader.setTransmitterId(context.selfId());
        forwarded.setIndex(0, length);
        context.count(CounterId.REFORWARDED);
        routing.sendOwnSegment(forwarded);
    }

    private PacketKind otherConfiguration(String what, int sourceAddressKey, int hash, int transmitterId) {
        long nowNs = context.timers().nowNs();
        if (transmitterId == context.selfId() && nowNs - sinceNs < OWN_OLD_PACKETS_NS) {
            return drop(CounterId.DROP_OWN);
        }
        drop(CounterId.DROP_CONFIGURATION);
        if (foreignPeers.isDue(sourceAddressKey, hash, transmitterId, nowNs)) {
            String source = context.outputs().datagramSource();
            context.line(
                    Kind.NETWORK,
                    Level.PRINT,
                    foreignPeers.line(what, sourceAddressKey, hash, transmitterId, source, nowNs));
        }
        return null;
    }

    private PacketKind dropMalformed(String where, Verdict verdict, int length) {
        complain(where + ": ignoring msg of size " + length + ": " + verdict.text());
        return drop(verdict == Verdict.TOO_SHORT ? CounterId.DROP_SHORT : CounterId.DROP_LENGTH);
    }

    private PacketKind unknown(String what, int type) {
        complain(what + " 0x" + Integer.toHexString(type) + " (ignoring)");
        return drop(CounterId.DROP_UNKNOWN_KIND);
    }

    private void complain(int transmitterId, String why) {
        if (context.logs(Kind.NETWORK, Level.WARNING)
                && limiter.isDue(
                        why.hashCode() + transmitterId, context.timers().nowNs())) {
            context.line(
                    Kind.NETWORK,
                    Level.WARNING,
                    "Net_recv: ignoring msg from transmitter (0x%08X) %s; from %s"
                            .formatted(transmitterId, why, context.outputs().datagramSource()));
        }
    }

    private void complain(String text) {
        if (context.logs(Kind.NETWORK, Level.WARNING)
                && limiter.isDue(text.hashCode(), context.timers().nowNs())) {
            context.line(
                    Kind.NETWORK,
                    Level.WARNING,
                    text + "; from " + context.outputs().datagramSource());
        }
    }

    private PacketKind drop(CounterId reason) {
        context.drop(reason);
        return null;
    }

    void close() {
        forwarded.release();
    }
}
