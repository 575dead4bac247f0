/**
 * Who may open a session: the methods that a client can choose or the operator can require, and their order.
 *
 * <p>Owning thread: the ring loop. Entry class: {@link org.ringcast.daemon.session.auth.Authenticator}.
 */
package org.ringcast.daemon.session.auth;
