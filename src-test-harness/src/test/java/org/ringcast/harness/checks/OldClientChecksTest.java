package org.ringcast.harness.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringcast.protocol.ServiceType.CAUSED_BY_DISCONNECT;
import static org.ringcast.protocol.ServiceType.CAUSED_BY_JOIN;
import static org.ringcast.protocol.ServiceType.CAUSED_BY_LEAVE;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Process groups, check 24: what a client is told does not depend on the version of its library. */
class OldClientChecksTest {
    private static final int[][] VERSIONS = {{3, 1, 0}, {3, 14, 0}, {3, 15, 0}, {3, 16, 0}, {3, 17, 4}, {4, 4, 0}};

    @Test
    void check40_24_librariesOf3xGetTheSameNotifications() throws Exception {
        try (LoneDaemon daemon = LoneDaemon.start("");
                RawClient current = RawClient.session(daemon.port(), "now")) {
            List<RawClient> clients = new ArrayList<>();
            clients.add(current);
            current.join("g24");
            List<String> members = new ArrayList<>(List.of("#now#d1"));
            current.expectMembership("g24", CAUSED_BY_JOIN, "#now#d1");
            for (int[] version : VERSIONS) {
                RawClient old = RawClient.sessionOfVersion(daemon.port(), "old" + clients.size(), version);
                clients.add(old);
                old.join("g24");
                members.add(old.privateGroup());
                members.sort(null);
                expectSame(clients, CAUSED_BY_JOIN, members);
            }
            for (int cause : new int[] {CAUSED_BY_LEAVE, CAUSED_BY_DISCONNECT}) {
                RawClient last = clients.remove(clients.size() - 1);
                members.remove(last.privateGroup());
                if (cause == CAUSED_BY_LEAVE) {
                    last.leave("g24");
                    last.expectSelfLeave("g24");
                } else {
                    last.disconnect();
                }
                expectSame(clients, cause, members);
                last.close();
            }
            for (RawClient client : clients.subList(1, clients.size())) {
                client.close();
            }
        }
    }

    private static void expectSame(List<RawClient> clients, int cause, List<String> members) throws Exception {
        byte[] first = null;
        for (RawClient client : clients) {
            byte[] bytes = client.expectMembership("g24", cause, members.toArray(String[]::new))
                    .bytes();
            first = first == null ? bytes : first;
            assertThat(bytes).as(client.privateGroup()).isEqualTo(first);
        }
    }
}
