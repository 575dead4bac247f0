/**
 * The command-line tools: monitor, send, receive, user and flooder.
 *
 * <p>Owning thread: main.
 */
package org.ringcast.monitor;
