/**
 * The sockets of clients (TCP and Unix domain), their frame decoder and encoder, and authentication.
 *
 * <p>Owning thread: the ring loop, or the session loops when sessions have their own.
 */
package org.ringcast.daemon.session;
