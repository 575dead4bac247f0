package org.ringcast.daemon.core.groups;

import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.protocol.LogText;

/**
 * Log lines of the groups layer; what operators know from other daemons is said in the same words. Group names may hold any
 * byte, so each text is made one harmless line.
 */
final class GroupsLog {
    private final CoreLog log;

    GroupsLog(CoreLog log) {
        this.log = log;
    }

    boolean isInfo() {
        return log.enabled(Kind.GROUPS, Level.INFO);
    }

    boolean isError() {
        return log.enabled(Kind.GROUPS, Level.ERROR);
    }

    void info(String text) {
        log.line(Kind.GROUPS, Level.INFO, LogText.oneLine(text));
    }

    void error(String text) {
        log.line(Kind.GROUPS, Level.ERROR, LogText.oneLine(text));
    }

    /** A membership event: its id, then the state it met. */
    void membership(String function, MembershipId id, GroupState state) {
        if (isInfo()) {
            info("%s:  with (%s, %d) id".formatted(function, DaemonOrder.dottedQuad(id.procId()), id.time()));
            info(function + " in " + state);
        }
    }

    void syncedSet(String prefix, SyncedSet set, DaemonOrder order) {
        if (isInfo()) {
            info("%s: Synced Set (with %d members):".formatted(prefix, set.size()));
            for (int i = 0; i < set.size(); i++) {
                info(prefix + ": \t" + order.nameOf(set.id(i)));
            }
        }
    }

    /** Something that cannot happen while all daemons follow the protocol; the text says what is done about it. */
    void warning(String text) {
        if (log.enabled(Kind.GROUPS, Level.WARNING)) {
            log.line(Kind.GROUPS, Level.WARNING, LogText.oneLine(text));
        }
    }

    void groupId(String function, Group group) {
        if (log.enabled(Kind.GROUPS, Level.DEBUG)) {
            log.line(
                    Kind.GROUPS,
                    Level.DEBUG,
                    "%s: Group_id {Proc ID: %s, Time: %d, Index: %d}"
                            .formatted(
                                    function,
                                    DaemonOrder.dottedQuad(group.ring().procId()),
                                    group.ring().time(),
                                    group.index()));
        }
    }

    /** All groups after an exchange; the long list only for those who ask for it. */
    void listing(GroupDirectory directory) {
        if (log.enabled(Kind.GROUPS, Level.DEBUG)) {
            for (String line : directory.listing()) {
                log.line(Kind.GROUPS, Level.DEBUG, LogText.oneLine(line));
            }
        } else if (isInfo()) {
            info("Num of groups: " + directory.groupCount());
        }
    }
}
