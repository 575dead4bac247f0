package org.ringcast.harness.interop;

/** Something that is done to a ring that works, and after which it works again. */
interface Scenario {
    /** For the table and the command line; one word. */
    String name();

    /** What happens, in one sentence. */
    String description();

    /** Whether it can be done to such a ring. */
    default boolean appliesTo(RingPlan plan) {
        return true;
    }

    /** Whether what would else be a fault of a daemon comes with what is done to it. */
    default boolean expects(RingPlan plan, String fault) {
        return false;
    }

    /** Whether it takes a ring of its own that nothing was done to before. */
    default boolean needsFreshRing() {
        return false;
    }

    /** Whether the ring works afterwards. */
    default boolean leavesRing(RingPlan plan) {
        return true;
    }

    /** Does it. The ring has all its daemons before, and must have them again after. */
    void run(Trial trial) throws Exception;
}
