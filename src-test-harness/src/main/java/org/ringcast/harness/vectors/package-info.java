/**
 * Recordings of real clients and daemons as test data.
 *
 * <p>Owning thread: none, everything is immutable after loading. Entry class:
 * {@link org.ringcast.harness.vectors.CapturedSession}.
 */
package org.ringcast.harness.vectors;
