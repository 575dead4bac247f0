package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.ring.PacketWindow;
import org.ringcast.daemon.wire.RepType;
import org.ringcast.daemon.wire.RingInfo;

/** Form tokens whose every field is in its range and that are nonsense all the same. */
final class HostileFormTest {
    private static final int REPRESENTED = 3;
    private static final int FORM = 5;

    private final RingTestContext context = new RingTestContext(3);
    private final TestNode node = context.start(1);
    private final FakePeer d1 = new FakePeer(context, 0);
    private final FakePeer d2 = new FakePeer(context, 1);
    private int time = 500;

    private static RingInfo ring(FakePeer of, int aru, int highestSeq, int[] holes, int... commit) {
        return new RingInfo(of.id(), -1, 0, aru, highestSeq, holes, commit, 1);
    }

    private void form1(int[] members, int numMembers, RingInfo... rings) {
        d1.join(1, RepType.SEG_REP);
        d1.form1(1, time++, members, numMembers, List.of(d1.rep(RepType.SEG_REP)), 1, rings);
    }

    /** Somebody says that I have been in my old ring with more than there can be. */
    @Test
    void check30_23_defect30_D13_form1() {
        try (context) {
            List<RingInfo> nonsense = new ArrayList<>();
            nonsense.add(ring(d2, 0, Integer.MAX_VALUE, new int[0], d1.id()));
            nonsense.add(ring(d2, 0, 1 << 30, new int[0], d1.id()));
            nonsense.add(ring(d2, 0, PacketWindow.SLOTS, new int[0], d1.id()));
            nonsense.add(ring(d2, 1, 1, new int[0], d1.id()));
            nonsense.add(ring(d2, 0, 0, new int[0], d2.id()));
            for (RingInfo info : nonsense) {
                long before = node.count(CounterId.FORM_CONTRADICTION);
                form1(new int[] {0, 1}, 1, d1.firstRing(), info);
                assertThat(node.core.membershipState()).as(info.toString()).isEqualTo(REPRESENTED);
                assertThat(node.count(CounterId.FORM_CONTRADICTION)).isEqualTo(before + 1);
            }
            form1(new int[] {0, 1, 1}, 1, d1.firstRing());
            assertThat(node.count(CounterId.FORM_MALFORMED))
                    .as("a member twice")
                    .isEqualTo(1);
            assertThat(node.core.membershipState()).isEqualTo(REPRESENTED);
            form1(new int[] {0, 1}, 1, d1.firstRing());
            assertThat(node.core.membershipState()).isEqualTo(FORM);
        }
    }

    @Test
    void check30_23_defect30_D12_defect30_D13_form2() {
        try (context) {
            form1(new int[] {0, 1}, 1, d1.firstRing());
            assertThat(node.core.membershipState()).isEqualTo(FORM);
            int formTime = time - 1;
            int[] manyHoles = new int[1600];
            for (int i = 0; i < manyHoles.length; i++) {
                manyHoles[i] = i + 1;
            }
            RingInfo[] nonsense = {
                ring(d2, 0, 1 << 30, new int[0], d2.id()),
                ring(d2, 0, Integer.MAX_VALUE, new int[0], d2.id()),
                ring(d2, 0, PacketWindow.SLOTS, manyHoles, d2.id()),
                ring(d2, 5, 5, new int[0], d2.id()),
                ring(d2, 0, 0, new int[0], d2.id(), 987654),
                ring(d2, 0, 3333, new int[0], d2.id())
            };
            for (int i = 0; i < nonsense.length; i++) {
                form2(formTime, new int[] {0, 1}, nonsense[i]);
                assertThat(node.core.membershipState())
                        .as(nonsense[i].toString())
                        .isEqualTo(FORM);
                assertThat(node.count(CounterId.FORM_CONTRADICTION)).isEqualTo(i + 1);
            }
            form2(formTime, new int[] {0, 0}, d2.firstRing());
            form2(formTime, new int[] {0, 2}, d2.firstRing());
            form2(formTime, new int[] {0, 1, -1}, d2.firstRing());
            assertThat(node.count(CounterId.FORM_MALFORMED)).isEqualTo(3);
            form2(formTime, new int[] {0, 1}, new RingInfo(d1.id(), -1, 0, 0, 0, new int[0], new int[] {d1.id()}, 1));
            assertThat(node.count(CounterId.FORM_CONTRADICTION))
                    .as("my ring is not on it")
                    .isEqualTo(nonsense.length + 1);
            assertThat(node.core.membershipState()).isEqualTo(FORM);
            context.runMillis(4000);
            assertThat(context.isRing(1)).as("and then alone").isTrue();
        }
    }

    private void form2(int formTime, int[] members, RingInfo mine) {
        d1.form2(
                1,
                new MembershipId(d1.id(), formTime),
                members,
                1,
                new MembershipId(d1.id(), 600),
                d1.firstRing(),
                mine);
    }
}
