package org.ringcast.daemon.core;

import io.netty.buffer.ByteBuf;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.ring.PartitionFilter;
import org.ringcast.daemon.core.ring.RingContext;
import org.ringcast.daemon.wire.MonitorProtocol;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.PartitionRequest;
import org.ringcast.daemon.wire.Verdict;
import org.ringcast.daemon.wire.WireValidator;

/**
 * What monitors ask for, behind the gate: who may ask is checked here, then the size, and partitions are obeyed here; the rest
 * goes to the {@link ControlHandler}. Whatever is refused is counted, and the log says who asked.
 */
final class MonitorRequests {
    private static final String CHANNEL = " on channel ";

    private final RingContext context;
    private final PartitionFilter partition;
    private final WireValidator validator;
    private final PacketHeader header = new PacketHeader();
    private final PartitionRequest components = new PartitionRequest();
    private ControlHandler handler;

    MonitorRequests(RingContext context, PartitionFilter partition) {
        this.context = context;
        this.partition = partition;
        validator = new WireValidator(context.level(), context.topology().daemonCount());
    }

    /** Under another configuration, for the same handler. */
    MonitorRequests(RingContext context, PartitionFilter partition, MonitorRequests before) {
        this(context, partition);
        handler = before.handler;
    }

    void setHandler(ControlHandler newHandler) {
        handler = newHandler;
    }

    /** A status request with the hash of another configuration; it was dropped and counted already. */
    void onForeignStatus(int sourceAddressKey, ByteBuf request) {
        if (handler != null) {
            handler.onForeignStatus(sourceAddressKey, request);
        }
    }

    /** A request of this configuration, from a source that may speak for its transmitter. */
    void onRequest(PacketKind kind, int sourceAddressKey, ByteBuf request, long nowNs) {
        int offset = request.readerIndex();
        header.wrap(request, offset, request.readableBytes());
        if (context.isLevel5() && context.logs(Kind.NETWORK, Level.INFO)) {
            context.line(
                    Kind.NETWORK,
                    Level.INFO,
                    "Net_recv: got monitor control msg of type 0x%08X from %s"
                            .formatted(header.type(), context.outputs().datagramSource()));
        }
        boolean dangerous = kind == PacketKind.PARTITION || kind == PacketKind.FLOW_CONTROL;
        if (dangerous && !context.settings().dangerousMonitor()) {
            refuse(safeMode(kind));
            return;
        }
        Verdict verdict = validator.validate(kind, request, offset, request.readableBytes());
        if (!verdict.isOk()) {
            malformed(kind, verdict);
            return;
        }
        int sender = context.topology().indexOfId(header.procId());
        if (!isFromMonitor(kind, sender)) {
            illegal(kind);
        } else if (handler != null && !handler.isAllowed(kind, sender, sourceAddressKey, request)) {
            context.drop(CounterId.DROP_CONTROL);
        } else if (kind == PacketKind.PARTITION) {
            onPartition(sender, request, nowNs);
        } else if (handler == null) {
            context.drop(CounterId.DROP_CONTROL);
        } else {
            handler.onRequest(kind, sender, request, nowNs);
        }
    }

    /** Level 5: partitions and reloads need no daemon to pose as. Level 4: nothing goes without one and without the magic. */
    private boolean isFromMonitor(PacketKind kind, int sender) {
        if (context.isLevel5()) {
            return sender >= 0 || kind == PacketKind.PARTITION || kind == PacketKind.RELOAD;
        }
        return sender >= 0 && header.membershipProcId() == MonitorProtocol.LEVEL_4_MAGIC;
    }

    private void onPartition(int sender, ByteBuf request, long nowNs) {
        components.wrap(request, request.readerIndex(), request.readableBytes());
        partition.set(components);
        int own = partition.ownComponent();
        if (own != PartitionRequest.EXIT) {
            context.line(
                    Kind.PRINT,
                    Level.PRINT,
                    context.isLevel5()
                            ? "Net_handle_monitor: Got monitor partition message; I'm in component " + own
                            : "Net_recv: Got monitor message, component " + own);
        } else if (handler != null) {
            handler.onRequest(PacketKind.PARTITION, sender, request, nowNs);
        }
    }

    private String safeMode(PacketKind kind) {
        if (kind == PacketKind.FLOW_CONTROL) {
            return "FC_handle_message: Request to change flow control from (" + dotted(header.procId())
                    + ") denied. Monitor in safe mode";
        }
        return context.isLevel5()
                ? "Net_handle_monitor: Request to set partition or kill daemons from " + source()
                        + " denied. Daemon in safe mode!"
                : "Net_recv: Request to set partition or kill daemons from (" + dotted(header.procId())
                        + ") denied. Monitor in safe mode";
    }

    private void malformed(PacketKind kind, Verdict verdict) {
        context.drop(CounterId.DROP_MALFORMED);
        boolean shortPartition = kind == PacketKind.PARTITION && verdict == Verdict.BODY_TOO_SHORT;
        context.line(
                Kind.PRINT,
                Level.PRINT,
                shortPartition
                        ? "Net_handle_monitor: received monitor partition packet from " + source() + "; proc_id = "
                                + Integer.toUnsignedString(header.procId()) + "; msg too small! Ignoring!"
                        : "Monitor request " + kind + " from " + source() + " ignored: " + verdict.text());
    }

    private void illegal(PacketKind kind) {
        context.drop(CounterId.DROP_CONTROL);
        Kind flag = kind == PacketKind.FLOW_CONTROL ? Kind.FLOW_CONTROL : Kind.STATUS;
        if (context.logs(flag, Level.WARNING)) {
            String who = kind == PacketKind.FLOW_CONTROL ? "FC_handle_message" : "Stat_handle_message";
            context.line(flag, Level.WARNING, who + ": Illegal monitor request");
        }
    }

    private void refuse(String why) {
        context.drop(CounterId.DROP_CONTROL);
        context.line(Kind.PRINT, Level.PRINT, why);
    }

    /** Where the request came from, without the socket it came in on. */
    private String source() {
        String source = context.outputs().datagramSource();
        int end = source.indexOf(CHANNEL);
        return end < 0 ? source : source.substring(0, end);
    }

    private static String dotted(int id) {
        return (id >>> 24) + "." + (id >>> 16 & 0xff) + "." + (id >>> 8 & 0xff) + "." + (id & 0xff);
    }
}
