/**
 * Daemons and tools as real processes, and daemons inside the test's own process.
 *
 * <p>Owning thread: the test; what a process prints is collected by a thread of its own. Entry: {@link
 * org.ringcast.harness.process.DaemonProcess}, {@link org.ringcast.harness.process.EmbeddedDaemon}.
 */
package org.ringcast.harness.process;
