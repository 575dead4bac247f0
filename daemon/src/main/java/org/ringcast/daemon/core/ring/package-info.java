/**
 * The token ring: token handling, packet window, retransmission, flow control, packing and fragments.
 *
 * <p>Owning thread: the ring loop.
 */
package org.ringcast.daemon.core.ring;
