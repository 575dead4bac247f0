/**
 * Benchmarks of parts of the daemon (JMH; see docs/performance.md), and {@link org.ringcast.harness.bench.MemoryRing}, a ring in
 * memory that costs nothing but what its cores do.
 *
 * <p>Owning thread: the caller's.
 */
package org.ringcast.harness.bench;
