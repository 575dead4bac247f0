package org.ringcast.daemon.core.ring;

/**
 * Somebody whose datagrams reach this daemon's ports and carry another configuration hash.
 *
 * @param daemonIndex topology index of the daemon at whose configured address it is; -1 when the address is nobody's
 * @param source address and port of the datagram that was logged last, as log lines print it
 * @param transmitterId whom its last datagram names as sender, in its own configuration
 * @param hash configuration hash of its last datagram, 32 bits without sign
 * @param datagrams that came from it, tokens included
 * @param firstNs when the first came
 * @param lastNs when the last came
 * @param explanation what the hash is known to stand for; empty: nothing is known
 */
public record ForeignPeer(
        int daemonIndex,
        String source,
        int transmitterId,
        int hash,
        long datagrams,
        long firstNs,
        long lastNs,
        String explanation) {}
