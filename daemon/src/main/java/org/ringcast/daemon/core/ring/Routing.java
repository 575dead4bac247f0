package org.ringcast.daemon.core.ring;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.ringcast.daemon.core.CoreOutputs;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.wire.PacketType;

/**
 * Where datagrams go. A packet for everybody goes by unicast, marked "routed", to the first member of each other segment,
 * which sends it on in its segment, and then unmarked to the own segment. The routes are those of the ring formed last; they
 * are not forgotten when the token is lost.
 */
public final class Routing {
    private final Topology topology;
    private final CoreOutputs outputs;
    private final int ownSegment;
    private final boolean ownSegmentShared;
    private final int[] segmentLeaders;

    Routing(Topology topology, CoreOutputs outputs) {
        this.topology = topology;
        this.outputs = outputs;
        ownSegment = topology.segmentOf(topology.self());
        ownSegmentShared = topology.segmentSize(ownSegment) > 1;
        segmentLeaders = new int[topology.segmentCount()];
        Arrays.fill(segmentLeaders, -1);
    }

    /** Routes of a new ring. */
    public void setRing(RingMembers ring) {
        for (int segment = 0; segment < segmentLeaders.length; segment++) {
            segmentLeaders[segment] = ring.segmentLeader(segment);
        }
    }

    /** Whether the own segment is configured with several daemons. */
    public boolean isOwnSegmentShared() {
        return ownSegmentShared;
    }

    public int ownSegment() {
        return ownSegment;
    }

    /**
     * To all daemons of the ring, and to all of the own segment whatever ring they are in.
     *
     * @param packet little-endian packet, unmarked; comes back unmarked
     */
    void broadcast(ByteBuf packet) {
        setRouted(packet, true);
        for (int segment = 0; segment < segmentLeaders.length; segment++) {
            if (segment != ownSegment && segmentLeaders[segment] >= 0) {
                outputs.sendData(segmentLeaders[segment], packet);
            }
        }
        setRouted(packet, false);
        sendOwnSegment(packet);
    }

    /**
     * To all daemons of one segment.
     *
     * @param packet little-endian packet, unmarked; comes back unmarked
     */
    void segmentcast(int segment, ByteBuf packet) {
        if (segment == ownSegment) {
            sendOwnSegment(packet);
        } else if (segment >= 0 && segment < segmentLeaders.length && segmentLeaders[segment] >= 0) {
            setRouted(packet, true);
            outputs.sendData(segmentLeaders[segment], packet);
            setRouted(packet, false);
        }
    }

    /** To the own segment; nothing is sent when this daemon is the only one configured there. */
    public void sendOwnSegment(ByteBuf packet) {
        if (ownSegmentShared) {
            outputs.sendSegment(packet);
        }
    }

    /** To one daemon; nothing is sent to this daemon itself, which would not take it. */
    public void unicast(int daemonIndex, ByteBuf packet) {
        if (daemonIndex != topology.self()) {
            outputs.sendData(daemonIndex, packet);
        }
    }

    private static void setRouted(ByteBuf packet, boolean routed) {
        int at = packet.readerIndex();
        int low = packet.getByte(at);
        packet.setByte(at, routed ? low | PacketType.ROUTED : low & ~PacketType.ROUTED);
    }
}
