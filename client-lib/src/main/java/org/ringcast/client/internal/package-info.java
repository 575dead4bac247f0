/**
 * The connection under the client classes: sockets, handshake, frames. Not an API; applications use package
 * {@code spread}.
 *
 * <p>Owning thread: none. A {@link org.ringcast.client.internal.DaemonConnection} may be used by any number of threads:
 * one reads at a time, one writes at a time, and neither keeps a lock that closing would have to wait for.
 *
 * <p>Entry class: {@link org.ringcast.client.internal.DaemonConnection}.
 */
package org.ringcast.client.internal;
