/**
 * The daemon's main class and composition root: puts the core, the adapters and the configuration together.
 *
 * <p>Owning thread: main. Entry class: {@link org.ringcast.daemon.DaemonMain}.
 */
package org.ringcast.daemon;
