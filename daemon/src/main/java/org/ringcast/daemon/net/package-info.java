/**
 * The ring's datagram sockets: multicast, broadcast and unicast fan-out, in batches.
 *
 * <p>Owning thread: the ring loop.
 */
package org.ringcast.daemon.net;
