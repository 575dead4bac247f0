/**
 * A small web server for those who watch a daemon: metrics, health, status and a page for people (docs/operations.md, "Watching
 * it"). Entry class: {@link org.ringcast.daemon.admin.http.HttpEndpoint}.
 *
 * <p>Owning thread: one of its own, so that it answers when the ring thread does not.
 */
package org.ringcast.daemon.admin.http;
