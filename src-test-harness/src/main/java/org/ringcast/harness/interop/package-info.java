/**
 * Rings of Ringcast daemons and installed Spread daemons, as real processes: a matrix of scenarios, protocol levels and places
 * in the ring, and the table docs/interop.md that comes out of it.
 *
 * <p>Threads: the scenario's own, one reader for each client, one collector of output for each process. Entry: {@link
 * org.ringcast.harness.interop.InteropMain}; for tests {@link org.ringcast.harness.interop.Site}.
 */
package org.ringcast.harness.interop;
