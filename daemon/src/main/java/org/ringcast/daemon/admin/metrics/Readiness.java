package org.ringcast.daemon.admin.metrics;

import org.ringcast.daemon.core.groups.GroupState;
import org.ringcast.daemon.core.membership.StateId;
import org.ringcast.daemon.wire.StatusReply.Field;

/**
 * Whether clients are served.
 *
 * @param ready whether they are
 * @param reason why not, in words; empty when they are
 */
public record Readiness(boolean ready, String reason) {
    /** What a snapshot tells. */
    public static Readiness of(DaemonSnapshot snapshot) {
        if (!snapshot.hasRing()) {
            return not("no ring was installed yet; membership state " + membership(snapshot));
        }
        if (!snapshot.ringWorks()) {
            return not("the ring is being formed anew; membership state " + membership(snapshot));
        }
        if (snapshot.field(Field.GSTATE) != GroupState.GOP.number()) {
            return not("the daemons exchange their groups; groups state " + groups(snapshot));
        }
        if (!snapshot.acceptsClients()) {
            return not("clients are not served at the moment");
        }
        return new Readiness(true, "");
    }

    static Readiness not(String reason) {
        return new Readiness(false, reason);
    }

    /** Name of the membership state. */
    static String membership(DaemonSnapshot snapshot) {
        for (StateId state : StateId.values()) {
            if (state.number() == snapshot.field(Field.STATE)) {
                return state.name();
            }
        }
        return "?";
    }

    /** Name of the groups state. */
    static String groups(DaemonSnapshot snapshot) {
        for (GroupState state : GroupState.values()) {
            if (state.number() == snapshot.field(Field.GSTATE)) {
                return state.name();
            }
        }
        return "?";
    }
}
