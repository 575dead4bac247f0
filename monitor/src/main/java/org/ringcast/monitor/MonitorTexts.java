package org.ringcast.monitor;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.ringcast.daemon.config.Daemon;
import org.ringcast.daemon.wire.StatusReply.Field;

/** What the interactive {@code spmonitor} prints, in the form that operators and their scripts know. */
final class MonitorTexts {
    static final String PROMPT = "\nMonitor> ";

    static final String MENU = """

            =============
            Monitor Menu:
            -------------
            \t0. Activate/Deactivate Status {all, none, Proc, CR}

            \t1. Define Partition
            \t2. Send   Partition
            \t3. Review Partition
            \t4. Cancel Partition Effects

            \t5. Define Flow Control
            \t6. Send   Flow Control
            \t7. Review Flow Control

            \t8. Terminate Spread Daemons {all, none, Proc, CR}

            \tr. Reload Configuration File

            \t9. Exit
            """;

    static final String REPORT_FRAME = "\n============================\n";
    static final String REPORT_END = "==================================\n";

    private MonitorTexts() {}

    /** A heading, framed as wide as {@code width}. */
    static String heading(int width, String text) {
        return "\n" + "=".repeat(width) + "\n" + text + "\n" + "-".repeat(width) + "\n\n";
    }

    /**
     * A report.
     *
     * @param name of the daemon
     * @param leader name of the ring's leader, or its id
     * @param previous that the differences are to, null: to nothing
     */
    static String report(DaemonStatus status, String name, String leader, DaemonStatus previous) {
        String head = format(
                "Status at %s V%2d.%02d.%2d (state %d, gstate %d) after %d seconds :\n",
                name,
                status.get(Field.MAJOR_VERSION),
                status.get(Field.MINOR_VERSION),
                status.get(Field.PATCH_VERSION),
                status.get(Field.STATE),
                status.get(Field.GSTATE),
                status.get(Field.SEC));
        String membership = format(
                "Membership  :  %d  procs in %d segments, leader is %s, %s protocol\n",
                status.get(Field.NUM_PROCS),
                status.get(Field.NUM_SEGMENTS),
                leader,
                status.isAccelerated() ? "accelerated" : "regular");
        return REPORT_FRAME
                + head
                + membership
                + row(
                        status,
                        "rounds   ",
                        Field.TOKEN_ROUNDS,
                        "tok_hurry ",
                        Field.TOKEN_HURRY,
                        "memb change",
                        Field.MEMBERSHIP_CHANGES)
                + row(
                        status,
                        "sent pack",
                        Field.PACKET_SENT,
                        "recv pack ",
                        Field.PACKET_RECV,
                        "retrans    ",
                        Field.RETRANS)
                + row(
                        status,
                        "u retrans",
                        Field.U_RETRANS,
                        "s retrans ",
                        Field.S_RETRANS,
                        "b retrans  ",
                        Field.B_RETRANS)
                + row(status, "My_aru   ", Field.MY_ARU, "Aru       ", Field.ARU, "Highest seq", Field.HIGHEST_SEQ)
                + row(
                        status,
                        "Sessions ",
                        Field.NUM_SESSIONS,
                        "Groups    ",
                        Field.NUM_GROUPS,
                        "Window     ",
                        Field.WINDOW)
                + format(
                        "Deliver M: %7d\tDeliver Pk: %7d\tP/A Window : %7d/%d\n",
                        status.get(Field.MESSAGE_DELIVERED),
                        status.get(Field.PACKET_DELIVERED),
                        status.get(Field.PERSONAL_WINDOW),
                        status.get(Field.ACCELERATED_WINDOW))
                + format(
                        "Delta Mes: %7d\tDelta Pk  : %7d\tDelta sec  : %7d\n",
                        difference(status, previous, Field.MESSAGE_DELIVERED),
                        difference(status, previous, Field.ARU),
                        difference(status, previous, Field.SEC))
                + REPORT_END;
    }

    private static String row(
            DaemonStatus status, String first, Field a, String second, Field b, String third, Field c) {
        return format("%s: %7d\t%s: %7d\t%s: %7d\n", first, status.get(a), second, status.get(b), third, status.get(c));
    }

    private static int difference(DaemonStatus status, DaemonStatus previous, Field field) {
        return status.get(field) - (previous == null ? 0 : previous.get(field));
    }

    /** A report whose daemon nobody knows. */
    static String unknownReport() {
        return REPORT_FRAME + "Report_message: Skiping illegal status \n" + REPORT_END;
    }

    /** The map of a partition. */
    static String partitionMap(List<Daemon> daemons, int... components) {
        return heading(13, "Partition Map:")
                + bySegment(daemons, i -> "\t" + daemons.get(i).displayName() + "\t" + components[i] + "\n");
    }

    /** The windows of the ring and its daemons. */
    static String flowControl(List<Daemon> daemons, Windows windows, boolean accelerated) {
        return heading(24, "Flow Control Parameters:") + "Window size:  " + windows.ring() + "\n\n"
                + bySegment(daemons, i -> {
                    String name = "\t" + daemons.get(i).displayName();
                    String personal = name + " personal window\t" + windows.personal(i) + "\n";
                    return accelerated
                            ? personal + name + " accelerated window\t" + windows.accelerated(i) + "\n"
                            : personal;
                });
    }

    /** Lines for each daemon, an empty line behind each segment. */
    private static String bySegment(List<Daemon> daemons, IntFunction<String> lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < daemons.size(); i++) {
            text.append(lines.apply(i));
            if (isLastOfSegment(daemons, i)) {
                text.append('\n');
            }
        }
        return text.toString();
    }

    static boolean isLastOfSegment(List<Daemon> daemons, int i) {
        return i + 1 == daemons.size()
                || daemons.get(i + 1).segmentIndex() != daemons.get(i).segmentIndex();
    }

    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
