/**
 * Load for any daemon that speaks the client protocol, and the comparison of two of them: messages a second, latency, CPU and
 * memory. Not part of the tests; docs/performance.md says how to run it.
 *
 * <p>Owning thread: one, with one selector. Entry: {@link org.ringcast.harness.load.LoadGenerator}, {@link
 * org.ringcast.harness.load.CompareMain}, {@link org.ringcast.harness.load.SoakMain}.
 */
package org.ringcast.harness.load;
