package org.ringcast.harness.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.protocol.ServiceType;

/** What the judge of mixed rings finds, and what the readers of logs make of them. */
class JudgeTest {
    private static Seen data(String uid, int service, boolean intact) {
        return new Seen.Data(uid, "#a#d1", service, "g", 3, intact);
    }

    private static Seen agreed(String uid) {
        return data(uid, ServiceType.AGREED, true);
    }

    private static Seen view(String... members) {
        return new Seen.View("g", "1 2 3", "JOIN", List.of(members), List.of(), -1);
    }

    private static List<String> judge(List<Seen> one, List<Seen> other) {
        return Judge.judge(List.of(new Judge.Log("one", one), new Judge.Log("other", other)));
    }

    @Test
    void logsThatAgreeAreGood() {
        assertThat(judge(List.of(view("a", "b"), agreed("1"), agreed("2")), List.of(view("a", "b"), agreed("2"))))
                .isEmpty();
    }

    @Test
    void anotherOrderIsFound() {
        assertThat(judge(List.of(agreed("1"), agreed("2")), List.of(agreed("2"), agreed("1"))))
                .containsExactly("other received 2 before 1, one after it");
    }

    @Test
    void reliableMessagesMayOvertake() {
        Seen reliable = data("2", ServiceType.RELIABLE, true);
        assertThat(judge(List.of(agreed("1"), reliable), List.of(reliable, agreed("1"))))
                .isEmpty();
    }

    @Test
    void repetitionsWrongBytesAndOtherViewsAreFound() {
        assertThat(judge(List.of(agreed("1"), agreed("1")), List.of(data("2", ServiceType.SAFE, false))))
                .containsExactly("one received 1 twice", "other received 2 with wrong bytes");
        assertThat(judge(List.of(view("a", "b")), List.of(view("b", "a")))).hasSize(1);
    }

    @Test
    void whatWasMeantForOthersCanBeLeftOut() {
        Seen own = new Seen.View("mine", "1 2 3", "JOIN", List.of("a"), List.of(), -1);
        Judge.Log log = new Judge.Log("a", List.of(view("b"), agreed("1"), new Seen.Asked("mine", true), own));
        assertThat(log.withoutStrangeGroups().seen()).containsExactly(new Seen.Asked("mine", true), own);
    }

    @Test
    void bodiesTellEveryWrongByte() {
        byte[] body = Body.of("#a#d1", 7, 1500);
        assertThat(Body.isIntact("#a#d1", 7, body)).isTrue();
        assertThat(Body.isIntact("#a#d1", 8, body)).isFalse();
        body[1499] ^= 1;
        assertThat(Body.isIntact("#a#d1", 7, body)).isFalse();
    }

    @Test
    void ringsAreReadFromALogWithoutTheOneThatIsBeingPrinted() {
        List<String> log = List.of(
                "x",
                "Membership id is ( -12, 34)",
                "--------------------",
                "Configuration at d1 is:",
                "Num Segments 1",
                "\t2\t[10.0.0.255]:4803",
                "\t\td1                  \t10.0.0.1\tID: 1552775919      ",
                "\t\td2                  \t10.0.0.2\tID: 348480928       ",
                "====================",
                "Membership id is ( -12, 35)",
                "\t\td1                  \t10.0.0.1\tID: 1552775919      ");
        assertThat(Membership.allIn(log)).containsExactly(new Membership("-12, 34", List.of("d1", "d2")));
    }
}
