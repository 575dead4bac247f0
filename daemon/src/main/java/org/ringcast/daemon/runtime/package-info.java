/**
 * Runs the core on Netty's event loop: duty cycle, threading, shutdown and faults.
 *
 * <p>Owning thread: the ring loop.
 */
package org.ringcast.daemon.runtime;
