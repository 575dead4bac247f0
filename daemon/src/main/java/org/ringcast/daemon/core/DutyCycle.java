package org.ringcast.daemon.core;

/**
 * The order in which a daemon does its work, shared by the real daemon and the simulator. Data is always drained before a
 * token is looked at, or the token would make this daemon ask for packets that already lie in its own socket; and sockets
 * are read before timers are believed, above all after the process was paused.
 */
public final class DutyCycle {
    /** Data datagrams handed to the core in one turn before anything else gets its chance. */
    public static final int DATA_BATCH = 512;

    /**
     * Full batches of data that go before a waiting token. They hold more packets than can be under way in one rotation, so
     * what comes behind them is not what the token would make this daemon ask for; and whoever floods the data port with
     * packets that look right cannot keep the token waiting until it counts as lost.
     */
    public static final int MAX_BATCHES_BEFORE_TOKEN = 4;

    /** Turns of reading after which timers run all the same, although the sockets never became empty. */
    private static final int MAX_TURNS_AFTER_PAUSE = 64;

    /** Where the datagrams, the client input and the time come from. Implemented by the adapter or the simulator. */
    public interface Inputs {
        /** Nanoseconds, monotonic. */
        long nowNs();

        /**
         * Hands waiting datagrams of the data port to {@link DaemonCore#onDataDatagram}, and comes back after a bounded time
         * although strangers may send more than can be read.
         *
         * @param limit at most this many
         * @return how many it handed over
         */
        int drainData(DaemonCore core, int limit);

        /**
         * Hands waiting datagrams of the token port to {@link DaemonCore#onTokenDatagram} until one was not dropped or
         * swallowed, or a single one; false: none waited.
         */
        boolean receiveToken(DaemonCore core);

        /** Hands client input to the sessions, a bounded amount; returns how many messages. */
        int readSessions(DaemonCore core);

        /** Writes what this turn produced: sessions' output, datagrams. */
        void flush();
    }

    private final DaemonCore core;
    private final Inputs inputs;
    private final long pauseNs;
    private long lastTurnNs;
    private int fullBatches;

    /**
     * Ready for the first turn.
     *
     * @param tokenLossNs the token timeout: a turn that begins half of it after the last one follows a pause
     */
    public DutyCycle(DaemonCore core, Inputs inputs, long tokenLossNs) {
        this.core = core;
        this.inputs = inputs;
        this.pauseNs = tokenLossNs / 2;
        this.lastTurnNs = inputs.nowNs();
    }

    /** One turn. Returns the work done: 0 means that nothing waits until {@link DaemonCore#nextDeadlineNs}. */
    public int run() {
        long nowNs = inputs.nowNs();
        int work = nowNs - lastTurnNs > pauseNs ? catchUp() : readRing();
        lastTurnNs = nowNs;
        // Also tells the core the time, before clients make it do something.
        work += core.runTimers(inputs.nowNs());
        work += core.sessions().beginTurn();
        if (core.acceptsClients()) {
            work += inputs.readSessions(core);
        }
        inputs.flush();
        return work;
    }

    private int readRing() {
        if (core.tokenHasPriority() && inputs.receiveToken(core)) {
            fullBatches = 0;
            return 1 + inputs.drainData(core, DATA_BATCH);
        }
        int datagrams = inputs.drainData(core, DATA_BATCH);
        // A full batch means that more may wait: a token now would be ahead of the data.
        fullBatches = datagrams < DATA_BATCH ? 0 : fullBatches + 1;
        if (fullBatches == 0 || fullBatches >= MAX_BATCHES_BEFORE_TOKEN) {
            fullBatches = 0;
            if (inputs.receiveToken(core)) {
                datagrams++;
            }
        }
        return datagrams;
    }

    private int catchUp() {
        int work = 0;
        for (int turn = 0; turn < MAX_TURNS_AFTER_PAUSE; turn++) {
            int read = readRing();
            if (read == 0) {
                break;
            }
            work += read;
        }
        return work;
    }
}
