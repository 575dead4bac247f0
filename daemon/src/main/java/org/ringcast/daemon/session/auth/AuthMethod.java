package org.ringcast.daemon.session.auth;

/**
 * One way to decide whether a client may open a session.
 *
 * <p>A method either decides at once, or asks the client for a fixed number of bytes first and answers one byte.
 */
public interface AuthMethod {
    /** Name in the configuration and on the wire, at most 29 characters, no blank. */
    String name();

    /** Bytes the client has to send before {@link #admits} can be asked; 0 for methods that ask nothing. */
    default int credentialBytes() {
        return 0;
    }

    /**
     * Whether the client may in.
     *
     * @param peer other end of the connection
     * @param credentials {@link #credentialBytes()} bytes from the client
     */
    boolean admits(Peer peer, byte[] credentials);

    /** Why {@link #admits} said no to a client, for the log. */
    default String denialReason(Peer peer) {
        return "method " + name() + " does not admit it";
    }
}
