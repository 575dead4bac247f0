package org.ringcast.client.internal;

import java.net.SocketAddress;
import java.util.concurrent.Callable;

/**
 * All that is needed to open a connection.
 *
 * @param address TCP or Unix-domain address of the daemon
 * @param privateName wanted private name, at most 10 characters, sent as ISO-8859-1; empty lets the daemon choose
 * @param priority the priority flag, without effect in any daemon
 * @param membership whether membership messages are wanted
 * @param authMethod name of the authentication method to choose
 * @param authenticator called after the method was chosen; what it throws ends the attempt
 * @param timeoutMillis for socket and handshake together; 0 waits without limit
 * @param tcpNoDelay TCP_NODELAY, TCP only
 * @param keepAlive SO_KEEPALIVE, TCP only
 */
public record ConnectSettings(
        SocketAddress address,
        String privateName,
        boolean priority,
        boolean membership,
        String authMethod,
        Callable<Void> authenticator,
        long timeoutMillis,
        boolean tcpNoDelay,
        boolean keepAlive) {}
