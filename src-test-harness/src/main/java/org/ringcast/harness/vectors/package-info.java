/**
 * Recordings of real clients and daemons as test data.
 *
 * <p>Owning thread: none, everything is immutable after loading. Entry classes: {@link
 * org.ringcast.harness.vectors.CapturedSession} for what clients and daemons said, {@link
 * org.ringcast.harness.vectors.DatagramCapture} for what daemons and monitors said to each other.
 */
package org.ringcast.harness.vectors;
