/**
 * Reads {@code spread.conf}, checks it, and turns it into settings: the file's grammar, the model it becomes, daemon ids and
 * configuration hash, who this daemon is, and the files for access control (see docs/configuration.md).
 *
 * <p>Everything here is a value or a function over what is passed in; only {@code SystemHostResolver},
 * {@code LocalAddresses.ofThisMachine()} and {@code ConfigFiles} touch the machine. The package uses no other package of
 * the daemon, because the tools use it too.
 *
 * <p>Owning thread: main, and the ring loop at a reload. Entry class: {@link org.ringcast.daemon.config.ConfigurationLoader}.
 */
package org.ringcast.daemon.config;
