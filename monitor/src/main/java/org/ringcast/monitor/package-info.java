/**
 * The command-line tools. Clients of a daemon: {@link org.ringcast.monitor.SpUser}, {@link
 * org.ringcast.monitor.SpFlooder}, {@link org.ringcast.monitor.SpPing}, which share {@code Mailbox}.
 *
 * <p>Owning thread: main; standard input is read ahead by a thread of its own.
 */
package org.ringcast.monitor;
