package org.ringcast.harness.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringcast.harness.check.ClientStory.G;
import static org.ringcast.harness.check.ClientStory.gid;
import static org.ringcast.harness.check.Predicate.CLIENT_C4;
import static org.ringcast.harness.check.Predicate.GROUPS_P8;
import static org.ringcast.harness.check.history.ClientEvent.Cause.JOIN;
import static org.ringcast.harness.check.history.Service.AGREED;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.harness.check.history.ClientEvent.End;

/** Members lost without a signal (P8, C4) where only clients wrote down what they received, and daemons the rings they installed. */
final class RingListsTest {
    private static final String[] CASCADE = {"1 d1 d2 d3", "4 d1 d2 d3", "5 d1 d2"};

    /** One client at each daemon, told in ring 1. */
    private static ClientStory three() {
        return threeIn(1);
    }

    private static ClientStory threeIn(int ring) {
        return new ClientStory()
                .connect("a", "b", "c")
                .light("a", gid(ring, 1), JOIN, "a", "a")
                .light("a b", gid(ring, 2), JOIN, "b", "a b")
                .light("a b c", gid(ring, 3), JOIN, "c", "a b c");
    }

    /** In ring 5 the client of d3 is not there any more, and nobody was told. */
    private static ClientStory lost(ClientStory story) {
        return story.end("c", End.BY_DAEMON).network("a b", gid(5, 1), "a b", "a b");
    }

    private static List<Violation> check(ClientStory story) {
        return Checkers.checkClients(story.end(), CheckOptions.receivedOnly());
    }

    private static void assertFault(ClientStory story, String... reasons) {
        List<Violation> violations = check(story);
        assertThat(Checkers.predicates(violations)).containsExactlyInAnyOrder(GROUPS_P8, CLIENT_C4);
        for (String reason : reasons) {
            assertThat(violations)
                    .anyMatch(violation -> violation.toString().contains("lost without a signal: " + reason));
        }
    }

    @Test
    void groupsP8_aRingInBetweenExcusesTheLoss() {
        assertThat(check(lost(three()).life(1, CASCADE).life(2, CASCADE))).isEmpty();
    }

    @Test
    void groupsP8_withoutARingInBetweenItIsAFault() {
        String[] rings = {"1 d1 d2 d3", "5 d1 d2", "6 d1 d2 d3"};
        assertFault(lost(three()).life(1, rings).life(2, rings), "d1 installed no other ring in between");
    }

    /** What one daemon installed says nothing of the clients of another one. */
    @Test
    void groupsP8_theRingsOfTheOwnDaemonCount() {
        String[] plain = {"1 d1 d2 d3", "5 d1 d2"};
        List<Violation> violations = check(lost(three()).life(1, CASCADE).life(2, plain));
        assertThat(violations)
                .hasSize(2)
                .allMatch(violation -> violation.toString().contains("#b#d2"))
                .allMatch(violation -> violation.toString().contains("d2 installed no other ring in between"));
    }

    @Test
    void groupsP8_whereNoRingsAreKnownItIsAFault() {
        assertFault(lost(three()), "the rings of d1 are not known", "the rings of d2 are not known");
    }

    /** Only who says that nobody can know is content with there being no data. */
    @Test
    void groupsP8_whereNobodyCanKnowOnlyDataShowTheFault() {
        CheckOptions untold = CheckOptions.receivedOnly().withCascadesUntold();
        assertThat(Checkers.checkClients(lost(three()).end(), untold)).isEmpty();
        ClientStory talk = three().send("a", "m", AGREED, G).data("a b", "m");
        assertThat(Checkers.predicates(Checkers.checkClients(lost(talk).end(), untold)))
                .containsExactlyInAnyOrder(GROUPS_P8, CLIENT_C4);
    }

    /** Data before the exchange say nothing. */
    @Test
    void groupsP8_inACascadeAfterDataTheLossIsExcused() {
        ClientStory story = three().send("a", "m", AGREED, G).data("a b c", "m");
        assertThat(check(lost(story).life(1, CASCADE).life(2, CASCADE))).isEmpty();
    }

    /** When the ring in between was installed without d3, its clients had to be told with a signal. */
    @Test
    void groupsP8_whoWasLostInTheFirstRingAlreadyIsNotExcused() {
        String[] rings = {"1 d1 d2 d3", "4 d1 d2", "5 d1 d2"};
        assertFault(lost(three()).life(1, rings).life(2, rings), "d3 was lost already in (1,4)");
    }

    /** A view of another group made in the ring in between: its groups came together. */
    @Test
    void groupsP8_aRingInWhichTheGroupsCameTogetherIsNoCascade() {
        ClientStory story = three().connect("a2").other("a2", gid(4, 1));
        assertFault(lost(story).life(1, CASCADE).life(2, "1 d1 d2 d3", "5 d1 d2"), "d1 installed no other ring");
    }

    @Test
    void groupsP8_membersAtTheOwnDaemonAreNeverLostThatWay() {
        ClientStory story = new ClientStory().connect("a", "a2");
        story.light("a", gid(1, 1), JOIN, "a", "a").light("a a2", gid(1, 2), JOIN, "a2", "a a2");
        story.end("a2", End.CRASH).network("a", gid(5, 1), "a", "a").life(1, "1 d1", "4 d1 d2", "5 d1");
        assertFault(story, "#a2#d1 is at the same daemon");
    }

    /** The log of a daemon that is started again: only the life counts in which the client was told. */
    @Test
    void groupsP8_ringsOfOtherLivesDoNotCount() {
        ClientStory story = lost(three())
                .life(1, "1 d1 d2 d3", "4 d1 d2 d3")
                .life(1, "1 d1 d2 d3", "5 d1 d2")
                .life(2, CASCADE);
        assertFault(story, "d1 installed no other ring in between");
    }

    /** The log was cut before the ring of the view, or begins behind that of the view before. */
    @Test
    void groupsP8_ringsThatWerePrintedByNobodyExcuseNothing() {
        String[] cut = {"1 d1 d2 d3", "4 d1 d2 d3"};
        assertFault(lost(three()).life(1, cut).life(2, CASCADE), "d1 printed no ring (1,5)");
        String[] tail = {"4 d1 d2 d3", "5 d1 d2"};
        assertFault(lost(three()).life(1, tail).life(2, tail), "d1 printed no ring (1,1) before");
    }

    /** d1 and d3 brought the group along to ring 3, where a client of d2 joined it. */
    @Test
    void groupsP8_aGroupThatOthersBroughtCountsFromTheRingOfTheirMeeting() {
        String[] others = {"1 d1 d3", "3 d1 d2 d3", "5 d1 d2"};
        ClientStory story = lost(three()).life(1, others).life(3, others).life(2, "2 d2", "3 d1 d2 d3", "5 d1 d2");
        assertFault(story, "d1 installed no other ring in between", "d2 installed no other ring in between");
        String[] more = {"1 d1 d3", "3 d1 d2 d3", "4 d1 d2 d3", "5 d1 d2"};
        ClientStory cascade =
                lost(three()).life(1, more).life(3, more).life(2, "2 d2", "3 d1 d2 d3", "4 d1 d2 d3", "5 d1 d2");
        assertThat(check(cascade)).isEmpty();
    }

    /** A view with a member at d3 cannot have been made before d3 came. */
    @Test
    void groupsP8_aViewCountsFromTheFirstRingThatHasAllItsMembers() {
        String[] rings = {"1 d1 d2", "3 d1 d2 d3", "5 d1 d2"};
        assertFault(lost(three()).life(1, rings).life(2, rings), "d1 installed no other ring in between");
    }

    /** Groups that were created behind a transitional configuration have its id, which is in no log. */
    @Test
    void groupsP8_idsOfTransitionalConfigurationsStandBetweenTwoRings() {
        String[] rings = {"2 d1 d2 d3", "4 d1 d2 d3", "5 d1 d2"};
        assertThat(check(lost(threeIn(3)).life(1, rings).life(2, rings))).isEmpty();
        String[] plain = {"1 d1 d2 d3", "2 d1 d2 d3", "5 d1 d2"};
        assertFault(lost(threeIn(3)).life(1, plain).life(2, plain), "d1 installed no other ring in between");
    }

    /** With a signal nobody asks for rings. */
    @Test
    void groupsP8_withASignalNothingIsToBeExcused() {
        assertThat(check(lost(three().trans("a b", gid(1, 3))).life(1, "1 d1 d2 d3", "5 d1 d2")))
                .isEmpty();
    }
}
