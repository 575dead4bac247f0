/**
 * What an operator sees: log lines, counters and the flight recorder.
 *
 * <p>Owning thread: written by the ring loop, read by any.
 */
package org.ringcast.daemon.observe;
