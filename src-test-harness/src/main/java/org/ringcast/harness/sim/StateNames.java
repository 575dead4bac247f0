package org.ringcast.harness.sim;

/** Words for the numbers of states, for traces. */
final class StateNames {
    private static final String[] MEMBERSHIP = {"?", "OP", "SEG", "REPRESENTED", "GATHER", "FORM", "EVS"};
    private static final String[] GROUPS = {"?", "GOP", "GTRANS", "GGATHER", "GGT"};

    private StateNames() {}

    static String membership(int number) {
        return number >= 0 && number < MEMBERSHIP.length ? MEMBERSHIP[number] : "state " + number;
    }

    static String groups(int number) {
        return number >= 0 && number < GROUPS.length ? GROUPS[number] : "group state " + number;
    }
}
