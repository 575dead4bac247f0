/**
 * The deterministic simulator: whole daemon cores with their duty cycle, a network and clients between them, in simulated
 * time. Everything comes from one seed, so a run replays exactly.
 *
 * <p>Owning thread: the caller's; a cluster must not be shared. Entry class: {@link org.ringcast.harness.sim.SimCluster}.
 * See docs/simulator.md.
 */
package org.ringcast.harness.sim;
