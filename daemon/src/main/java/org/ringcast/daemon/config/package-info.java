/**
 * Reads {@code spread.conf}, checks it, and turns it into settings for the core.
 *
 * <p>Owning thread: main, and the ring loop at a reload.
 */
package org.ringcast.daemon.config;
