package org.ringcast.daemon.session.auth;

/** {@code NULL}: everybody may in. */
final class NullMethod implements AuthMethod {
    @Override
    public String name() {
        return "NULL";
    }

    @Override
    public boolean admits(Peer peer, byte[] credentials) {
        return true;
    }
}
