package org.ringcast.harness.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ringcast.harness.check.history.InstalledRing;
import org.ringcast.harness.check.history.RingId;

final class MembershipTest {
    private static final List<String> RING = List.of(
            "Membership id is ( 1, 7)", "--------------------", "\t\td1     \t10.0.0.1", "====================");
    private static final Membership INSTALLED = new Membership("1, 7", List.of("d1"));

    /** As printed by Ringcast, Spread 5.0.1 and Spread 4.4.0, whose lines differ a little. */
    private static final String OURS = """
            Handle_form2 in EVS (swallow)
            Memb_transitional
            Membership id is ( 1552775919, 1795299997)
            --------------------
            Configuration at d1 is:
            Num Segments 1
            \t2\t[239.139.220.1]:5700
            \t\td1                  \t10.139.220.1\tID: 1552775919     \s
            \t\td2                  \t10.139.220.2\tID: 348480928      \s
            ====================

            Memb_regular
            Scast_alive: State is 2 (SEG)
            """;

    private static final String LEVEL_5 = """
            =========== Form Token ==========
            ====================================================
            Memb_transitional
            Memb_regular
            Membership id is ( -280616338, 1795299997)
            --------------------
            Configuration at d3 is:
            Num Segments 1
            \t1\t[239.139.220.1]:5700
            \t\td3                  \t10.139.220.3\tID: 4014350958     \s
            ====================

            Memb_token_loss: ############### I lost my token, state was 1
            Memb_transitional
            Memb_regular
            Membership id is ( 1552775919, 1795300004)
            --------------------
            Configuration at d3 is:
            Num Segments 1
            \t3\t[239.139.220.1]:5700
            \t\td1                  \t10.139.220.1\tID: 1552775919     \s
            \t\td2                  \t10.139.220.2\tID: 348480928      \s
            \t\td3                  \t10.139.220.3\tID: 4014350958     \s
            ====================
            """;

    private static final String LEVEL_4 = """
            Memb_transitional
            Memb_regular
            Membership id is ( 2130706473, 1795300276)
            ---------------------
            Configuration at d1 is:
            Num Segments 2
            \t1\t127.0.0.255       5990
            \t\td1                  \t127.0.0.41     \s
            \t0\t127.0.0.255       5992
            ====================

            """;

    private static InstalledRing ring(int procId, int time, String... members) {
        return new InstalledRing(new RingId(procId, time), List.of(members));
    }

    private static List<InstalledRing> rings(String text) {
        return Membership.allIn(text.lines().toList()).stream()
                .map(Membership::installed)
                .toList();
    }

    private static List<String> log(List<String> before, String... after) {
        return Stream.concat(before.stream(), Stream.of(after)).toList();
    }

    /** Who lost its ring has none, however many lines of it the log has. */
    @Test
    void aRingThatWasLostIsNotThePresentOne() {
        assertThat(Membership.presentIn(RING)).contains(INSTALLED);
        List<String> lost =
                log(RING, "Memb_token_loss: ############### I lost my token, state was 1", "Scast_alive: State is 2");
        assertThat(Membership.presentIn(lost)).isEmpty();
        assertThat(Membership.allIn(lost)).containsExactly(INSTALLED);
        assertThat(Membership.presentIn(log(lost, RING.toArray(String[]::new)))).contains(INSTALLED);
        assertThat(Membership.presentIn(List.of())).isEmpty();
    }

    @Test
    void ringsAreReadFromTheLogsOfAllDaemons() {
        assertThat(rings(OURS)).containsExactly(ring(1552775919, 1795299997, "d1", "d2"));
        assertThat(rings(LEVEL_5))
                .containsExactly(ring(-280616338, 1795299997, "d3"), ring(1552775919, 1795300004, "d1", "d2", "d3"));
        assertThat(rings(LEVEL_4)).containsExactly(ring(2130706473, 1795300276, "d1"));
    }

    /** Wherever a daemon was killed while it printed: no ring is read wrong, and only the last one can be missing. */
    @Test
    void ringsOfALogThatIsCutAreThoseThatWerePrintedInFull() {
        for (String text : List.of(OURS, LEVEL_5, LEVEL_4)) {
            List<InstalledRing> all = rings(text);
            int most = 0;
            for (int end = 0; end <= text.length(); end++) {
                List<InstalledRing> read = rings(text.substring(0, end));
                assertThat(all.subList(0, read.size())).isEqualTo(read);
                assertThat(read.size()).isBetween(most, most + 1);
                most = read.size();
            }
            assertThat(most).isEqualTo(all.size());
        }
    }
}
