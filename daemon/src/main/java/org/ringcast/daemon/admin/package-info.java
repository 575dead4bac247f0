/**
 * What operators ask a running daemon: the monitor protocol (docs/spmonitor.md, docs/protocol/packets.md). Entry class: {@link
 * org.ringcast.daemon.admin.MonitorEndpoint}.
 *
 * <p>Owning thread: the ring loop.
 */
package org.ringcast.daemon.admin;
