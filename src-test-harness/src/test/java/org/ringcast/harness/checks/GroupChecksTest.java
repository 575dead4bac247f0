package org.ringcast.harness.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringcast.protocol.ServiceType.CAUSED_BY_DISCONNECT;
import static org.ringcast.protocol.ServiceType.CAUSED_BY_JOIN;
import static org.ringcast.protocol.ServiceType.CAUSED_BY_LEAVE;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.MembershipBody;
import org.ringcast.protocol.ServiceType;

/** Client protocol, checks 18 to 28: memberships and who gets what, with one daemon. */
class GroupChecksTest {
    private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o'};
    private static final String ALICE = "#alice#d1";
    private static final String BOB = "#bob#d1";
    private static final String CAROL = "#carol#d1";

    private static LoneDaemon daemon;

    @BeforeAll
    static void start() throws Exception {
        daemon = LoneDaemon.start("DebugFlags = { PRINT EXIT SESSION GROUPS }\n");
    }

    @AfterAll
    static void end() {
        daemon.close();
    }

    private static RawClient session(String name) throws Exception {
        return RawClient.session(daemon.port(), name);
    }

    /** Checks everything of a join, leave or disconnect but the id of the ring; returns the index. */
    private static int checkLight(Frame frame, String whom) throws Exception {
        assertThat(frame.word(0) & 0x80000080).isEqualTo(0x80000080);
        assertThat(frame.word(FrameHeader.HINT_OFFSET)).isEqualTo(0x80000080);
        byte[] body = frame.body();
        assertThat(body).hasSize(56);
        byte[] rest = new byte[44];
        rest[0] = 1;
        rest[8] = 1;
        GroupName.of(whom).writeField(rest, 12);
        assertThat(Arrays.copyOfRange(body, 12, 56))
                .as("number of sets, offset, members of the set, the member")
                .isEqualTo(rest);
        return MembershipBody.read(body, 0, body.length, true).groupId().index();
    }

    @Test
    void check18_check23_bodiesOfJoinLeaveAndDisconnect() throws Exception {
        try (RawClient alice = session("alice")) {
            alice.join("g18");
            assertThat(checkLight(alice.expectMembership("g18", CAUSED_BY_JOIN, ALICE), ALICE))
                    .isEqualTo(1);
            try (RawClient bob = session("bob");
                    RawClient carol = session("carol")) {
                bob.join("g18");
                byte[] atBob =
                        bob.expectMembership("g18", CAUSED_BY_JOIN, ALICE, BOB).bytes();
                Frame atAlice = alice.expectMembership("g18", CAUSED_BY_JOIN, ALICE, BOB);
                assertThat(atAlice.bytes()).isEqualTo(atBob);
                assertThat(checkLight(atAlice, BOB)).isEqualTo(2);
                carol.join("g18");
                carol.expectMembership("g18", CAUSED_BY_JOIN, ALICE, BOB, CAROL);
                assertThat(checkLight(alice.expectMembership("g18", CAUSED_BY_JOIN, ALICE, BOB, CAROL), CAROL))
                        .isEqualTo(3);
                bob.leave("g18");
                assertThat(checkLight(alice.expectMembership("g18", CAUSED_BY_LEAVE, ALICE, CAROL), BOB))
                        .isEqualTo(4);
                carol.disconnect();
                assertThat(checkLight(alice.expectMembership("g18", CAUSED_BY_DISCONNECT, ALICE), CAROL))
                        .isEqualTo(5);
            }
            alice.leave("g18");
            alice.expectSelfLeave("g18");
            alice.join("g18");
            assertThat(checkLight(alice.expectMembership("g18", CAUSED_BY_JOIN, ALICE), ALICE))
                    .as("a group that was empty starts anew")
                    .isEqualTo(1);
        }
    }

    @Test
    void check18_aCrashedClientIsADisconnectToo() throws Exception {
        try (RawClient alice = session("alice")) {
            alice.join("crash");
            alice.expectMembership("crash", CAUSED_BY_JOIN, ALICE);
            try (RawClient bob = session("bob")) {
                bob.join("crash");
                alice.expectMembership("crash", CAUSED_BY_JOIN, ALICE, BOB);
                bob.expectMembership("crash", CAUSED_BY_JOIN, ALICE, BOB);
                bob.reset();
            }
            checkLight(alice.expectMembership("crash", CAUSED_BY_DISCONNECT, ALICE), BOB);
        }
    }

    @Test
    void check19_membersStandInTheOrderOfTheirBytes() throws Exception {
        try (RawClient z = session("z");
                RawClient upper = session("B");
                RawClient lower = session("b10");
                RawClient shorter = session("b1");
                RawClient tilde = session("~")) {
            for (RawClient client : List.of(z, upper, lower, shorter, tilde)) {
                client.join("g19");
                client.expectMembershipOf("g19", CAUSED_BY_JOIN);
            }
            for (int members = 2; members < 5; members++) {
                z.expectMembershipOf("g19", CAUSED_BY_JOIN);
            }
            z.expectMembership("g19", CAUSED_BY_JOIN, "#B#d1", "#b1#d1", "#b10#d1", "#z#d1", "#~#d1");
        }
    }

    @Test
    void check20_selfLeaveComesFirstAndOnlyToThoseWhoWantMemberships() throws Exception {
        try (RawClient alice = session("alice");
                RawClient bob = RawClient.session(daemon.port(), "bob", false);
                RawClient carol = session("carol")) {
            alice.join("g20");
            alice.expectMembership("g20", CAUSED_BY_JOIN, ALICE);
            bob.join("g20");
            alice.expectMembership("g20", CAUSED_BY_JOIN, ALICE, BOB);
            bob.expectNothing();
            carol.join("g20");
            carol.expectMembership("g20", CAUSED_BY_JOIN, ALICE, BOB, CAROL);
            alice.expectMembership("g20", CAUSED_BY_JOIN, ALICE, BOB, CAROL);
            bob.leave("g20");
            bob.expectNothing();
            alice.expectMembership("g20", CAUSED_BY_LEAVE, ALICE, CAROL);
            carol.expectMembership("g20", CAUSED_BY_LEAVE, ALICE, CAROL);
            // The message behind the leave goes to the others alone, and the leaver's own answer stands first.
            alice.leave("g20");
            alice.multicast("g20", HELLO);
            alice.expectSelfLeave("g20");
            alice.expectNothing();
            carol.expectMembership("g20", CAUSED_BY_LEAVE, CAROL);
            carol.expectMessage(HELLO);
        }
    }

    @Test
    void check21_disconnectFromSeveralGroupsInTheOrderOfTheirNames() throws Exception {
        try (RawClient alice = session("alice");
                RawClient bob = session("bob")) {
            List<String> groups = List.of("z21", "a21", "M21", "m21", "$21");
            for (String group : groups) {
                alice.join(group);
                alice.expectMembership(group, CAUSED_BY_JOIN, ALICE);
                bob.join(group);
                bob.expectMembershipOf(group, CAUSED_BY_JOIN);
                alice.expectMembership(group, CAUSED_BY_JOIN, ALICE, BOB);
            }
            bob.disconnect();
            bob.expectEnd();
            for (String group : List.of("$21", "M21", "a21", "m21", "z21")) {
                alice.expectMembership(group, CAUSED_BY_DISCONNECT, ALICE);
            }
        }
    }

    @Test
    void uselessJoinsAndLeavesAreNotAnswered() throws Exception {
        try (RawClient alice = session("alice")) {
            alice.leave("never");
            alice.expectNothing();
            alice.join("again");
            alice.expectMembership("again", CAUSED_BY_JOIN, ALICE);
            alice.join("again");
            alice.expectNothing();
            daemon.awaitLogged(0, "G_handle_join: #alice#d1 is already in group again");
            daemon.awaitLogged(0, "G_handle_leave: group never does not exist");
        }
    }

    // ---- Delivery ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x02, 0x04, 0x08, 0x10, 0x20})
    void check24_selfDiscardLeavesOutTheSenderAlone(int service) throws Exception {
        try (RawClient alice = session("alice");
                RawClient bob = session("bob")) {
            alice.join("g24");
            alice.expectMembership("g24", CAUSED_BY_JOIN, ALICE);
            bob.join("g24");
            bob.expectMembership("g24", CAUSED_BY_JOIN, ALICE, BOB);
            alice.expectMembership("g24", CAUSED_BY_JOIN, ALICE, BOB);
            alice.send(alice.message(service | ServiceType.SELF_DISCARD, List.of("g24", ALICE), HELLO));
            assertThat(bob.expectMessage(HELLO).serviceBits()).isEqualTo(service | ServiceType.SELF_DISCARD);
            alice.expectNothing();
        }
    }

    @Test
    void check25_oneCopyHoweverOftenAddressed() throws Exception {
        try (RawClient alice = session("alice");
                RawClient bob = RawClient.session(daemon.port(), "bob", false)) {
            bob.join("a25");
            bob.join("b25");
            bob.expectNothing();
            List<String> destinations = List.of("a25", "b25", "a25", BOB, BOB, "a25");
            alice.send(alice.message(ServiceType.AGREED, destinations, HELLO));
            assertThat(bob.expectMessage(HELLO).groups()).isEqualTo(destinations);
            bob.expectNothing();
            alice.expectNothing();
        }
    }

    @Test
    void check26_privateGroups() throws Exception {
        try (RawClient alice = session("alice");
                RawClient bob = session("bob")) {
            alice.multicast(BOB, HELLO);
            assertThat(bob.expectMessage(HELLO).groups()).containsExactly(BOB);
            for (String nobody : List.of("#nobody#d1", "#bob#d2", "#bob", "#", "#bob#", "##d1", "#bob#d1x", "bob")) {
                alice.multicast(nobody, HELLO);
            }
            alice.expectNothing();
            bob.expectNothing();
        }
    }

    @Test
    void check27_zeroGroupsReachNobody() throws Exception {
        try (RawClient alice = session("alice")) {
            alice.send(alice.message(ServiceType.FIFO, List.of(), HELLO));
            alice.send(alice.message(ServiceType.SAFE, List.of()));
            alice.expectNothing();
        }
    }

    @Test
    void check28_aSenderNeedNotBeAMember() throws Exception {
        try (RawClient alice = session("alice");
                RawClient bob = RawClient.session(daemon.port(), "bob", false)) {
            bob.join("g28");
            bob.expectNothing();
            alice.multicast("g28", "from outside".getBytes(StandardCharsets.US_ASCII));
            assertThat(bob.expectMessage("from outside".getBytes(StandardCharsets.US_ASCII))
                            .sender())
                    .isEqualTo(ALICE);
            alice.expectNothing();
        }
    }

    @Test
    void defect14_12_strangeNamesCanBeForbidden() throws Exception {
        try (LoneDaemon strict = LoneDaemon.start("", "GroupNamePolicy=strict");
                RawClient alice = RawClient.session(strict.port(), "alice")) {
            for (String name : List.of("", " ", "a b", "\t", "\u00e4", "#x", BOB)) {
                alice.join(name);
                Frame back = alice.readFrame();
                assertThat(back.word(0)).as(name).isEqualTo(0x80400080);
                assertThat(back.word(48)).isEqualTo(0x80000180);
            }
            alice.join("plain");
            alice.expectMembership("plain", CAUSED_BY_JOIN, ALICE);
            alice.multicast("plain", HELLO);
            alice.expectMessage(HELLO);
        }
    }

    @Test
    void joinsOfStrangeNamesAreGroupsToWhichNothingCanBeSent() throws Exception {
        try (RawClient alice = session("alice")) {
            for (String name : List.of("", " ", "a b", "\t", "\u00e4", "#x", BOB)) {
                alice.join(name);
                alice.expectMembership(name, CAUSED_BY_JOIN, ALICE);
            }
            alice.send(alice.message(ServiceType.FIFO, List.of("#x", BOB), HELLO));
            alice.expectNothing();
        }
    }
}
