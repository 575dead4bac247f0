package org.ringcast.daemon.admin.metrics;

import java.util.List;
import java.util.Map;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.StuckEpisode;
import org.ringcast.daemon.observe.RingStatistics;
import org.ringcast.daemon.observe.TokenRotation;
import org.ringcast.daemon.wire.StatusReply;

/**
 * All that a daemon measures, at one moment between two turns of the ring thread, so the numbers fit each other.
 *
 * @param timeMs when it was taken, since 1970
 * @param costNs processor time that it took the ring thread
 * @param configurationHash of the configuration that is in force
 * @param identity which daemon this is
 * @param status the fields of the status report, without sign where they have none
 * @param counters values of all {@link Catalogue#counters}, by key
 * @param ringWorks whether there is a ring with a token: in state OP, and while its leader looks for daemons outside it
 * @param acceptsClients whether clients are read and accepted
 * @param ring id of the ring installed last; meaningless before the first
 * @param rotation times of the token
 * @param peers all configured daemons, by topology index
 * @param retransmittedToAll packets sent again that nobody in particular had asked for
 * @param changes the last rings, oldest first
 * @param sessions the clients
 * @param suppressedLines lines kept out of the event log
 * @param faults of the daemon's own code
 * @param stuck times in which packets did not get to a daemon, those that last behind those that are over
 * @param strangers whose datagrams carry another configuration hash
 */
public record DaemonSnapshot(
        long timeMs,
        long costNs,
        int configurationHash,
        Identity identity,
        Map<StatusReply.Field, Long> status,
        Map<String, Long> counters,
        boolean ringWorks,
        boolean acceptsClients,
        MembershipId ring,
        TokenRotation.Times rotation,
        List<Peer> peers,
        long retransmittedToAll,
        List<RingStatistics.Change> changes,
        Sessions sessions,
        long suppressedLines,
        long faults,
        List<Stuck> stuck,
        List<Stranger> strangers) {

    /**
     * Which daemon this is.
     *
     * @param version of Ringcast
     * @param spreadVersion of the Spread daemons whose rings it joins
     */
    public record Identity(String name, int id, String version, String spreadVersion, int protocolLevel) {}

    /**
     * A configured daemon.
     *
     * @param silenceS seconds since a datagram of it came; negative: none ever
     * @param counts what was counted of it
     */
    public record Peer(
            String name,
            int id,
            int segment,
            String address,
            boolean self,
            boolean inRing,
            double silenceS,
            RingStatistics.Peer counts) {}

    /**
     * A time in which packets did not get to a daemon.
     *
     * @param agoS when it began, seconds ago
     * @param lastedS for how long it lasted, or has lasted so far, seconds
     */
    public record Stuck(StuckEpisode episode, double agoS, double lastedS) {}

    /**
     * Somebody with another configuration.
     *
     * @param source address and port
     * @param explanation what the hash is known to stand for; empty: nothing is known
     */
    public record Stranger(String source, int hash, long datagrams, String explanation) {}

    /**
     * The clients.
     *
     * @param connections sockets, those without session included
     * @param queuedMessages of all sessions
     * @param queuedBytes of all sessions
     * @param top the sessions with the longest queues, the longest first
     */
    public record Sessions(int count, int connections, long queuedMessages, long queuedBytes, List<Client> top) {}

    /**
     * A session.
     *
     * @param group its private group
     * @param waitingForRing messages from it that wait to be sent
     * @param behindS for how long there was always something queued for it, seconds
     */
    public record Client(
            String group,
            int mailbox,
            String address,
            int queuedMessages,
            long queuedBytes,
            int maxQueuedMessages,
            long maxQueuedBytes,
            int waitingForRing,
            double behindS) {}

    long field(StatusReply.Field field) {
        return status.get(field);
    }

    /** Whether a ring was ever installed. */
    boolean hasRing() {
        return field(StatusReply.Field.NUM_PROCS) > 0;
    }
}
