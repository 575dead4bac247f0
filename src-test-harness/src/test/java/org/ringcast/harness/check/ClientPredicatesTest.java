package org.ringcast.harness.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringcast.harness.check.ClientStory.G;
import static org.ringcast.harness.check.ClientStory.gid;
import static org.ringcast.harness.check.Predicate.CLIENT_C1;
import static org.ringcast.harness.check.Predicate.CLIENT_C2;
import static org.ringcast.harness.check.Predicate.CLIENT_C3;
import static org.ringcast.harness.check.Predicate.CLIENT_C4;
import static org.ringcast.harness.check.Predicate.CLIENT_C5;
import static org.ringcast.harness.check.Predicate.CLIENT_C6;
import static org.ringcast.harness.check.Predicate.GROUPS_P1;
import static org.ringcast.harness.check.Predicate.GROUPS_P10;
import static org.ringcast.harness.check.Predicate.GROUPS_P11;
import static org.ringcast.harness.check.Predicate.GROUPS_P12;
import static org.ringcast.harness.check.Predicate.GROUPS_P13;
import static org.ringcast.harness.check.Predicate.GROUPS_P14;
import static org.ringcast.harness.check.Predicate.GROUPS_P15;
import static org.ringcast.harness.check.Predicate.GROUPS_P16;
import static org.ringcast.harness.check.Predicate.GROUPS_P17;
import static org.ringcast.harness.check.Predicate.GROUPS_P18;
import static org.ringcast.harness.check.Predicate.GROUPS_P19;
import static org.ringcast.harness.check.Predicate.GROUPS_P2;
import static org.ringcast.harness.check.Predicate.GROUPS_P20;
import static org.ringcast.harness.check.Predicate.GROUPS_P3;
import static org.ringcast.harness.check.Predicate.GROUPS_P4;
import static org.ringcast.harness.check.Predicate.GROUPS_P5;
import static org.ringcast.harness.check.Predicate.GROUPS_P6;
import static org.ringcast.harness.check.Predicate.GROUPS_P7;
import static org.ringcast.harness.check.Predicate.GROUPS_P8;
import static org.ringcast.harness.check.Predicate.GROUPS_P9;
import static org.ringcast.harness.check.Predicate.GROUPS_P9A;
import static org.ringcast.harness.check.Predicate.GROUPS_P9B;
import static org.ringcast.harness.check.history.ClientEvent.Cause.DISCONNECT;
import static org.ringcast.harness.check.history.ClientEvent.Cause.JOIN;
import static org.ringcast.harness.check.history.ClientEvent.Cause.LEAVE;
import static org.ringcast.harness.check.history.Service.AGREED;
import static org.ringcast.harness.check.history.Service.FIFO;
import static org.ringcast.harness.check.history.Service.RELIABLE;
import static org.ringcast.harness.check.history.Service.SAFE;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.harness.check.history.ClientEvent.End;
import org.ringcast.harness.check.history.GroupId;
import org.ringcast.harness.check.history.History;

/** Each promise between clients: a history written by hand that keeps it, and the smallest ones that break it. */
final class ClientPredicatesTest {
    private static final GroupId V1 = gid(1, 1);
    private static final GroupId V2 = gid(1, 2);
    private static final GroupId V3 = gid(1, 3);
    private static final GroupId NEXT = gid(5, 1);

    /** a joins, then b, then c: one client at each daemon. */
    private static ClientStory three() {
        return new ClientStory()
                .connect("a", "b", "c")
                .askToJoin("a")
                .askToJoin("b")
                .askToJoin("c")
                .light("a", V1, JOIN, "a", "a")
                .light("a b", V2, JOIN, "b", "a b")
                .light("a b c", V3, JOIN, "c", "a b c");
    }

    /** c's daemon is cut off from the other two. */
    private static ClientStory cut(ClientStory story) {
        story.trans("a b c", V3);
        return story.network("a b", NEXT, "a b", "a b").network("c", gid(6, 1), "c", "c");
    }

    private static List<Violation> check(History history) {
        return Checkers.checkClients(history, CheckOptions.complete());
    }

    private static void assertBroken(ClientStory story, Predicate... expected) {
        List<Violation> violations = check(story.end());
        assertThat(Checkers.predicates(violations)).as("%s", violations).containsExactlyInAnyOrder(expected);
        assertThat(violations).allSatisfy(violation -> {
            assertThat(violation.who()).isNotEmpty();
            assertThat(violation.toString()).contains(violation.predicate().label(), violation.where());
        });
    }

    /** Joins, messages of several services, a cut with messages behind the signal, a merge, a leave, a disconnect. */
    @Test
    void aGoodHistoryBreaksNothing() {
        ClientStory story = three();
        story.send("a", "m1", AGREED, G).send("b", "m2", SAFE, G).send("b", "m3", FIFO, G + " @a other");
        story.data("a b c", "m1", "m2", "m3");
        story.sendWithoutEcho("c", "m4", AGREED, G).data("a b", "m4");
        story.send("a", "weak", RELIABLE, G)
                .data("a c b", "weak")
                .send("a", "private", AGREED, "@b")
                .data("b", "private");
        story.send("a", "m5", SAFE, G).trans("a b", V3).data("a b", "m5");
        story.trans("c", V3).network("a b", NEXT, "a b", "a b").network("c", gid(6, 1), "c", "c");
        story.network("a b c", gid(7, 1), "a b c", "a b|c");
        story.askToLeave("b").selfLeave("b").light("a c", gid(7, 2), LEAVE, "b", "a c");
        story.end("c", End.DISCONNECT).light("a", gid(7, 3), DISCONNECT, "c", "a");
        assertBroken(story);
    }

    @Test
    void groupsP1_viewWithoutItsReceiver() {
        ClientStory story = three().end("b", End.CRASH).end("a", End.CRASH);
        assertBroken(story.network("c", NEXT, "a b", "a b"), GROUPS_P1, GROUPS_P6, GROUPS_P8, CLIENT_C4);
    }

    @Test
    void groupsP2_membersOutOfOrder() {
        ClientStory story = new ClientStory().connect("a", "b").light("a", V1, JOIN, "a", "a");
        assertBroken(story.light("a b", V2, JOIN, "b", "b a"), GROUPS_P2);
    }

    /** Found by seed 500337: until the ring changes, members at daemons that a reload has removed come last. */
    @Test
    void groupsP2_membersAtRemovedDaemonsComeLast() {
        CheckOptions removed = CheckOptions.complete().withDaemonsRemoved();
        for (String good : List.of("b c a", "a c b", "c b a", "a b c")) {
            History history = new ClientStory()
                    .connect("a", "b", "c")
                    .light("a b c", V2, JOIN, "c", good)
                    .end();
            assertThat(Checkers.predicates(Checkers.checkClients(history, removed)))
                    .as(good)
                    .doesNotContain(GROUPS_P2);
            assertThat(Checkers.predicates(check(history)).contains(GROUPS_P2)).isEqualTo(!good.equals("a b c"));
        }
        for (String bad : List.of("a b a", "a b b c", "c a1 a a1")) {
            History history = new ClientStory()
                    .connect("a")
                    .light("a", V1, JOIN, "a", bad)
                    .end();
            assertThat(Checkers.predicates(Checkers.checkClients(history, removed)))
                    .as(bad)
                    .contains(GROUPS_P2);
        }
    }

    @Test
    void groupsP2_memberTwice() {
        assertBroken(new ClientStory().connect("a").network("a", NEXT, "a a", "a"), GROUPS_P2);
    }

    @Test
    void groupsP3_oneIdTwoMemberLists() {
        ClientStory story = new ClientStory().connect("a", "b");
        assertBroken(story.network("a", NEXT, "a", "a").network("b", NEXT, "b", "b"), GROUPS_P3);
    }

    @Test
    void groupsP3_groupThatWasEmptyInBetweenBeginsAnew() {
        ClientStory story = new ClientStory().connect("a", "b", "c");
        story.light("a", V1, JOIN, "a", "a").light("a b", V2, JOIN, "b", "a b");
        story.askToLeave("b")
                .selfLeave("b")
                .light("a", V3, LEAVE, "b", "a")
                .askToLeave("a")
                .selfLeave("a");
        story.light("c", V1, JOIN, "c", "c")
                .light("b c", V2, JOIN, "b", "b c")
                .askToLeave("b")
                .selfLeave("b");
        story.light("c", V3, LEAVE, "b", "c");
        assertBroken(story);
    }

    @Test
    void groupsP3_aSecondConnectionOfOneNameMakesTheGroupAnew() {
        ClientStory story = new ClientStory()
                .connect("a", "b")
                .light("a", V1, JOIN, "a", "a")
                .end("a", End.CRASH);
        story.reconnect("a").light("a", V1, JOIN, "a", "a").light("a b", V2, JOIN, "b", "a b");
        story.send("b", "m", AGREED, G).data("a b", "m").end("a", End.CRASH).light("b", V3, DISCONNECT, "a", "b");
        assertBroken(story);
    }

    @Test
    void groupsP3_groupMadeByAClientThatIsNotToldOfIt() {
        ClientStory story = new ClientStory()
                .connectWithoutMembership("b9")
                .connect("a", "c")
                .askToJoin("b9");
        story.light("a", V2, JOIN, "a", "a b9").end("b9", End.CRASH);
        story.light("a", V3, DISCONNECT, "b9", "a").selfLeave("a").light("c", V1, JOIN, "c", "c");
        assertBroken(story.light("a c", V2, JOIN, "a", "a c"));
    }

    @Test
    void groupsP3_inOneLifeEvenSoOneId() {
        ClientStory story = new ClientStory().connect("a", "b", "c");
        story.light("a", V1, JOIN, "a", "a").askToLeave("a").selfLeave("a");
        story.light("b", V1, JOIN, "b", "b").light("b c", V2, JOIN, "c", "b c");
        story.light("b", V3, LEAVE, "c", "b").light("c", V3, LEAVE, "b", "c");
        assertBroken(story, GROUPS_P3);
    }

    /** Found by seeds 101179, 203003, 203232 and 206141. */
    @Test
    void groupsP3_groupOfARingChangeThatBecameEmptyBeginsAnew() {
        ClientStory story = new ClientStory().connect("a", "b");
        story.network("a b", NEXT, "a b", "a|b").askToLeave("a").selfLeave("a").light("b", gid(5, 2), LEAVE, "a", "b");
        story.askToLeave("b").selfLeave("b").askToJoin("a").light("a", NEXT, JOIN, "a", "a");
        assertBroken(story.askToJoin("b").light("a b", gid(5, 2), JOIN, "b", "a b"));
    }

    /** Found by seed 400006: members of other daemons, before and after, do not make one life of the group of two. */
    @Test
    void groupsP3_livesOfAGroupInARingAreNotOneBecauseOtherRingsConnectThem() {
        ClientStory story = new ClientStory().connect("a", "b", "c");
        story.light("a", V1, JOIN, "a", "a").light("a b", V2, JOIN, "b", "a b").light("a b c", V3, JOIN, "c", "a b c");
        story.trans("a b", V3)
                .network("a b", NEXT, "a b", "a b")
                .askToLeave("b")
                .selfLeave("b");
        story.light("a", gid(5, 2), LEAVE, "b", "a").askToLeave("a").selfLeave("a");
        story.askToJoin("a").light("a", NEXT, JOIN, "a", "a");
        story.askToJoin("b").light("a b", gid(5, 2), JOIN, "b", "a b");
        story.trans("c", V3).network("c", gid(6, 1), "c", "c");
        assertBroken(story.network("a b c", gid(7, 1), "a b c", "a b|c"));
    }

    /** Two clients at the first two daemons, which then get different requests from the ring they were in. */
    private static ClientStory parted(boolean told) {
        ClientStory story = new ClientStory().connect("a", "a2", "b");
        story.regular(1, 1, 1, 2).regular(2, 1, 1, 2);
        story.light("a", V1, JOIN, "a", "a").light("a a2", V2, JOIN, "a2", "a a2");
        story.askToJoin("b").light("b", V3, JOIN, "b", "a a2 b").askToLeave("a2");
        if (told) {
            story.transitional(1, 4, 1);
        }
        story.selfLeave("a2").light("a", V3, LEAVE, "a2", "a");
        return story;
    }

    /** Found by seed 101033. */
    @Test
    void groupsP3_whoIsPartedCountsOnByItself() {
        ClientStory story = parted(true).regular(1, 5, 1).transitional(2, 4, 2);
        assertBroken(story.trans("b", V3).network("b", gid(6, 1), "b", "b"));
    }

    @Test
    void groupsP3_whoIsNotPartedDoesNot() {
        assertBroken(parted(false), GROUPS_P3);
    }

    @Test
    void groupsP3_whoIsTogetherAgainDoesNot() {
        ClientStory story = new ClientStory().connect("a", "a2", "b");
        story.regular(1, 1, 1, 2).regular(2, 1, 1, 2);
        story.transitional(1, 4, 1).transitional(2, 4, 2).regular(1, 6, 1, 2).regular(2, 6, 1, 2);
        story.light("a", V1, JOIN, "a", "a")
                .light("a a2", V2, JOIN, "a2", "a a2")
                .light("b", V2, JOIN, "b", "a b");
        assertBroken(story, GROUPS_P3);
    }

    @Test
    void groupsP4_indexJumps() {
        ClientStory story = new ClientStory().connect("a", "b").light("a", V1, JOIN, "a", "a");
        assertBroken(story.light("a b", V3, JOIN, "b", "a b"), GROUPS_P4);
    }

    @Test
    void groupsP5_somebodyElseIsGoneToo() {
        ClientStory story = three().end("b", End.CRASH).end("c", End.CRASH);
        assertBroken(story.light("a", gid(1, 4), DISCONNECT, "b", "a"), GROUPS_P5);
    }

    @Test
    void groupsP5_plainJoinInTransition() {
        ClientStory story = new ClientStory().connect("a", "b").light("a", V1, JOIN, "a", "a");
        assertBroken(story.trans("a", V1).light("a b", V2, JOIN, "b", "a b"), GROUPS_P5);
    }

    @Test
    void groupsP6_memberInNoSet() {
        ClientStory story = new ClientStory().connect("a", "b");
        assertBroken(story.network("a", NEXT, "a b", "a").end("b", End.CRASH), GROUPS_P6);
    }

    @Test
    void groupsP6_ownSetOfOthers() {
        ClientStory story = new ClientStory().connect("a", "b").end("b", End.CRASH);
        story.light("a", V1, JOIN, "a", "a").network("a", NEXT, "a b", "a b");
        assertBroken(story, GROUPS_P6);
    }

    @Test
    void groupsP6_emptySetOfAJoinerThatLeftNobodyBehind() {
        ClientStory story = new ClientStory().connect("a", "b").light("a", V1, JOIN, "a", "a");
        story.network("a b", gid(1, 2), "a b", "a||b").trans("a b", gid(1, 2)).network("a", NEXT, "a", "a");
        assertBroken(story.network("b", gid(6, 1), "b", "b"));
    }

    @Test
    void groupsP7_signalOfAnotherView() {
        ClientStory story = three().end("c", End.BY_DAEMON).trans("a b", V2);
        assertBroken(story.network("a b", NEXT, "a b", "a b"), GROUPS_P7);
    }

    @Test
    void groupsP7_signalTwice() {
        ClientStory story = three().end("c", End.BY_DAEMON).trans("a b", V3).trans("a", V3);
        assertBroken(story.network("a b", NEXT, "a b", "a b"), GROUPS_P7);
    }

    @Test
    void groupsP8_clientsC4_memberLostWithoutASignal() {
        ClientStory story = three().end("c", End.BY_DAEMON);
        assertBroken(story.network("a b", NEXT, "a b", "a b"), GROUPS_P8, CLIENT_C4);
    }

    @Test
    void groupsP8_inACascadeWithoutMessagesThatIsAllowed() {
        ClientStory story = three().end("c", End.BY_DAEMON).end("b", End.CRASH);
        story.groupState(1, 2).groupState(1, 3).groupState(1, 4).groupState(1, 3);
        assertBroken(story.network("a", NEXT, "a", "a").groupState(1, 1));
    }

    @Test
    void groupsP8_inACascadeWithAMessageItIsNot() {
        ClientStory story = three().end("c", End.BY_DAEMON).end("b", End.CRASH).send("a", "m", AGREED, G);
        story.groupState(1, 2).groupState(1, 3).groupState(1, 4).data("a", "m").groupState(1, 3);
        assertBroken(story.network("a", NEXT, "a", "a").groupState(1, 1), GROUPS_P8, CLIENT_C4);
    }

    /** Found by seed 301595: what was handed out before the exchange may be received when it has begun. */
    @Test
    void groupsP8_aMessageHandedOutBeforeTheExchangeIsNotInTheCascade() {
        ClientStory story = three().end("c", End.BY_DAEMON).end("b", End.CRASH).send("a", "m", AGREED, G);
        story.groupState(1, 2).groupStateAhead(1, 3).groupStateAhead(1, 4).data("a", "m");
        story.groupStateInStreams(1, 3).groupStateInStreams(1, 4).groupState(1, 3);
        assertBroken(story.network("a", NEXT, "a", "a").groupState(1, 1));
    }

    @Test
    void groupsP8_aCascadeBeforeExplainsNoLoss() {
        ClientStory story = three();
        for (int d = 1; d <= 3; d++) {
            story.groupState(d, 2).groupState(d, 3).groupState(d, 4).groupState(d, 3);
        }
        story.network("a b c", NEXT, "a b c", "a b c")
                .groupState(1, 1)
                .groupState(1, 2)
                .groupState(1, 3);
        story.end("c", End.BY_DAEMON).end("b", End.CRASH);
        assertBroken(story.network("a", gid(6, 1), "a", "a").groupState(1, 1), GROUPS_P8, CLIENT_C4);
    }

    @Test
    void groupsP9_clientsC3_oneHasMore() {
        ClientStory story = three().send("c", "m", AGREED, G).data("c a", "m");
        assertBroken(cut(story), GROUPS_P9, CLIENT_C3);
    }

    @Test
    void groupsP9_clientsC3_oneHasMoreBeforeAJoin() {
        ClientStory story = new ClientStory().connect("a", "b", "c");
        story.light("a", V1, JOIN, "a", "a").light("a b", V2, JOIN, "b", "a b");
        story.send("c", "m", AGREED, G).data("a", "m").light("a b c", V3, JOIN, "c", "a b c");
        assertBroken(story, GROUPS_P9, CLIENT_C3);
    }

    @Test
    void groupsP9_sameMessagesInAnotherOrder() {
        ClientStory story = three().send("c", "m1", AGREED, G).send("b", "m2", AGREED, G);
        story.data("a", "m1", "m2").data("b", "m2", "m1").data("c", "m1", "m2");
        assertBroken(cut(story), GROUPS_P9, GROUPS_P10, CLIENT_C2);
    }

    @Test
    void groupsP9_otherViewBefore() {
        ClientStory story = three().light("a", gid(1, 4), LEAVE, "c", "a b").trans("b c", V3);
        story.end("c", End.CRASH).network("a b", NEXT, "a b", "a b");
        assertBroken(story, GROUPS_P9);
    }

    @Test
    void groupsP9_weakServicesMayShift() {
        ClientStory story = three().send("c", "m", RELIABLE, G).data("c a", "m");
        assertBroken(cut(story));
    }

    @Test
    void groupsP9_whoGoesElsewhereMayHaveLess() {
        ClientStory story = three().send("a", "m", AGREED, G).data("a b", "m");
        assertBroken(cut(story));
    }

    @Test
    void groupsP9a_differentSets() {
        ClientStory story = new ClientStory().connect("a", "b", "c");
        story.network("a b", NEXT, "a b c", "a|b|c").network("c", NEXT, "a b c", "a b|c");
        assertBroken(story, GROUPS_P9A);
    }

    @Test
    void groupsP9b_setsInDifferentOrders() {
        ClientStory story = new ClientStory().connect("a", "b");
        story.network("a", NEXT, "a b", "a|b").network("b", NEXT, "a b", "b|a");
        assertBroken(story, GROUPS_P9B);
    }

    @Test
    void groupsP10_clientsC2_twoMessagesInTwoOrders() {
        ClientStory story = three().send("a", "m1", AGREED, G).send("b", "m2", FIFO, G);
        story.data("a c", "m1", "m2").data("b", "m2", "m1");
        assertBroken(story, GROUPS_P10, CLIENT_C2);
    }

    @Test
    void groupsP10_viewAndMessageInTwoOrders() {
        ClientStory story = new ClientStory().connect("a", "b").send("b", "m", AGREED, G);
        story.light("a", V1, JOIN, "a", "a")
                .data("a", "m")
                .light("a b", V2, JOIN, "b", "a b")
                .data("b", "m");
        assertBroken(story, GROUPS_P10);
    }

    @Test
    void groupsP10_noTwoDisagreeButAllThreeDo() {
        ClientStory story = new ClientStory().connect("a", "b", "c");
        story.light("a", V1, JOIN, "a", "a").light("a b", V2, JOIN, "b", "a b");
        story.connectWithoutMembership("c9");
        story.send("c9", "x", AGREED, "@a @c").send("b", "y", AGREED, "@a @b").send("a", "z", AGREED, "@b @c");
        story.data("a", "x", "y").data("b", "y", "z").data("c", "z", "x");
        assertBroken(story, GROUPS_P10, CLIENT_C2);
    }

    @Test
    void groupsP11_clientsC1_laterBeforeEarlier() {
        ClientStory story =
                three().send("a", "m1", FIFO, G).send("a", "m2", FIFO, G).data("a b c", "m2", "m1");
        assertBroken(story, GROUPS_P11, CLIENT_C1);
    }

    @Test
    void groupsP11_weakServicesMayOvertake() {
        ClientStory story = three().send("a", "m1", RELIABLE, G).send("a", "m2", RELIABLE, G);
        assertBroken(story.data("a b c", "m2", "m1"));
    }

    @Test
    void groupsP12_effectBeforeItsCause() {
        ClientStory story = new ClientStory().connect("a", "b", "c");
        story.send("a", "cause", AGREED, "@b @c")
                .send("a", "x", AGREED, "@a")
                .data("b", "cause")
                .data("a", "x");
        story.send("b", "effect", AGREED, "@c").data("c", "effect", "cause");
        assertBroken(story, GROUPS_P12);
    }

    @Test
    void groupsP12_fifoHasNoPartInCausality() {
        ClientStory story = new ClientStory().connect("a", "b", "c");
        story.send("a", "cause", FIFO, "@b @c").data("b", "cause").send("b", "effect", FIFO, "@c");
        assertBroken(story.data("c", "effect", "cause"));
    }

    @Test
    void groupsP13_clientsC1_twice() {
        ClientStory story =
                three().send("a", "m", RELIABLE, G).data("a b c", "m").data("c", "m");
        assertBroken(story, GROUPS_P13, CLIENT_C1);
    }

    @Test
    void groupsP13_neverSent() {
        assertBroken(three().forged("a", "m", "b", RELIABLE, G), GROUPS_P13);
    }

    @Test
    void groupsP13_sentToSomebodyElse() {
        ClientStory story = three().send("a", "m", RELIABLE, "@a").data("a", "m");
        assertBroken(story.forged("c", "m", "a", RELIABLE, "@c"), GROUPS_P13);
    }

    @Test
    void groupsP13_echoThatWasNotWanted() {
        assertBroken(three().sendWithoutEcho("a", "m", AGREED, G).data("a b c", "m"), GROUPS_P13);
    }

    @Test
    void groupsP14_notAMember() {
        ClientStory story = three().connect("c2").send("a", "m", AGREED, G).data("a b c c2", "m");
        assertBroken(story, GROUPS_P14);
    }

    @Test
    void groupsP14_weakServicesMayComeBeforeTheView() {
        assertBroken(three().connect("c2").send("a", "m", RELIABLE, G).data("a b c c2", "m"));
    }

    @Test
    void groupsP15_leftWithoutBeingThere() {
        assertBroken(new ClientStory().connect("a").selfLeave("a"), GROUPS_P15);
    }

    @Test
    void groupsP15_signalAfterTheLeave() {
        ClientStory story = three().askToLeave("c").selfLeave("c").trans("c", V3);
        assertBroken(story, GROUPS_P7, GROUPS_P15);
    }

    @Test
    void groupsP15_firstViewIsTheJoinOfAnother() {
        ClientStory story = new ClientStory().connect("a", "b").light("a", V1, JOIN, "b", "a b");
        assertBroken(story.light("b", V1, JOIN, "b", "a b"), GROUPS_P5, GROUPS_P15);
    }

    @Test
    void groupsP16_viewForAConnectionWithoutMembership() {
        ClientStory story = new ClientStory().connectWithoutMembership("a").light("a", V1, JOIN, "a", "a");
        assertBroken(story, GROUPS_P16);
    }

    @Test
    void groupsP17_clientsC5_oneMemberDoesNotGetIt() {
        ClientStory story = three().send("a", "m", SAFE, G).data("a b", "m");
        assertBroken(story, GROUPS_P17, CLIENT_C5);
    }

    @Test
    void groupsP17_notEvenWhenItIsCutOffThen() {
        ClientStory story = three().send("a", "m", SAFE, G).data("a b", "m");
        assertBroken(cut(story), GROUPS_P17, CLIENT_C5);
    }

    @Test
    void groupsP17_behindTheSignalOnlyThoseWhoComeAlong() {
        ClientStory story = three().send("a", "m", SAFE, G).trans("a b c", V3).data("a b", "m");
        story.network("a b", NEXT, "a b", "a b").network("c", gid(6, 1), "c", "c");
        assertBroken(story);
    }

    @Test
    void groupsP17_behindTheSignalAllThoseWhoComeAlong() {
        ClientStory story = three().send("a", "m", SAFE, G).trans("a b c", V3).data("a", "m");
        story.network("a b", NEXT, "a b", "a b").network("c", gid(6, 1), "c", "c");
        assertBroken(story, GROUPS_P17, GROUPS_P9, CLIENT_C3);
    }

    @Test
    void groupsP17_whoLeavesOrDiesIsOwedNothing() {
        ClientStory story =
                three().send("a", "m", SAFE, G).data("a", "m").askToLeave("b").end("c", End.CRASH);
        story.selfLeave("b").light("a", gid(1, 4), LEAVE, "b", "a c").light("a", gid(1, 5), DISCONNECT, "c", "a");
        assertThat(check(story.end())).isEmpty();
    }

    @Test
    void groupsP17_inARunThatIsCutOffItMayStillCome() {
        assertBroken(three().send("a", "m", SAFE, G).data("a b", "m").unsettled());
    }

    @Test
    void groupsP18_clientsC6_ownMessageDoesNotCome() {
        assertBroken(three().send("a", "m", RELIABLE, G).data("b c", "m"), GROUPS_P18, CLIENT_C6);
    }

    @Test
    void groupsP18_unlessItLeft() {
        ClientStory story =
                new ClientStory().connect("a").light("a", V1, JOIN, "a", "a").send("a", "m", AGREED, G);
        assertBroken(story.askToLeave("a").selfLeave("a"));
    }

    @Test
    void groupsP19_transitionWithoutEnd() {
        assertBroken(three().end("c", End.BY_DAEMON).trans("a b", V3), GROUPS_P19);
    }

    @Test
    void groupsP19_joinWithoutAnswer() {
        assertBroken(new ClientStory().connect("a").askToJoin("a"), GROUPS_P19);
    }

    @Test
    void groupsP19_leaveWithoutAnswer() {
        assertBroken(three().askToLeave("c"), GROUPS_P19);
    }

    @Test
    void groupsP19_requestsThatChangeNothingNeedNoAnswer() {
        ClientStory story = three().askToJoin("a").connect("a2").askToLeave("a2");
        assertBroken(story);
    }

    @Test
    void groupsP20_clientsC4_signalThoughAllStayTogether() {
        ClientStory story = three().trans("a b c", V3).network("a b c", NEXT, "a b c", "a b c");
        assertBroken(story, GROUPS_P20, CLIENT_C4);
    }

    /** Found by seeds 100484 and 204293: the lost member ended between signal and view, before the joiner came. */
    @Test
    void groupsP20_clientsC4_whoJoinsDuringTheChangeMaySeeNobodyGo() {
        ClientStory story =
                three().trans("a b", V3).network("a b", gid(4, 2), "a b", "a b").trans("a b", gid(4, 2));
        story.connect("a2").askToJoin("a2").network("a b a2", gid(4, 3), "a a2 b", "a b|a2");
        story.trans("a b a2", gid(4, 3)).network("a b a2", NEXT, "a a2 b", "a a2 b");
        assertBroken(story.end("c", End.CRASH));
    }

    @Test
    void groupsP20_viewThoughNothingChanged() {
        ClientStory story = three().groupState(1, 1).network("a b c", NEXT, "a b c", "a b c");
        assertBroken(story, GROUPS_P20);
    }

    @Test
    void groupsP20_inACascadeItMayCome() {
        ClientStory story = three();
        for (int d = 1; d <= 3; d++) {
            story.groupState(d, 3).groupState(d, 4).groupState(d, 3);
        }
        assertBroken(story.network("a b c", NEXT, "a b c", "a b c")
                .groupState(1, 1)
                .groupState(2, 1)
                .groupState(3, 1));
    }

    /** Views and messages behind an unstable message, each change with a signal of its own, as real daemons send them. */
    @Test
    void viewsWhileTheRingChanges() {
        ClientStory story = three().trans("a b", V3);
        story.connect("a2").askToJoin("a2");
        story.network("a b a2", gid(4, 2), "a a2 b c", "a b|c|a2").trans("a b a2", gid(4, 2));
        story.send("a", "m", AGREED, G).data("a b a2", "m");
        story.askToLeave("b")
                .selfLeave("b")
                .network("a a2", gid(4, 3), "a a2 c", "a a2|c")
                .trans("a a2", gid(4, 3));
        story.network("a a2", NEXT, "a a2", "a a2").trans("c", V3).network("c", gid(6, 1), "c", "c");
        assertBroken(story);
    }

    /** Many events of well-behaved clients: the work grows with their number only. */
    @Test
    void hundredThousandEventsTakeNoTime() {
        ClientStory story = three();
        for (int i = 0; i < 25_000; i++) {
            story.send("abc".substring(i % 3, i % 3 + 1), "m" + i, i % 2 == 0 ? SAFE : AGREED, G)
                    .data("a b c", "m" + i);
        }
        History history = cut(story).end();
        check(history); // warm
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime(); // other work on the machine does not count
        List<Violation> violations = check(history);
        long tookNs = threads.getCurrentThreadCpuTime() - before;
        assertThat(violations).isEmpty();
        assertThat(tookNs).isLessThan(3_000_000_000L);
    }
}
