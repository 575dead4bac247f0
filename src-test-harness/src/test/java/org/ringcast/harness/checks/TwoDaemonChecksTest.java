package org.ringcast.harness.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringcast.protocol.ServiceType.CAUSED_BY_JOIN;
import static org.ringcast.protocol.ServiceType.CAUSED_BY_NETWORK;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.harness.process.EmbeddedDaemon;
import org.ringcast.harness.process.FreePorts;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.MembershipBody;
import org.ringcast.protocol.ServiceType;
import org.ringcast.protocol.VsSet;

/** Client protocol, checks 19, 22, 23 and 26: what takes two daemons. */
class TwoDaemonChecksTest {
    private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o'};

    private final int port1;
    private final int port2;
    private final String configuration;

    TwoDaemonChecksTest() throws Exception {
        port1 = FreePorts.next();
        port2 = FreePorts.next();
        configuration = "Spread_Segment 127.0.0.1:" + port1 + " {\n\td1 127.0.0.1\n}\n"
                + "Spread_Segment 127.0.0.2:" + port2 + " {\n\td2 127.0.0.2\n}\n"
                + LoneDaemon.FAST_TIMERS.replace("LookupTimeout = 30000", "LookupTimeout = 300");
    }

    private static MembershipBody body(Frame frame) throws Exception {
        byte[] body = frame.body();
        return MembershipBody.read(body, 0, body.length, true);
    }

    private static List<List<String>> sets(MembershipBody body) {
        return body.sets().stream()
                .map(set -> set.members().stream().map(GroupName::toString).toList())
                .toList();
    }

    /** Skips what a client is told about its group until this many are in it. */
    private static Frame awaitMembers(RawClient client, int members) throws Exception {
        Frame frame = client.readFrame();
        while (!ServiceType.isRegularMembership(frame.serviceBits())
                || frame.groups().size() != members) {
            frame = client.readFrame();
        }
        return frame;
    }

    @Test
    void check19_check22_check23_check26_mergeCrashAndPrivateGroups() throws Exception {
        try (EmbeddedDaemon first = EmbeddedDaemon.start(configuration, "d1");
                RawClient zoe = RawClient.session(port1, "zoe");
                RawClient lone = RawClient.session(port1, "lone")) {
            zoe.join("g");
            zoe.expectMembership("g", CAUSED_BY_JOIN, "#zoe#d1");
            lone.join("untouched");
            lone.expectMembership("untouched", CAUSED_BY_JOIN, "#lone#d1");
            try (EmbeddedDaemon second = EmbeddedDaemon.start(configuration, "d2")) {
                twoDaemons(first, second, zoe);
            }
            Frame transitional = zoe.readFrame();
            assertThat(transitional.serviceBits()).isEqualTo(ServiceType.TRANSITION);
            assertThat(transitional.body()).hasSize(12);
            Frame network = zoe.expectMembership("g", CAUSED_BY_NETWORK, "#zoe#d1");
            assertThat(sets(body(network))).containsExactly(List.of("#zoe#d1"));
            assertThat(body(network).groupId().index()).isEqualTo(1);
            assertThat(body(network).localSetIndex()).isZero();
            lone.expectNothing();
            assertThat(first.daemon().faults()).isZero();
        }
    }

    private void twoDaemons(EmbeddedDaemon first, EmbeddedDaemon second, RawClient zoe) throws Exception {
        try (RawClient adam = RawClient.sessionOf("d2", port2, "adam")) {
            adam.join("g");
            // Whichever comes first, the merge or the join: at the end both are in it.
            Frame atAdam = awaitMembers(adam, 2);
            Frame atZoe = awaitMembers(zoe, 2);
            assertThat(atAdam.groups())
                    .as("daemons in the order of the file, before names")
                    .containsExactly("#zoe#d1", "#adam#d2");
            assertThat(atZoe.groups()).isEqualTo(atAdam.groups());
            assertThat(body(atZoe).groupId()).isEqualTo(body(atAdam).groupId());
            if (ServiceType.CAUSED_BY_NETWORK == (atZoe.serviceBits() & 0xf00)) {
                assertThat(sets(body(atZoe))).containsExactlyInAnyOrder(List.of("#zoe#d1"), List.of("#adam#d2"));
                assertThat(ownSet(atZoe).members()).containsExactly(GroupName.of("#zoe#d1"));
                assertThat(ownSet(atAdam).members()).containsExactly(GroupName.of("#adam#d2"));
                assertThat(body(atZoe).groupId().index()).isEqualTo(1);
            }
            zoe.send(zoe.message(ServiceType.AGREED, List.of("#adam#d2", "#adam#d1"), HELLO));
            assertThat(adam.expectMessage(HELLO).sender()).isEqualTo("#zoe#d1");
            adam.send(adam.message(ServiceType.SAFE, "g", new byte[Limits.FRAGMENT_PAYLOAD * 3]));
            zoe.expectMessage(new byte[Limits.FRAGMENT_PAYLOAD * 3]);
            adam.expectMessage(new byte[Limits.FRAGMENT_PAYLOAD * 3]);
            zoe.expectNothing();
            adam.expectNothing();
            assertThat(second.daemon().faults()).isZero();
            assertThat(first.daemon().faults()).isZero();
        }
    }

    private static VsSet ownSet(Frame frame) throws Exception {
        MembershipBody body = body(frame);
        return body.sets().get(body.localSetIndex());
    }
}
