package org.ringcast.harness.check;

/**
 * The promises that are checked. EVS: between daemons, on packets and configurations, docs/protocol/membership.md. GROUPS:
 * between clients, on views and messages, docs/protocol/groups.md. CLIENT: the few that any two client logs must keep.
 */
public enum Predicate {
    EVS_P1("TRANS and REG take turns, the first TRANS is of the process alone"),
    EVS_P2("a process is in its own configurations; a transitional one is part of the rings before and after"),
    EVS_P3("equal ids have equal members, and name the first of them"),
    EVS_P4("ids of one daemon grow"),
    EVS_P5("processes that go together from ring to ring have the same transitional configuration"),
    EVS_P6("no packet is delivered twice"),
    EVS_P7("what is delivered was sent in that ring by a member of it"),
    EVS_P8("ordered packets are delivered by growing sequence number"),
    EVS_P9("no gap before the transitional configuration"),
    EVS_P10("processes that go together have delivered the same, before the transitional configuration and in all"),
    EVS_P11("own packets are delivered in the ring they were sent in"),
    EVS_P12("a SAFE packet before the transitional configuration is delivered by every member of the ring"),
    EVS_P13("a SAFE packet after the transitional configuration is delivered by all of that"),
    EVS_P14("no packet is delivered before one that its sender had before"),
    EVS_P15("nothing of an earlier ring is delivered"),
    EVS_P16("without faults all running daemons come into one ring"),
    EVS_P17("without faults and load everything becomes stable and repairs stop"),
    EVS_P18("repairs stay below their limit at all times"),

    GROUPS_P1("a view contains its receiver"),
    GROUPS_P2("members are in order, each once"),
    GROUPS_P3("equal view ids have equal members and causes"),
    GROUPS_P4("a join, leave or disconnect moves the index by one"),
    GROUPS_P5("a join, leave or disconnect view differs by that member, and does not come in transition"),
    GROUPS_P6("virtual synchrony sets split the members, the receiver is in its own, which was in its last view"),
    GROUPS_P7("a transitional signal ends the view that it names, once"),
    GROUPS_P8("members are lost to the network only after a transitional signal"),
    GROUPS_P9("members of one set have had the same view and the same messages before"),
    GROUPS_P9A("all receivers of a view see the same sets"),
    GROUPS_P9B("and in the same order"),
    GROUPS_P10("messages and views come in one order everywhere"),
    GROUPS_P11("messages of one sender come in the order of sending"),
    GROUPS_P12("a message does not come before one that its sender had received"),
    GROUPS_P13("what comes was sent like that, and comes once"),
    GROUPS_P14("what comes is for the receiver or a group it is in"),
    GROUPS_P15("after its own leave nothing of the group comes, and a view comes first of all"),
    GROUPS_P16("a connection without membership is not told of it"),
    GROUPS_P17("a SAFE message reaches every member of the view, or of those who go on together"),
    GROUPS_P18("a member gets its own messages"),
    GROUPS_P19("a transition ends, requests are answered"),
    GROUPS_P20("a group that a ring change does not touch is not told of it"),

    CLIENT_C1("order of each sender and no duplicates over the whole session"),
    CLIENT_C2("any clients get ordered messages in one order"),
    CLIENT_C3("same view to same view in one set: the same messages"),
    CLIENT_C4("a transitional signal comes exactly when members are lost to the network"),
    CLIENT_C5("a SAFE message before the signal reaches every member that stays"),
    CLIENT_C6("own messages come back");

    private final String promise;

    Predicate(String promise) {
        this.promise = promise;
    }

    /** The promise in words. */
    public String promise() {
        return promise;
    }

    /** Short name with its family, for example {@code EVS P10}. */
    public String label() {
        return name().replace('_', ' ');
    }
}
