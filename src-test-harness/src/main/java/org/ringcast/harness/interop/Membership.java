package org.ringcast.harness.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A ring as a daemon prints it when it is installed.
 *
 * @param id both parts, as printed
 * @param members names of the daemons, in the order of the configuration
 */
record Membership(String id, List<String> members) {
    private static final Pattern ID = Pattern.compile("Membership id is \\( *(-?\\d+, *-?\\d+)\\)");
    private static final Pattern MEMBER = Pattern.compile("^\t\t(\\S+)");

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
