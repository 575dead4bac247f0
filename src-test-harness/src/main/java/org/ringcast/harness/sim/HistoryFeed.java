package org.ringcast.harness.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientEvent.Cause;
import org.ringcast.harness.check.history.ClientEvent.End;
import org.ringcast.harness.check.history.ClientId;
import org.ringcast.harness.check.history.DaemonEvent;
import org.ringcast.harness.check.history.GroupId;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.check.history.HistorySink;
import org.ringcast.harness.check.history.ProcessId;
import org.ringcast.harness.check.history.RingId;
import org.ringcast.harness.check.history.Service;
import org.ringcast.protocol.ServiceType;

/** Writes what happens in a cluster into the history that checkers read. */
public final class HistoryFeed implements RunObserver {
    private static final long SAMPLE_NS = 100_000_000L;

    /** A change of state that stands in a client's stream behind so many frames. */
    private record LayerMark(long frames, int state) {}

    private final HistorySink sink;
    private final Map<SimConnection, ArrayDeque<LayerMark>> layerMarks = new HashMap<>();
    private SimCluster cluster;
    private long number;

    public HistoryFeed(HistorySink sink) {
        this.sink = sink;
    }

    /** The daemons of a configuration as the history wants to know them. */
    public static History.Daemons daemons(SimConfig config) {
        List<String> names = new ArrayList<>();
        List<Integer> ids = new ArrayList<>();
        var topology = config.topology(0);
        for (int i = 0; i < config.daemonCount(); i++) {
            names.add(topology.name(i));
            ids.add(topology.id(i));
        }
        return new History.Daemons(names, ids);
    }

    /**
     * The run is over.
     *
     * @param settled everything had come to rest
     */
    public void end(boolean settled) {
        sink.end(number++, cluster.nowNs(), settled);
    }

    /** The number of the next event. */
    public long number() {
        return number;
    }

    // ---- Daemons -------------------------------------------------------------------------------------------------

    @Override
    public void onBegin(SimCluster begun) {
        cluster = begun;
        cluster.after(SAMPLE_NS, this::sample);
    }

    private void sample() {
        for (SimDaemon daemon : cluster.daemons()) {
            if (daemon.isRunning() && daemon.process().ring() != null) {
                SimProcess process = daemon.process();
                sink.daemonEvent(new DaemonEvent.Sample(
                        id(process),
                        number++,
                        cluster.nowNs(),
                        id(process.ring().id()),
                        (int) process.count(CounterId.RING_HIGHEST_SEQ),
                        (int) process.count(CounterId.RING_ARU),
                        repairs(process)));
            }
        }
        cluster.after(SAMPLE_NS, this::sample);
    }

    /** Packets that a daemon sent again so far. */
    static long repairs(SimProcess process) {
        return process.count(CounterId.RETRANS_UNICAST)
                + process.count(CounterId.RETRANS_SEGMENT)
                + process.count(CounterId.RETRANS_BROADCAST)
                + process.count(CounterId.RETRANS_REPAIRS);
    }

    @Override
    public void onStarted(SimProcess process) {
        sink.daemonEvent(new DaemonEvent.Started(id(process), number++, cluster.nowNs()));
    }

    @Override
    public void onStopped(SimProcess process) {
        sink.daemonEvent(new DaemonEvent.Stopped(id(process), number++, cluster.nowNs()));
    }

    @Override
    public void onTransitional(SimProcess process, RingMembers transitional) {
        sink.daemonEvent(
                new DaemonEvent.Transitional(id(process), number++, id(transitional.id()), members(transitional)));
    }

    @Override
    public void onRegular(SimProcess process, RingMembers regular) {
        sink.daemonEvent(
                new DaemonEvent.Regular(id(process), number++, cluster.nowNs(), id(regular.id()), members(regular)));
    }

    @Override
    public void onPacketSent(SimProcess process, MembershipId ring, int seq, int packetType) {
        RingId ringId = id(ring);
        sink.daemonEvent(new DaemonEvent.PacketSent(
                id(process), number++, DaemonEvent.packetUid(ringId, seq), ringId, seq, packetService(packetType)));
    }

    @Override
    public void onPacketDelivered(SimProcess process, MembershipId ring, int seq, int originator, int packetType) {
        RingId ringId = id(ring);
        sink.daemonEvent(new DaemonEvent.PacketDelivered(
                id(process),
                number++,
                DaemonEvent.packetUid(ringId, seq),
                ringId,
                seq,
                originator,
                packetService(packetType)));
    }

    @Override
    public void onGroupState(SimProcess process, int newState) {
        sink.daemonEvent(new DaemonEvent.GroupState(id(process), number++, newState));
        for (SimConnection connection : process.sessions().connections()) {
            layerMarks
                    .computeIfAbsent(connection, c -> new ArrayDeque<>())
                    .add(new LayerMark(connection.handedFrames(), newState));
        }
    }

    /** Tells the changes of state that stand before the frame that has come. */
    private void passLayerMarks(SimClient client) {
        ArrayDeque<LayerMark> marks = layerMarks.get(client.connection());
        while (marks != null
                && !marks.isEmpty()
                && marks.peek().frames() < client.connection().readFrames()) {
            sink.clientEvent(new ClientEvent.LayerState(
                    id(client), number++, marks.poll().state()));
        }
    }

    @Override
    public void onNetwork(boolean faultFree) {
        sink.network(number++, cluster.nowNs(), faultFree);
    }

    private static ProcessId id(SimProcess process) {
        return new ProcessId(process.daemon().index(), process.incarnation());
    }

    private static RingId id(MembershipId id) {
        return new RingId(id.procId(), id.time());
    }

    private static List<Integer> members(RingMembers ring) {
        List<Integer> members = new ArrayList<>();
        for (int i = 0; i < ring.size(); i++) {
            members.add(ring.member(i));
        }
        return members;
    }

    private static Service packetService(int packetType) {
        return switch (packetType & PacketType.DATA_MASK) {
            case PacketType.RELIABLE -> Service.RELIABLE;
            case PacketType.FIFO -> Service.FIFO;
            case PacketType.AGREED -> Service.AGREED;
            case PacketType.SAFE -> Service.SAFE;
            default -> Service.UNRELIABLE;
        };
    }

    // ---- Clients -------------------------------------------------------------------------------------------------

    @Override
    public void onConnected(SimClient client) {
        sink.clientEvent(new ClientEvent.Connected(id(client), number++, client.wantsMembership()));
    }

    @Override
    public void onJoinRequested(SimClient client, String group) {
        sink.clientEvent(new ClientEvent.JoinRequested(id(client), number++, group));
    }

    @Override
    public void onLeaveRequested(SimClient client, String group) {
        sink.clientEvent(new ClientEvent.LeaveRequested(id(client), number++, group));
    }

    @Override
    public void onMessageSent(SimClient client, SentMessage message) {
        sink.clientEvent(new ClientEvent.MessageSent(
                id(client),
                number++,
                message.uid(),
                service(message.service()),
                message.selfDiscard(),
                message.destinations()));
    }

    @Override
    public void onEnded(SimClient client, ClientEnd how) {
        End end = switch (how) {
            case DISCONNECTED -> End.DISCONNECT;
            case CRASHED -> End.CRASH;
            case BY_DAEMON -> End.BY_DAEMON;
        };
        sink.clientEvent(new ClientEvent.Ended(id(client), number++, end));
        layerMarks.remove(client.connection());
    }

    @Override
    public void onFrame(SimClient client, ClientFrame frame) {
        passLayerMarks(client);
        ClientEvent event = event(id(client), frame);
        if (event != null) {
            number++;
            sink.clientEvent(event);
        }
    }

    private ClientEvent event(ClientId client, ClientFrame frame) {
        if (frame.isView()) {
            return new ClientEvent.View(
                    client,
                    number,
                    frame.sender(),
                    id(frame.groupId()),
                    Cause.valueOf(frame.cause()),
                    frame.groups(),
                    frame.sets(),
                    frame.membership().localSetIndex());
        }
        if (frame.isTransition()) {
            return new ClientEvent.Transition(client, number, frame.sender(), id(frame.groupId()));
        }
        if (frame.isSelfLeave()) {
            return new ClientEvent.SelfLeave(client, number, frame.sender());
        }
        if (!frame.isData()) {
            return null;
        }
        String uid = frame.uid() == null ? frame.text() : frame.uid();
        return new ClientEvent.Data(
                client,
                number,
                uid,
                frame.sender(),
                service(frame.serviceBits()),
                (frame.serviceBits() & ServiceType.SELF_DISCARD) != 0,
                frame.groups());
    }

    private static ClientId id(SimClient client) {
        return new ClientId(client.privateGroup(), client.connectionNumber());
    }

    private static GroupId id(org.ringcast.protocol.GroupId id) {
        return new GroupId(id.processId(), id.timeSeconds(), id.index());
    }

    private static Service service(int bits) {
        return switch (bits & ServiceType.REGULAR_MASK) {
            case ServiceType.RELIABLE -> Service.RELIABLE;
            case ServiceType.FIFO -> Service.FIFO;
            case ServiceType.CAUSAL -> Service.CAUSAL;
            case ServiceType.AGREED -> Service.AGREED;
            case ServiceType.SAFE -> Service.SAFE;
            default -> Service.UNRELIABLE;
        };
    }
}
