package org.ringcast.harness.sim.swarm;

/**
 * What clients do in a run.
 *
 * @param clientsPerDaemon how many there are
 * @param groups how many groups they use
 * @param actionNs mean time between two actions of a client
 * @param largestBytes of a message
 * @param churn how likely an action is to come or go rather than to send, 0..1
 * @param slowReaders how likely an action is to change the pace of reading, 0..1
 * @param floods how likely an action is to send a lot at once, 0..1
 * @param reuseGroups whether a group that was empty may be made again in the same ring, with the same view ids
 */
record WorkloadPlan(
        int clientsPerDaemon,
        int groups,
        long actionNs,
        int largestBytes,
        double churn,
        double slowReaders,
        double floods,
        boolean reuseGroups) {
    @Override
    public String toString() {
        return "%d clients a daemon, %d groups, an action each %.1f ms, up to %d bytes, churn %.2f, slow %.2f, floods %.2f%s"
                .formatted(
                        clientsPerDaemon,
                        groups,
                        actionNs / 1e6,
                        largestBytes,
                        churn,
                        slowReaders,
                        floods,
                        reuseGroups ? ", groups used again" : "");
    }
}
