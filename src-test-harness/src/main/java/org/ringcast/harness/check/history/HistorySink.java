package org.ringcast.harness.check.history;

/** Takes the events of a run as they happen. Called by one thread, numbers growing. */
public interface HistorySink {
    /** Takes nothing in. */
    HistorySink NONE = new HistorySink() {
        @Override
        public void daemonEvent(DaemonEvent event) {}

        @Override
        public void clientEvent(ClientEvent event) {}

        @Override
        public void network(long number, long timeNs, boolean faultFree) {}

        @Override
        public void end(long number, long timeNs, boolean settled) {}
    };

    /** A daemon did something. */
    void daemonEvent(DaemonEvent event);

    /** A client did or received something. */
    void clientEvent(ClientEvent event);

    /**
     * From here on the network is without faults and the same in all directions, and no process is paused; or it is not.
     * Starting and stopping of processes need not be told here. A run begins with faults.
     */
    void network(long number, long timeNs, boolean faultFree);

    /**
     * The run is over.
     *
     * @param settled the ring had come to rest and all clients had taken their output: what is missing will not come any
     *     more. Otherwise the tail of every log may be missing
     */
    void end(long number, long timeNs, boolean settled);
}
