package org.ringcast.monitor;

import java.util.ArrayList;
import java.util.List;

/**
 * What troubles a daemon.
 *
 * @param refused whether it does not tell for want of its {@code MonitorSecret}
 * @param slow clients that do not read as fast as they are sent to, the furthest behind first
 * @param stuck daemons that packets do not reach, those that last first
 */
record Troubles(boolean refused, List<Slow> slow, List<Stuck> stuck) {
    /** A client that is behind. */
    record Slow(String session, long messages, long bytes, long behindMs) {
        Slow {
            session = Printable.of(session);
        }
    }

    /**
     * A daemon that packets do not reach.
     *
     * @param from whose packets; empty when that is not known
     * @param address where they are sent in vain
     * @param endedMs milliseconds since that is over, -1 when it lasts
     */
    record Stuck(String daemon, String from, String address, long lastedMs, long endedMs) {
        Stuck {
            daemon = Printable.of(daemon);
            from = Printable.of(from);
            address = Printable.of(address);
        }
    }

    /** Reads the text of an answer; lines of another form are left out. */
    static Troubles read(boolean refused, String text) {
        List<Slow> slow = new ArrayList<>();
        List<Stuck> stuck = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String[] fields = line.split("\t", -1);
            try {
                if (fields[0].equals("slow") && fields.length == 5) {
                    slow.add(new Slow(
                            fields[1],
                            Long.parseLong(fields[2]),
                            Long.parseLong(fields[3]),
                            Long.parseLong(fields[4])));
                } else if (fields[0].equals("stuck") && fields.length == 6) {
                    stuck.add(new Stuck(
                            fields[1], fields[2], fields[3], Long.parseLong(fields[4]), Long.parseLong(fields[5])));
                }
            } catch (NumberFormatException e) {
                // A later version's, or nobody's.
            }
        }
        return new Troubles(refused, slow, stuck);
    }
}
