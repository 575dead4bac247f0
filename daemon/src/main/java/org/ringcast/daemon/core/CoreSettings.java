package org.ringcast.daemon.core;

/**
 * What the core takes from the configuration, concluded and validated once (see docs/configuration.md).
 *
 * @param protocolLevel 5 or 4: which daemons can be in one ring with this one
 * @param configurationHash in every packet; another hash means mutually invisible
 * @param window packets per token rotation, ring wide, 1..32767
 * @param personalWindow new packets per token visit, 1..window
 * @param acceleratedRing protocol variant in force
 * @param acceleratedWindow packets that may be sent after the token, 0..personalWindow
 * @param wideArea WAN timers are in force; the last member of a segment sends a hurried token twice
 * @param dangerousMonitor obey partition, kill and flow-control commands
 * @param timers membership timers
 * @param sessions limits on client sessions
 * @param maxPacketBytes largest packet of data, the same at all daemons; 1472..65504
 * @param tokenRestNs how long a leader may keep the token while nobody waits for it, although the ring is not idle; 0: not at all
 */
public record CoreSettings(
        int protocolLevel,
        int configurationHash,
        int window,
        int personalWindow,
        boolean acceleratedRing,
        int acceleratedWindow,
        boolean wideArea,
        boolean dangerousMonitor,
        TimerSettings timers,
        SessionSettings sessions,
        int maxPacketBytes,
        long tokenRestNs) {
    /** Largest packet of data, bytes, where a configuration does not say otherwise. */
    private static final int USUAL_PACKET_BYTES = 1472;

    /** With packets of the usual size. */
    public CoreSettings(
            int protocolLevel,
            int configurationHash,
            int window,
            int personalWindow,
            boolean acceleratedRing,
            int acceleratedWindow,
            boolean wideArea,
            boolean dangerousMonitor,
            TimerSettings timers,
            SessionSettings sessions) {
        this(
                protocolLevel,
                configurationHash,
                window,
                personalWindow,
                acceleratedRing,
                acceleratedWindow,
                wideArea,
                dangerousMonitor,
                timers,
                sessions,
                USUAL_PACKET_BYTES,
                0);
    }

    /** The nine membership timers, nanoseconds. */
    public record TimerSettings(
            long tokenNs,
            long hurryNs,
            long aliveNs,
            long joinNs,
            long repNs,
            long segNs,
            long gatherNs,
            long formNs,
            long lookupNs) {
        private static final long MS = 1_000_000L;

        /** Defaults of a configuration with one segment. */
        public static final TimerSettings LAN = ofMillis(1250, 500, 250, 250, 625, 500, 1250, 1250, 30000);

        /** Defaults of a wide-area configuration. */
        public static final TimerSettings WAN = ofMillis(5000, 1500, 250, 250, 1250, 500, 2500, 2500, 45000);

        /** All in milliseconds, in the order of the components. */
        public static TimerSettings ofMillis(
                long token,
                long hurry,
                long alive,
                long join,
                long rep,
                long seg,
                long gather,
                long form,
                long lookup) {
            return new TimerSettings(
                    token * MS,
                    hurry * MS,
                    alive * MS,
                    join * MS,
                    rep * MS,
                    seg * MS,
                    gather * MS,
                    form * MS,
                    lookup * MS);
        }
    }

    /**
     * Limits on client sessions.
     *
     * @param maxSessionMessages a session that has this many messages waiting when another comes is disconnected
     * @param maxSessionBytes the same in bytes
     * @param maxSessions sessions at once, the ones still authenticating included
     * @param memory limits that keep clients from using up the daemon's memory
     */
    public record SessionSettings(
            int maxSessionMessages, long maxSessionBytes, int maxSessions, MemorySettings memory) {
        /** With no limits on memory. */
        public SessionSettings(int maxSessionMessages, long maxSessionBytes, int maxSessions) {
            this(maxSessionMessages, maxSessionBytes, maxSessions, MemorySettings.UNLIMITED);
        }
    }

    /**
     * What clients of this daemon may make it keep.
     *
     * @param maxGroupsPerSession groups that one client may be in
     * @param maxMemberships groups that all clients may be in, each client counted
     * @param maxTotalBytes memory for the output of all sessions and for frames whose end has not come
     */
    public record MemorySettings(int maxGroupsPerSession, long maxMemberships, long maxTotalBytes) {
        /** For daemons that need not be protected. */
        public static final MemorySettings UNLIMITED =
                new MemorySettings(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
    }
}
