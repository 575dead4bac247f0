package org.ringcast.daemon.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.InstantSource;
import org.ringcast.daemon.core.ControlHandler;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.ring.FlowControl;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.FlowControlRequest;
import org.ringcast.daemon.wire.HashInquiry;
import org.ringcast.daemon.wire.MonitorProtocol;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.ProtocolLevel;
import org.ringcast.daemon.wire.StatusReply;

/**
 * The daemon's side of the monitor protocol: answers status requests and obeys what monitors may ask. Requests come validated
 * and, if dangerous, allowed by {@code DangerousMonitor}.
 *
 * <p>Owning thread: the ring loop.
 */
public final class MonitorEndpoint implements ControlHandler {
    /** Largest window that fits the wire's signed 16 bits. */
    private static final int MAX_WINDOW = Short.MAX_VALUE;

    private final Topology topology;
    private final ProtocolLevel level;
    private final StatusSource status;
    private final FlowControl windows;
    private final MonitorPolicy policy;
    private final SignatureCheck signatures;
    private final Actions actions;
    private final InstantSource clock;
    private final CoreLog log;
    private final StatusReply reply = new StatusReply();
    private final PacketHeader answer = new PacketHeader();
    private final PacketHeader header = new PacketHeader();
    private final FlowControlRequest flowControl = new FlowControlRequest();
    private final ByteBuf out = Unpooled.buffer(StatusReply.LENGTH_BYTES);
    private boolean terminating;

    /** What the endpoint does to the world. */
    public interface Actions extends ReloadHandler {
        /**
         * Sends a datagram to a daemon's configured address.
         *
         * @param port UDP port, 1..65535
         * @param packet readable bytes; copied or sent before the call returns
         */
        void reply(int daemonIndex, int port, ByteBuf packet);

        /** Ends this daemon in order. */
        void terminate();
    }

    /**
     * @param windows those of the core
     * @param clock the wall clock, for the times of signed requests
     */
    public MonitorEndpoint(
            Topology topology,
            ProtocolLevel level,
            StatusSource status,
            FlowControl windows,
            MonitorPolicy policy,
            Actions actions,
            InstantSource clock,
            CoreLog log) {
        this(
                topology,
                level,
                status,
                windows,
                policy,
                policy.secret().isEmpty() ? null : new SignatureCheck(policy.secret(), clock),
                actions,
                clock,
                log);
    }

    private MonitorEndpoint(
            Topology topology,
            ProtocolLevel level,
            StatusSource status,
            FlowControl windows,
            MonitorPolicy policy,
            SignatureCheck signatures,
            Actions actions,
            InstantSource clock,
            CoreLog log) {
        this.topology = topology;
        this.level = level;
        this.status = status;
        this.windows = windows;
        this.policy = policy;
        this.signatures = signatures;
        this.actions = actions;
        this.clock = clock;
        this.log = log;
    }

    /**
     * The endpoint after a reload. Requests that were signed with the same secret are remembered: none is obeyed twice.
     *
     * @param newWindows those of the core under the new configuration
     */
    public MonitorEndpoint reloaded(
            Topology newTopology, CoreSettings newSettings, FlowControl newWindows, MonitorPolicy newPolicy) {
        StatusSource newStatus = status.reloaded(newTopology, newSettings);
        return newPolicy.secret().equals(policy.secret())
                ? new MonitorEndpoint(
                        newTopology, level, newStatus, newWindows, newPolicy, signatures, actions, clock, log)
                : new MonitorEndpoint(newTopology, level, newStatus, newWindows, newPolicy, actions, clock, log);
    }

    /** What it tells of the daemon. */
    public StatusSource status() {
        return status;
    }

    @Override
    public boolean isAllowed(PacketKind kind, int senderIndex, int sourceAddressKey, ByteBuf request) {
        wrap(request);
        if (kind == PacketKind.STATUS) {
            return mayAskForStatus();
        }
        if (kind == PacketKind.RELOAD && !policy.reloads()) {
            return refuse(kind, "MonitorReload is refuse");
        }
        if (level == ProtocolLevel.LEVEL_4 && sourceAddressKey < 0 && !policy.fromAnywhere()) {
            return refuse(kind, "it does not come from the address of a configured daemon (see MonitorSource)");
        }
        if (signatures == null) {
            return true;
        }
        return switch (signatures.check(request)) {
            case GOOD -> true;
            case COPY -> false;
            case TOO_MANY -> refuse(kind, "there are too many signed requests");
            case UNSIGNED -> refuse(kind, "it is not signed with the MonitorSecret of this daemon");
            case WRONG_TIME ->
                refuse(kind, "it was signed more than " + SignatureCheck.TOLERANCE_MS / 1000 + " s ago or from now");
        };
    }

    /** A monitor is answered at the address that it sends from, so that nobody can have others sent what they did not ask for. */
    private boolean mayAskForStatus() {
        if (level == ProtocolLevel.LEVEL_4 || policy.reflects() || header.procId() == header.transmitterId()) {
            return true;
        }
        return refuse(PacketKind.STATUS, "the reply would go to another daemon than the sender (see StatusReflection)");
    }

    private boolean refuse(PacketKind kind, String why) {
        log.line(
                Kind.PRINT,
                Level.PRINT,
                "Monitor request " + kind + " from daemon " + Integer.toUnsignedString(header.procId()) + " refused: "
                        + why);
        return false;
    }

    @Override
    public void onRequest(PacketKind kind, int senderIndex, ByteBuf request, long nowNs) {
        wrap(request);
        switch (kind) {
            case STATUS -> onStatus(senderIndex, nowNs);
            case FLOW_CONTROL -> onFlowControl(request);
            case PARTITION -> onTerminate();
            case RELOAD -> actions.onReloadRequest(nowNs);
            default -> throw new IllegalArgumentException("no monitor request: " + kind);
        }
    }

    private void wrap(ByteBuf request) {
        header.wrap(request, request.readerIndex(), request.readableBytes());
    }

    private void onStatus(int senderIndex, long nowNs) {
        reply.wrapNew(out, 0, Endian.LITTLE);
        reply.setProcId(topology.selfId());
        // Spread leaves this 0. A monitor of level 4 need not know the hash to be answered, so it is told.
        reply.setConfHash(status.configurationHash());
        status.fill(reply, nowNs);
        send(senderIndex, reply);
        if (level == ProtocolLevel.LEVEL_4 && log.enabled(Kind.STATUS, Level.INFO)) {
            String name = topology.name(senderIndex);
            log.line(Kind.STATUS, Level.INFO, "Stat_handle_message: sent status to Monitor at " + name);
        }
    }

    private void send(int daemonIndex, PacketHeader packet) {
        int port = header.seq() & MonitorProtocol.REPLY_PORT_MASK;
        if (port != 0) {
            actions.reply(daemonIndex, port, out.setIndex(0, packet.lengthBytes()));
        }
    }

    private void onFlowControl(ByteBuf request) {
        flowControl.wrap(request, request.readerIndex(), request.readableBytes());
        int self = topology.self();
        int window = flowControl.window(topology.daemonCount());
        int personal = flowControl.personalWindow(self);
        int accelerated = flowControl.acceleratedWindow(self);
        if (!isWindow(window, 1) || !isWindow(personal, 1) || !isWindow(accelerated, 0)) {
            log.line(
                    Kind.PRINT,
                    Level.PRINT,
                    "FC_handle_message: request ignored, windows out of range: Window " + window + " Personal "
                            + personal + " Accelerated " + accelerated);
            return;
        }
        windows.change(
                window == FlowControlRequest.UNCHANGED ? windows.window() : window,
                personal == FlowControlRequest.UNCHANGED ? windows.personalWindow() : personal,
                accelerated == FlowControlRequest.UNCHANGED ? windows.acceleratedWindow() : accelerated);
        if (log.enabled(Kind.FLOW_CONTROL, Level.INFO)) {
            log.line(
                    Kind.FLOW_CONTROL,
                    Level.INFO,
                    "FC_handle_message: Got monitor mess, Window " + windows.window() + " Personal "
                            + windows.personalWindow() + " Accelerated " + windows.acceleratedWindow());
        }
    }

    private static boolean isWindow(int packets, int min) {
        return packets == FlowControlRequest.UNCHANGED || (packets >= min && packets <= MAX_WINDOW);
    }

    /** Monitors send each request twice. */
    private void onTerminate() {
        if (terminating) {
            return;
        }
        terminating = true;
        log.line(Kind.PRINT, Level.PRINT, "Net_handle_monitor: Instructed to exit by monitor!");
        actions.terminate();
    }

    @Override
    public void onForeignStatus(int sourceAddressKey, ByteBuf request) {
        if (!HashInquiry.isQuestion(request, request.readerIndex(), request.readableBytes())) {
            return;
        }
        for (int i = 0; sourceAddressKey >= 0 && i < topology.daemonCount(); i++) {
            if (topology.daemon(i).addressKey() == sourceAddressKey) {
                wrap(request);
                HashInquiry.wrapAnswer(answer, out);
                answer.setProcId(topology.selfId());
                answer.setConfHash(status.configurationHash());
                send(i, answer);
                return;
            }
        }
    }
}
