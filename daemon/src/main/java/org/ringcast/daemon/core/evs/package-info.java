/**
 * Extended virtual synchrony: recovery of messages across a change of the ring, and what may be delivered when.
 *
 * <p>Owning thread: the ring loop.
 */
package org.ringcast.daemon.core.evs;
