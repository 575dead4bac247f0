/**
 * The daemon membership: which daemons form the ring, and the states a daemon goes through to agree on it.
 *
 * <p>Owning thread: the ring loop.
 */
package org.ringcast.daemon.core.membership;
