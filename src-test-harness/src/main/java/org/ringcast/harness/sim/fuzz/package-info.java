/**
 * Damaged packets thrown at a simulated ring that runs. They come from real ones in flight, and pass the gate of a daemon, so
 * that what is behind it is reached. Entry class: {@link org.ringcast.harness.sim.fuzz.FuzzRun}. One thread a run. See
 * docs/simulator.md.
 */
package org.ringcast.harness.sim.fuzz;
