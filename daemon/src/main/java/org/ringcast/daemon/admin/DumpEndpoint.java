package org.ringcast.daemon.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.time.InstantSource;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.wire.DumpRequest;
import org.ringcast.daemon.wire.DumpRequest.Outcome;
import org.ringcast.daemon.wire.MonitorProtocol;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.WireLimits;

/**
 * Obeys monitors that want the flight recorder written into a file. They must send from the address of a configured daemon, and
 * where there is a {@code MonitorSecret} they must have it.
 *
 * <p>Owning thread: the ring loop.
 */
public final class DumpEndpoint {
    private static final int ANSWER_BYTES =
            WireLimits.PACKET_HEADER_BYTES + 2 * Integer.BYTES + DumpRequest.MAX_NAME_BYTES;

    private final Topology topology;
    private final int configurationHash;
    private final SignatureCheck signatures;
    private final Actions actions;
    private final CoreLog log;
    private final PacketHeader header = new PacketHeader();
    private final PacketHeader answer = new PacketHeader();
    private final ByteBuf out = Unpooled.buffer(ANSWER_BYTES);

    /** What the endpoint does to the world. */
    public interface Actions {
        /**
         * Has a dump written.
         *
         * @param why in words
         * @return its file; null when the last one is too young
         */
        Path dump(String why);

        /** As {@link MonitorEndpoint.Actions#reply}. */
        void reply(int daemonIndex, int port, ByteBuf packet);
    }

    /**
     * An endpoint for one configuration; a reload makes a new one.
     *
     * @param clock the wall clock, for the times of signed requests
     */
    public DumpEndpoint(
            Topology topology,
            int configurationHash,
            MonitorPolicy policy,
            Actions actions,
            InstantSource clock,
            CoreLog log) {
        this.topology = topology;
        this.configurationHash = configurationHash;
        this.signatures = policy.secret().isEmpty() ? null : new SignatureCheck(policy.secret(), clock);
        this.actions = actions;
        this.log = log;
    }

    /**
     * Whether a datagram of the data port is such a wish; then it is dealt with.
     *
     * @param sourceKey key of the source address, -1 when it is nobody's
     */
    public boolean takes(int sourceKey, ByteBuf datagram) {
        int length = datagram.readableBytes();
        if (!DumpRequest.hasLength(length)
                || !DumpRequest.isQuestion(datagram, datagram.readerIndex(), length, configurationHash)) {
            return false;
        }
        int sender = daemonAt(topology, sourceKey);
        if (sender < 0) {
            // Nobody to answer, and nobody who may ask.
            return true;
        }
        header.wrap(datagram, datagram.readerIndex(), length);
        if (!isSigned(datagram)) {
            answer(sender, Outcome.REFUSED, "");
            return true;
        }
        Path file = actions.dump("a monitor that poses as " + topology.name(sender) + " asked for it");
        answer(sender, file == null ? Outcome.TOO_SOON : Outcome.WRITTEN, file == null ? "" : file.toString());
        return true;
    }

    private boolean isSigned(ByteBuf request) {
        if (signatures == null) {
            return true;
        }
        SignatureCheck.Result result = signatures.check(request);
        if (result != SignatureCheck.Result.GOOD) {
            log.line(
                    CoreLog.Kind.PRINT,
                    CoreLog.Level.PRINT,
                    "Monitor request for a dump refused: "
                            + (result == SignatureCheck.Result.UNSIGNED
                                    ? "it is not signed with the MonitorSecret of this daemon"
                                    : "its signature was used before, or is of another time"));
        }
        return result == SignatureCheck.Result.GOOD;
    }

    /** The configured daemon with an address, -1 for none. */
    static int daemonAt(Topology topology, int sourceKey) {
        for (int i = 0; sourceKey >= 0 && i < topology.daemonCount(); i++) {
            if (topology.daemon(i).addressKey() == sourceKey) {
                return i;
            }
        }
        return -1;
    }

    private void answer(int daemonIndex, Outcome outcome, String file) {
        int port = header.seq() & MonitorProtocol.REPLY_PORT_MASK;
        if (port != 0) {
            DumpRequest.wrapAnswer(answer, out, outcome, file);
            answer.setProcId(topology.selfId());
            answer.setConfHash(configurationHash);
            actions.reply(daemonIndex, port, out.setIndex(0, answer.lengthBytes()));
        }
    }
}
