package org.ringcast.harness.sim.swarm;

import java.util.function.LongFunction;

/** What a seed is made into. */
public enum PlanKind {
    /** Faults of all kinds, short ones, then everything is healed. */
    MIXED(SwarmPlan::of),
    /** Links that are bad in one direction, for long. */
    ASYMMETRIC(AsymmetricPlan::of);

    // References to methods have no state.
    @SuppressWarnings("ImmutableEnumChecker")
    private final LongFunction<SwarmPlan> maker;

    PlanKind(LongFunction<SwarmPlan> maker) {
        this.maker = maker;
    }

    SwarmPlan plan(long seed) {
        return maker.apply(seed);
    }
}
