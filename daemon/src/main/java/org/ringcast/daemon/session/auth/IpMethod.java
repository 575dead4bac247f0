package org.ringcast.daemon.session.auth;

import java.util.Optional;
import org.ringcast.daemon.config.AccessList;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;

/** {@code IP}: the client's address must be in the file {@code spread.access_ip}. */
final class IpMethod implements AuthMethod {
    private final Optional<AccessList> access;
    private final CoreLog log;

    /** @param access empty when there is no file; then nobody is admitted */
    IpMethod(Optional<AccessList> access, CoreLog log) {
        this.access = access;
        this.log = log;
    }

    @Override
    public String name() {
        return "IP";
    }

    @Override
    public boolean admits(Peer peer, byte[] credentials) {
        if (access.isEmpty()) {
            if (log.enabled(Kind.PRINT, Level.PRINT)) {
                log.line(
                        Kind.PRINT,
                        Level.PRINT,
                        "ip_open_connection: No spread.access_ip file loaded. NO connections will be allowed!");
                log.line(Kind.PRINT, Level.PRINT, "You probably don't want this!!");
            }
            return false;
        }
        AccessList rules = access.get();
        return peer.isUnix() ? rules.permitsUnix() : rules.permits(peer.address());
    }

    @Override
    public String denialReason(Peer peer) {
        if (access.isEmpty()) {
            return "method IP admits nobody, for there is no spread.access_ip";
        }
        return peer.isUnix()
                ? "spread.access_ip has no line \"unix\" for clients of the Unix socket"
                : "spread.access_ip has no line for " + peer.forLog();
    }
}
