/**
 * The packets that daemons send to each other: one flyweight and one validator for each kind of packet.
 *
 * <p>Owning thread: the caller's; flyweights are mutable and not shared.
 */
package org.ringcast.daemon.wire;
