package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringcast.daemon.core.TestNode.Event;
import org.ringcast.daemon.core.TestNode.Message;
import org.ringcast.daemon.core.TestNode.Reg;
import org.ringcast.daemon.core.TestNode.Trans;
import org.ringcast.daemon.wire.PacketType;

/**
 * The properties of extended virtual synchrony, checked on what the daemons of a test handed up. Every message must carry a
 * number of its own. RELIABLE messages are outside of all but the simplest properties.
 */
final class EvsChecker {
    /** What a daemon handed up between two regular configurations. */
    private static final class Period {
        final TestNode node;
        final RingMembers ring;
        final List<Integer> before = new ArrayList<>();
        final List<Integer> all = new ArrayList<>();
        RingMembers transitional;
        RingMembers next;

        Period(TestNode node, RingMembers ring) {
            this.node = node;
            this.ring = ring;
        }

        @Override
        public String toString() {
            return "d" + (node.index + 1) + "/" + node.incarnation + " in " + ring;
        }
    }

    private final RingTestContext context;
    private final List<Period> periods = new ArrayList<>();

    private EvsChecker(RingTestContext context) {
        this.context = context;
    }

    static void check(RingTestContext context) {
        EvsChecker checker = new EvsChecker(context);
        for (TestNode node : context.allNodes()) {
            checker.split(node);
        }
        checker.idsAgree();
        for (Period one : checker.periods) {
            checker.ownMessages(one);
            for (Period other : checker.periods) {
                if (one != other && one.ring.id().equals(other.ring.id())) {
                    checker.samePeriod(one, other);
                }
            }
        }
        checker.totalOrder();
        checker.safe();
    }

    /** P1, P2, P6. */
    private void split(TestNode node) {
        Period period = null;
        boolean expectTrans = true;
        boolean inTrans = false;
        Set<Integer> seen = new LinkedHashSet<>();
        for (Event event : node.events) {
            if (event instanceof Trans trans) {
                assertThat(expectTrans)
                        .as("P1 TRANS and REG take turns at " + node.story())
                        .isTrue();
                assertThat(trans.members().contains(node.index)).as("P2").isTrue();
                if (period == null) {
                    assertThat(trans.members().size()).as("P1 first TRANS").isEqualTo(1);
                } else {
                    period.transitional = trans.members();
                    assertSubset(trans.members(), period.ring);
                }
                expectTrans = false;
                inTrans = true;
            } else if (event instanceof Reg reg) {
                assertThat(expectTrans).as("P1 TRANS and REG take turns").isFalse();
                assertThat(reg.members().contains(node.index)).as("P2").isTrue();
                if (period != null) {
                    period.next = reg.members();
                    assertSubset(period.transitional, reg.members());
                }
                period = new Period(node, reg.members());
                periods.add(period);
                expectTrans = true;
                inTrans = false;
            } else if (event instanceof Message message) {
                assertThat(period).as("P1 message before the first REG").isNotNull();
                assertThat(seen.add(message.number()))
                        .as("P6 twice: " + message)
                        .isTrue();
                assertThat(period.ring.contains(message.originator())).as("P7").isTrue();
                if (context.serviceOf(message.number()) != PacketType.RELIABLE) {
                    period.all.add(message.number());
                    if (!inTrans) {
                        period.before.add(message.number());
                    }
                }
            }
        }
    }

    private static void assertSubset(RingMembers inner, RingMembers outer) {
        for (int i = 0; i < inner.size(); i++) {
            assertThat(outer.contains(inner.member(i)))
                    .as("P2 " + inner + " in " + outer)
                    .isTrue();
        }
    }

    /** P3, P4. */
    private void idsAgree() {
        Map<MembershipId, RingMembers> rings = new LinkedHashMap<>();
        for (Period period : periods) {
            same(rings, period.ring);
            if (period.transitional != null) {
                same(rings, period.transitional);
            }
        }
        for (TestNode node : context.allNodes()) {
            int last = Integer.MIN_VALUE;
            for (Event event : node.events) {
                RingMembers members = event instanceof Trans trans
                        ? trans.members()
                        : event instanceof Reg reg ? reg.members() : null;
                if (members != null && members.leader() == node.index) {
                    assertThat(members.id().time()).as("P4 at " + node.story()).isGreaterThan(last);
                    last = members.id().time();
                }
            }
        }
    }

    private void same(Map<MembershipId, RingMembers> rings, RingMembers members) {
        RingMembers known = rings.putIfAbsent(members.id(), members);
        if (known != null) {
            assertThat(members.toString()).as("P3").isEqualTo(known.toString());
        }
        assertThat(members.id().procId()).as("P3").isEqualTo(context.topology(0).id(members.leader()));
    }

    /** P5, P10. */
    private void samePeriod(Period one, Period other) {
        if (one.next == null || other.next == null || !one.next.id().equals(other.next.id())) {
            return;
        }
        String what = one + " and " + other;
        assertThat(one.transitional.toString()).as("P5 " + what).isEqualTo(other.transitional.toString());
        assertThat(one.transitional.contains(other.node.index)).as("P5 " + what).isTrue();
        assertThat(one.all).as("P10 " + what).isEqualTo(other.all);
        assertThat(one.before).as("P10 before TRANS " + what).isEqualTo(other.before);
    }

    /** P11: own messages are delivered in the ring in which they were sent. */
    private void ownMessages(Period period) {
        if (period.next == null) {
            return;
        }
        for (Map.Entry<Integer, Integer> sent :
                period.node.sentIn(period.ring.id()).entrySet()) {
            if (sent.getValue() != PacketType.RELIABLE) {
                assertThat(period.all)
                        .as("P11 own message " + sent.getKey() + " of " + period)
                        .contains(sent.getKey());
            }
        }
    }

    /** P8: any two daemons deliver common messages in the same order. */
    private void totalOrder() {
        for (Period one : periods) {
            for (Period other : periods) {
                List<Integer> common = new ArrayList<>(one.all);
                common.retainAll(new LinkedHashSet<>(other.all));
                List<Integer> inOther = new ArrayList<>(other.all);
                inOther.retainAll(new LinkedHashSet<>(one.all));
                assertThat(common).as("P8 " + one + " and " + other).isEqualTo(inOther);
            }
        }
    }

    /** P12, P13: a SAFE message is delivered by everybody of the configuration in which it was, or that one stopped. */
    private void safe() {
        for (Period one : periods) {
            for (int number : one.all) {
                if (context.serviceOf(number) != PacketType.SAFE) {
                    continue;
                }
                boolean regular = one.before.contains(number);
                RingMembers owing = regular ? one.ring : one.transitional;
                for (Period other : periods) {
                    if (other.ring.id().equals(one.ring.id())
                            && owing != null
                            && owing.contains(other.node.index)
                            && other.next != null) {
                        assertThat(other.all)
                                .as((regular ? "P12 " : "P13 ") + number + " of " + one + " at " + other)
                                .contains(number);
                    }
                }
            }
        }
    }
}
