package org.ringcast.daemon.session.auth;

import java.util.List;

/**
 * What follows from a client's choice of methods.
 *
 * @param methods methods to run in this order, all of which must admit the client; empty when it is denied at once
 * @param denial null, or the line to log
 * @param reason null, or the same for people: why the client is denied
 */
public record AuthDecision(List<AuthMethod> methods, String denial, String reason) {
    static AuthDecision run(List<AuthMethod> methods) {
        return new AuthDecision(List.copyOf(methods), null, null);
    }

    static AuthDecision denied(String line, String reason) {
        return new AuthDecision(List.of(), line, reason);
    }

    public boolean isDenied() {
        return denial != null;
    }
}
