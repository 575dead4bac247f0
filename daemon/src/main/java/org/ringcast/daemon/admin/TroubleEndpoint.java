package org.ringcast.daemon.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.ringcast.daemon.core.DaemonCore;
import org.ringcast.daemon.core.StuckEpisode;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.wire.MonitorProtocol;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.TroubleRequest;

/**
 * Tells monitors what troubles this daemon. They must send from the address of a configured daemon, and where there is a
 * {@code MonitorSecret} they must have it, for names of clients are told.
 *
 * <p>Owning thread: the ring loop.
 */
public final class TroubleEndpoint {
    /** Clients, and episodes of the past. */
    private static final int MOST = 5;

    /** However many ask, sessions are looked through no more often. */
    private static final long AGE_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final byte[] NOTHING = {};

    private final Topology topology;
    private final int configurationHash;
    private final SignatureCheck signatures;
    private final DaemonCore core;
    private final Replies replies;
    private final LongSupplier nowNs;
    private final PacketHeader header = new PacketHeader();
    private final PacketHeader answer = new PacketHeader();
    private final ByteBuf out = Unpooled.buffer(TroubleRequest.MAX_ANSWER_BYTES);
    private byte[] text;
    private long textNs;

    /** Who sends what this answers. */
    public interface Replies {
        /** As {@link MonitorEndpoint.Actions#reply}. */
        void reply(int daemonIndex, int port, ByteBuf packet);
    }

    /**
     * An endpoint for one configuration; a reload makes a new one.
     *
     * @param nowNs the core's clock
     * @param clock the wall clock, for the times of signed requests
     */
    public TroubleEndpoint(
            Topology topology,
            int configurationHash,
            MonitorPolicy policy,
            DaemonCore core,
            Replies replies,
            LongSupplier nowNs,
            InstantSource clock) {
        this.topology = topology;
        this.configurationHash = configurationHash;
        this.signatures = policy.secret().isEmpty() ? null : new SignatureCheck(policy.secret(), clock);
        this.core = core;
        this.replies = replies;
        this.nowNs = nowNs;
    }

    /**
     * Whether a datagram of the data port is such a question; then it is dealt with.
     *
     * @param sourceKey key of the source address, -1 when it is nobody's
     */
    public boolean takes(int sourceKey, ByteBuf datagram) {
        int length = datagram.readableBytes();
        if (!TroubleRequest.isQuestion(datagram, datagram.readerIndex(), length, configurationHash)) {
            return false;
        }
        int sender = DumpEndpoint.daemonAt(topology, sourceKey);
        header.wrap(datagram, datagram.readerIndex(), length);
        int port = header.seq() & MonitorProtocol.REPLY_PORT_MASK;
        if (sender >= 0 && port != 0) {
            boolean refused = signatures != null && !signatures.isOfNow(datagram);
            TroubleRequest.wrapAnswer(answer, out, refused, refused ? NOTHING : text());
            answer.setProcId(topology.selfId());
            answer.setConfHash(configurationHash);
            replies.reply(sender, port, out.setIndex(0, answer.lengthBytes()));
        }
        return true;
    }

    private byte[] text() {
        long now = nowNs.getAsLong();
        if (text == null || now - textNs > AGE_NS) {
            textNs = now;
            text = bytes(lines(now));
        }
        return text;
    }

    /** What lasts first; when there is no room for all, what comes last is missing. */
    private List<String> lines(long now) {
        List<String> lines = new ArrayList<>();
        List<String> over = new ArrayList<>();
        for (StuckEpisode episode : core.stuckEpisodes()) {
            String line = "stuck\t%s\t%s\t%s\t%d\t%d"
                    .formatted(
                            episode.daemon(),
                            episode.from(),
                            episode.address(),
                            millis(episode.lastedNs(now)),
                            episode.ended() ? millis(now - episode.endedNs()) : -1);
            if (episode.ended()) {
                over.add(0, line);
            } else {
                lines.add(line);
            }
        }
        for (Session session : slowest(now)) {
            lines.add("slow\t%s\t%d\t%d\t%d"
                    .formatted(
                            session.privateGroup(),
                            session.queuedMessages(),
                            session.queuedBytes(),
                            millis(session.behindNs(now))));
        }
        lines.addAll(over.subList(0, Math.min(MOST, over.size())));
        return lines;
    }

    private List<Session> slowest(long now) {
        List<Session> behind = new ArrayList<>();
        for (int i = 0; i < core.sessions().count(); i++) {
            Session session = core.sessions().session(i);
            if (session.queuedMessages() > 0) {
                behind.add(session);
            }
        }
        behind.sort(Comparator.comparingLong((Session session) -> session.behindNs(now))
                .reversed());
        return behind.subList(0, Math.min(MOST, behind.size()));
    }

    private static byte[] bytes(List<String> lines) {
        StringBuilder all = new StringBuilder();
        int length = 0;
        for (String line : lines) {
            length += line.getBytes(StandardCharsets.UTF_8).length + 1;
            if (length > TroubleRequest.MAX_TEXT_BYTES) {
                break;
            }
            all.append(line).append('\n');
        }
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static long millis(long ns) {
        return TimeUnit.NANOSECONDS.toMillis(ns);
    }
}
