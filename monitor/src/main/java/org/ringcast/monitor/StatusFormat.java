package org.ringcast.monitor;

import java.util.Locale;
import org.ringcast.daemon.config.Daemon;
import org.ringcast.daemon.wire.StatusReply.Field;

/** Status as a table row and as JSON. */
final class StatusFormat {
    static final String HEADER = String.format(
            Locale.ROOT,
            "%-19s %-11s %-7s %5s %-19s %8s %8s %8s %8s %9s %6s %6s %s",
            "DAEMON",
            "STATE",
            "GROUPS",
            "PROCS",
            "LEADER",
            "ROUNDS",
            "SENT",
            "RECV",
            "RETRANS",
            "ARU-LAG",
            "SESS",
            "GROUPS",
            "VERSION");

    private StatusFormat() {}

    static String row(MonitorSite site, Daemon daemon, DaemonStatus status) {
        return String.format(
                Locale.ROOT,
                "%-19s %-11s %-7s %5d %-19s %8d %8d %8d %8d %9d %6d %6d %s",
                daemon.displayName(),
                status.state(),
                status.groupState(),
                status.count(Field.NUM_PROCS),
                leader(site, status),
                status.count(Field.TOKEN_ROUNDS),
                status.count(Field.PACKET_SENT),
                status.count(Field.PACKET_RECV),
                status.count(Field.RETRANS),
                lag(status),
                status.count(Field.NUM_SESSIONS),
                status.count(Field.NUM_GROUPS),
                status.version());
    }

    /** Name of the leader; its id when the file does not have it; a dash when there is no ring. */
    static String leader(MonitorSite site, DaemonStatus status) {
        if (status.count(Field.NUM_PROCS) == 0) {
            return "-";
        }
        return site.withId(status.leaderId())
                .map(Daemon::displayName)
                .orElseGet(() -> Integer.toUnsignedString(status.leaderId()));
    }

    /** Packets that the daemon knows of and does not have. */
    static int lag(DaemonStatus status) {
        return Math.max(0, status.get(Field.HIGHEST_SEQ) - status.get(Field.MY_ARU));
    }

    /** All fields, and names in place of numbers where there are some. */
    static JsonObject json(MonitorSite site, Daemon daemon, DaemonStatus status) {
        JsonObject json = new JsonObject()
                .put("daemon", daemon.displayName())
                .put("answered", true)
                .put("state_name", status.state())
                .put("gstate_name", status.groupState())
                .put("leader", leader(site, status))
                .put("version", status.version());
        for (Field field : Field.values()) {
            boolean signed = field == Field.WINDOW
                    || field == Field.PERSONAL_WINDOW
                    || field == Field.ACCELERATED_WINDOW
                    || field == Field.ARU
                    || field == Field.MY_ARU
                    || field == Field.HIGHEST_SEQ;
            json.put(field.key(), signed ? status.get(field) : status.count(field));
        }
        if (status.hash() != 0) {
            json.put("hash", Integer.toUnsignedLong(status.hash()));
        }
        return json;
    }
}
