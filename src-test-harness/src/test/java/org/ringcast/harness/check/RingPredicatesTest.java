package org.ringcast.harness.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringcast.harness.check.Predicate.EVS_P1;
import static org.ringcast.harness.check.Predicate.EVS_P10;
import static org.ringcast.harness.check.Predicate.EVS_P11;
import static org.ringcast.harness.check.Predicate.EVS_P12;
import static org.ringcast.harness.check.Predicate.EVS_P13;
import static org.ringcast.harness.check.Predicate.EVS_P14;
import static org.ringcast.harness.check.Predicate.EVS_P15;
import static org.ringcast.harness.check.Predicate.EVS_P16;
import static org.ringcast.harness.check.Predicate.EVS_P17;
import static org.ringcast.harness.check.Predicate.EVS_P18;
import static org.ringcast.harness.check.Predicate.EVS_P2;
import static org.ringcast.harness.check.Predicate.EVS_P3;
import static org.ringcast.harness.check.Predicate.EVS_P4;
import static org.ringcast.harness.check.Predicate.EVS_P5;
import static org.ringcast.harness.check.Predicate.EVS_P6;
import static org.ringcast.harness.check.Predicate.EVS_P7;
import static org.ringcast.harness.check.Predicate.EVS_P8;
import static org.ringcast.harness.check.Predicate.EVS_P9;
import static org.ringcast.harness.check.RingStory.id;
import static org.ringcast.harness.check.history.Service.AGREED;
import static org.ringcast.harness.check.history.Service.RELIABLE;
import static org.ringcast.harness.check.history.Service.SAFE;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.check.history.RingId;

/** Each promise between daemons: a history written by hand that keeps it, and the smallest ones that break it. */
final class RingPredicatesTest {
    private static final RingId R = id(1, 11);
    private static final RingId NEXT = id(1, 21);
    private static final RingId LONE = id(3, 31);

    /** Three in one ring, with traffic: seq 1 and 2 are stable, 3 is SAFE and not yet stable, then d3 is cut off. */
    private static RingStory good() {
        RingStory story = new RingStory(3).start(1, 2, 3).form(R, "1 2 3");
        story.message(1, R, 1, AGREED, 1, 2, 3);
        story.message(2, R, 2, SAFE, 1, 2, 3);
        story.message(3, R, 3, RELIABLE, 2, 1);
        story.message(1, R, 4, AGREED, 1, 2);
        story.send(1, R, 5, SAFE);
        for (int d = 1; d <= 2; d++) {
            story.trans(d, id(1, 20), "1 2").deliver(d, 1, R, 5, SAFE);
        }
        story.reg(1, NEXT, "1 2").reg(2, NEXT, "1 2");
        story.trans(3, id(3, 30), "3").deliver(3, 1, R, 4, AGREED).reg(3, LONE, "3");
        story.message(2, NEXT, 1, SAFE, 1, 2);
        return story;
    }

    private static List<Violation> check(History history) {
        return Checkers.checkDaemons(history, CheckOptions.complete());
    }

    private static void assertBroken(RingStory story, Predicate... expected) {
        List<Violation> violations = check(story.end());
        assertThat(Checkers.predicates(violations)).as("%s", violations).containsExactlyInAnyOrder(expected);
        assertThat(violations).allSatisfy(violation -> {
            assertThat(violation.who()).isNotEmpty();
            assertThat(violation.toString()).contains(violation.predicate().label(), violation.where());
        });
    }

    private static RingStory three() {
        return new RingStory(3).start(1, 2, 3).form(R, "1 2 3");
    }

    @Test
    void aGoodHistoryBreaksNothing() {
        assertBroken(good());
    }

    @Test
    void evsP1_ringWithoutTransitionalConfiguration() {
        assertBroken(new RingStory(1).start(1).reg(1, R, "1"), EVS_P1);
    }

    @Test
    void evsP1_twoTransitionalConfigurationsInARow() {
        RingStory story = new RingStory(1).start(1).form(id(1, 11), "1");
        story.trans(1, id(1, 20), "1").trans(1, id(1, 21), "1");
        assertBroken(story, EVS_P1);
    }

    @Test
    void evsP1_packetBeforeTheFirstRing() {
        RingStory story = new RingStory(1).start(1).deliver(1, 1, R, 1, AGREED);
        assertBroken(story, EVS_P1);
    }

    @Test
    void evsP1_firstTransitionalConfigurationWithOthers() {
        RingStory story = new RingStory(2).start(1).trans(1, id(1, 10), "1 2").reg(1, R, "1 2");
        assertBroken(story, EVS_P1);
    }

    @Test
    void evsP1_deadProcessGoesOn() {
        assertBroken(new RingStory(1).start(1).stop(1).trans(1, id(1, 10), "1"), EVS_P1);
    }

    @Test
    void evsP2_notInItsOwnRing() {
        RingStory story = new RingStory(3).start(3).trans(3, id(3, 10), "3").reg(3, R, "1 2");
        assertBroken(story, EVS_P2);
    }

    @Test
    void evsP2_transitionalConfigurationLargerThanTheNextRing() {
        RingStory story = three().trans(1, id(1, 20), "1 2").reg(1, id(1, 21), "1");
        assertBroken(story, EVS_P2);
    }

    @Test
    void evsP3_oneIdTwoRings() {
        RingStory story = new RingStory(3).start(1, 2);
        story.trans(1, id(1, 10), "1").reg(1, R, "1 2").trans(2, id(2, 10), "2").reg(2, R, "1 2 3");
        assertBroken(story, EVS_P3);
    }

    @Test
    void evsP3_idOfSomebodyElse() {
        RingStory story = new RingStory(2).start(1).trans(1, id(1, 10), "1").reg(1, id(2, 11), "1 2");
        assertBroken(story, EVS_P3);
    }

    @Test
    void evsP4_timeDoesNotGrow() {
        assertBroken(three().trans(1, id(1, 11), "1").reg(1, id(1, 12), "1"), EVS_P4);
    }

    @Test
    void evsP4_idComesAgainAfterARestart() {
        RingStory story =
                new RingStory(1).start(1).form(R, "1").stop(1).restart(1).form(R, "1");
        assertBroken(story, EVS_P4);
    }

    @Test
    void evsP5_goTogetherButDoNotSaySo() {
        RingStory story = three();
        story.trans(1, id(1, 20), "1").reg(1, NEXT, "1 2");
        story.trans(2, id(2, 20), "2").reg(2, NEXT, "1 2");
        assertBroken(story, EVS_P5);
    }

    @Test
    void evsP5_oneOfThemTookADetour() {
        RingStory story = three();
        story.trans(2, id(2, 13), "2").reg(2, id(2, 14), "2");
        story.trans(1, id(1, 20), "1 2").reg(1, NEXT, "1 2");
        story.trans(2, id(2, 20), "2").reg(2, NEXT, "1 2");
        assertBroken(story, EVS_P5);
    }

    @Test
    void evsP6_twice() {
        RingStory story = three().send(1, R, 1, RELIABLE);
        story.deliver(1, 1, R, 1, RELIABLE).deliver(1, 1, R, 1, RELIABLE);
        assertBroken(story, EVS_P6);
    }

    @Test
    void evsP7_neverSent() {
        assertBroken(three().deliver(1, 2, R, 1, AGREED), EVS_P7);
    }

    @Test
    void evsP7_otherSenderThanTheOneNamed() {
        assertBroken(three().send(1, R, 1, AGREED).deliver(2, 3, R, 1, AGREED), EVS_P7);
    }

    @Test
    void evsP7_senderOutsideTheRing() {
        RingStory story = new RingStory(3).start(1, 2, 3).form(R, "1 2").form(LONE, "3");
        assertBroken(story.send(3, R, 1, AGREED).deliver(1, 3, R, 1, AGREED), EVS_P7);
    }

    @Test
    void evsP7_twoPacketsWithOneNumber() {
        RingStory story = three().send(1, R, 1, AGREED).send(2, R, 1, SAFE);
        assertBroken(story, EVS_P7);
    }

    @Test
    void evsP8_laterBeforeEarlier() {
        RingStory story = three().send(1, R, 1, AGREED).send(2, R, 2, AGREED);
        story.deliver(3, 2, R, 2, AGREED).deliver(3, 1, R, 1, AGREED);
        assertBroken(story, EVS_P8);
    }

    @Test
    void evsP9_gapBeforeTheSignal() {
        RingStory story = three().send(1, R, 1, AGREED).send(2, R, 2, AGREED);
        assertBroken(story.deliver(3, 2, R, 2, AGREED), EVS_P9);
    }

    @Test
    void evsP9_gapsOfWeakServicesAreNone() {
        RingStory story = three().send(1, R, 1, RELIABLE).message(2, R, 2, AGREED, 1, 2, 3);
        assertBroken(story);
    }

    @Test
    void evsP9_gapsBehindTheSignalAreNone() {
        RingStory story = three().message(3, R, 1, AGREED, 3).send(1, R, 2, AGREED);
        story.trans(1, id(1, 20), "1 2").deliver(1, 1, R, 2, AGREED).reg(1, NEXT, "1 2");
        story.trans(2, id(1, 20), "1 2").deliver(2, 1, R, 2, AGREED).reg(2, NEXT, "1 2");
        assertBroken(story);
    }

    @Test
    void evsP10_oneHasMore() {
        RingStory story = three().message(1, R, 1, AGREED, 1).shrink(NEXT, "1 2");
        assertBroken(story, EVS_P10);
    }

    @Test
    void evsP10_sameButOnOtherSidesOfTheSignal() {
        RingStory story = three().message(1, R, 1, AGREED, 1);
        story.trans(1, id(1, 20), "1 2").reg(1, NEXT, "1 2");
        story.trans(2, id(1, 20), "1 2").deliver(2, 1, R, 1, AGREED).reg(2, NEXT, "1 2");
        assertBroken(story, EVS_P10);
    }

    @Test
    void evsP10_whoGoesElsewhereMayHaveLess() {
        RingStory story = three().message(1, R, 1, AGREED, 1, 2).shrink(NEXT, "1 2");
        assertBroken(story.trans(3, id(3, 30), "3").reg(3, LONE, "3"));
    }

    @Test
    void evsP11_ownPacketNotDelivered() {
        RingStory story = three().send(1, R, 1, AGREED).shrink(NEXT, "1 2");
        assertBroken(story, EVS_P11);
    }

    @Test
    void evsP11_whoStopsOwesNothing() {
        assertBroken(three().send(1, R, 1, AGREED).stop(1));
    }

    @Test
    void evsP12_safeBeforeTheSignalButNotAtAll() {
        RingStory story = three().message(1, R, 1, SAFE, 1, 2).shrink(NEXT, "1 2");
        assertBroken(story.trans(3, id(3, 30), "3").reg(3, LONE, "3"), EVS_P12);
    }

    @Test
    void evsP12_safeInARingThatAMemberNeverInstalled() {
        RingStory story = new RingStory(2).start(1, 2).trans(1, id(1, 10), "1").reg(1, R, "1 2");
        assertBroken(story.message(1, R, 1, SAFE, 1), EVS_P12);
    }

    @Test
    void evsP13_safeBehindTheSignalButNotAtAllOfIt() {
        RingStory story = three().send(1, R, 1, SAFE);
        story.trans(1, id(1, 20), "1 2").deliver(1, 1, R, 1, SAFE).reg(1, NEXT, "1 2");
        // d2 is lost again before the next ring is in place, and comes into another one.
        story.trans(2, id(1, 20), "1 2").reg(2, id(2, 25), "1 2");
        assertThat(Checkers.predicates(check(story.end()))).contains(EVS_P13);
    }

    @Test
    void evsP14_sentBelowWhatTheSenderKnew() {
        RingStory story =
                three().send(1, R, 5, AGREED).deliver(2, 1, R, 5, AGREED).send(2, R, 4, AGREED);
        assertThat(Checkers.predicates(check(story.end()))).contains(EVS_P14);
    }

    @Test
    void evsP14_effectWithoutItsCause() {
        RingStory story = three().message(1, R, 1, AGREED, 1, 2).message(2, R, 2, AGREED, 1, 2, 3);
        assertBroken(story, EVS_P9, EVS_P14);
    }

    @Test
    void evsP14_effectBeforeItsCause() {
        RingStory story = three().message(1, R, 1, AGREED, 1, 2).message(2, R, 2, AGREED, 1, 2, 3);
        assertBroken(story.deliver(3, 1, R, 1, AGREED), EVS_P8, EVS_P14);
    }

    @Test
    void evsP14_ringsInDifferentOrders() {
        RingStory story = new RingStory(2).start(1, 2);
        story.trans(1, id(1, 10), "1").reg(1, R, "1 2").trans(1, id(1, 12), "1").reg(1, id(1, 13), "1 2");
        story.trans(2, id(2, 10), "2")
                .reg(2, id(1, 13), "1 2")
                .trans(2, id(2, 12), "2")
                .reg(2, R, "1 2");
        assertThat(Checkers.predicates(check(story.end()))).contains(EVS_P14);
    }

    @Test
    void evsP15_packetOfAnEarlierRing() {
        RingStory story = three().message(3, R, 1, AGREED, 3).shrink(NEXT, "1 2");
        assertBroken(story.deliver(1, 3, R, 1, AGREED), EVS_P15);
    }

    @Test
    void evsP16_ringsStayApart() {
        RingStory story = new RingStory(2).start(1, 2).form(R, "1").form(id(2, 11), "2");
        story.seconds(1).network(true).seconds(40);
        assertBroken(story, EVS_P16);
    }

    @Test
    void evsP16_aDaemonWithoutARing() {
        RingStory story = new RingStory(2)
                .start(1, 2)
                .form(R, "1")
                .seconds(1)
                .network(true)
                .seconds(40);
        assertBroken(story, EVS_P16);
    }

    @Test
    void evsP16_aFaultBeginsTheTimeAnew() {
        RingStory story = new RingStory(2).start(1, 2).form(R, "1").form(id(2, 11), "2");
        story.seconds(1)
                .network(true)
                .seconds(30)
                .network(false)
                .seconds(31)
                .network(true)
                .seconds(60);
        assertBroken(story);
    }

    @Test
    void evsP16_aStartBeginsTheTimeAnew() {
        RingStory story = new RingStory(2).start(1).form(R, "1").network(true);
        story.seconds(50).start(2).form(id(2, 11), "2").seconds(60);
        assertBroken(story);
    }

    @Test
    void evsP16_oneRingOfThoseThatRun() {
        RingStory story = three().stop(3).shrink(NEXT, "1 2").network(true).seconds(40);
        assertBroken(story);
    }

    @Test
    void evsP17_neverStable() {
        RingStory story =
                three().network(true).seconds(37).sample(1, R, 10, 5, 0).sample(2, R, 10, 10, 0);
        story.seconds(38.5).sample(1, R, 10, 5, 0).sample(2, R, 10, 10, 0).seconds(40);
        assertBroken(story, EVS_P17);
    }

    @Test
    void evsP17_repairsGoOn() {
        RingStory story = three().network(true).seconds(37).sample(1, R, 10, 10, 0);
        story.seconds(38.5)
                .sample(1, R, 10, 10, 100)
                .seconds(39)
                .sample(1, R, 10, 10, 101)
                .seconds(40);
        assertBroken(story, EVS_P17);
    }

    @Test
    void evsP17_trafficNeedsASecondToBecomeStable() {
        RingStory story = three().network(true).seconds(37).sample(1, R, 10, 10, 0);
        story.seconds(38).sample(1, R, 20, 10, 7).seconds(38.9).sample(1, R, 20, 15, 9);
        story.seconds(39.1).sample(1, R, 20, 20, 9).seconds(39.5).sample(1, R, 20, 20, 9);
        assertBroken(story);
    }

    @Test
    void evsP17_longLinesNeedMoreThanASecond() {
        RingStory story = three().network(true).seconds(37).sample(1, R, 20, 10, 0);
        story.seconds(38.5).sample(1, R, 20, 15, 0).seconds(39.5).sample(1, R, 20, 20, 0);
        History history = story.seconds(40).end();
        assertThat(Checkers.predicates(check(history))).containsExactly(EVS_P17);
        CheckOptions patient = CheckOptions.complete().withStability(2_000_000_000L);
        assertThat(Checkers.checkDaemons(history, patient)).isEmpty();
    }

    @Test
    void evsP18_tooManyRepairsInASecond() {
        RingStory story = three().seconds(5).sample(1, R, 1, 1, 0).seconds(5.5).sample(1, R, 1, 1, 4000);
        assertBroken(story.seconds(5.9).sample(1, R, 1, 1, 5001), EVS_P18);
    }

    @Test
    void evsP18_asManyOverALongerTime() {
        RingStory story = three().seconds(5).sample(1, R, 1, 1, 0).seconds(5.5).sample(1, R, 1, 1, 4000);
        assertBroken(story.seconds(6.4).sample(1, R, 1, 1, 8000));
    }

    /** Many events of a well-behaved ring: the work grows with their number only. */
    @Test
    void hundredThousandEventsTakeNoTime() {
        RingStory story = new RingStory(4).start(1, 2, 3, 4).form(R, "1 2 3 4");
        int seq = 0;
        for (int round = 0; round < 5_000; round++) {
            for (int d = 1; d <= 4; d++) {
                story.message(d, R, ++seq, round % 3 == 0 ? SAFE : AGREED, 1, 2, 3, 4);
            }
        }
        History history = story.shrink(NEXT, "1 2 3").end();
        check(history); // warm
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime(); // other work on the machine does not count
        List<Violation> violations = check(history);
        long tookNs = threads.getCurrentThreadCpuTime() - before;
        assertThat(violations).isEmpty();
        assertThat(tookNs).isLessThan(3_000_000_000L);
    }
}
