/**
 * Runs of the simulator that are drawn from a seed: a configuration, faults of all kinds, clients that do all sorts of things,
 * and the demands at the end. Entry classes: {@link org.ringcast.harness.sim.swarm.SwarmMain} for people,
 * {@link org.ringcast.harness.sim.swarm.SwarmRun} for one seed. One thread a run. See docs/simulator.md.
 */
package org.ringcast.harness.sim.swarm;
