package org.ringcast.harness.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringcast.harness.check.history.InstalledRing;
import org.ringcast.harness.check.history.RingId;

/**
 * A ring as a daemon prints it when it is installed.
 *
 * @param id both parts, as printed
 * @param members names of the daemons, in the order of the configuration
 */
record Membership(String id, List<String> members) {
    private static final Pattern ID = Pattern.compile("Membership id is \\( *(-?\\d+, *-?\\d+)\\)");
    private static final String LOST = "I lost my token";
    private static final Pattern MEMBER = Pattern.compile("^\t\t(\\S+)");

    /** In the form that the checkers take. */
    InstalledRing installed() {
        String[] numbers = id.split(", *", -1);
        return new InstalledRing(new RingId(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])), members);
    }

    /** The last one of a log, unless the daemon has lost its token since. */
    static Optional<Membership> presentIn(List<String> log) {
        int lost = log.size() - 1;
        while (lost >= 0 && !log.get(lost).contains(LOST)) {
            lost--;
        }
        List<Membership> since = allIn(log.subList(lost + 1, log.size()));
        return since.isEmpty() ? Optional.empty() : Optional.of(since.get(since.size() - 1));
    }

    /** All that a log has, oldest first; without one that is still being printed. */
    static List<Membership> allIn(List<String> log) {
        List<Membership> found = new ArrayList<>();
        String id = null;
        List<String> members = new ArrayList<>();
        for (String line : log) {
            Matcher start = ID.matcher(line);
            if (start.find()) {
                id = start.group(1);
                members.clear();
            } else if (id != null && line.contains("====")) {
                found.add(new Membership(id, List.copyOf(members)));
                id = null;
            } else if (id != null) {
                Matcher member = MEMBER.matcher(line);
                if (member.find()) {
                    members.add(member.group(1));
                }
            }
        }
        return found;
    }
}
