/**
 * The daemon's protocols without input or output: bytes and the time go in, packets, deliveries and timers come out.
 *
 * <p>Owning thread: the ring loop (or the simulator). Deterministic: no clock, no randomness, no order that depends on the run.
 */
package org.ringcast.daemon.core;
