/**
 * The sockets of clients, TCP and Unix domain: listeners, handshake, frames in, frames out.
 *
 * <p>A connection is a {@code ClientConnection} in a Netty channel. It reads items of known length (connect message,
 * choice of methods, frames) through an {@code InputAssembler}; the session behind it lives in the core's
 * {@link org.ringcast.daemon.core.session.SessionTable}. Output waits in the core's queues and is written at the end of
 * the duty cycle and when the socket takes more.
 *
 * <p>Owning thread: the ring loop. Entry class: {@link org.ringcast.daemon.session.SessionServer}.
 */
package org.ringcast.daemon.session;
