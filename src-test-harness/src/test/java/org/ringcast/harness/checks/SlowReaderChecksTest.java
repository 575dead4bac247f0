package org.ringcast.harness.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.net.IoTransport;
import org.ringcast.protocol.ServiceType;

/** Client protocol, checks 31 to 33: how sessions end that are not read, and what becomes of their names. */
class SlowReaderChecksTest {
    private static final int BODY_BYTES = 10_000;

    @Test
    void check31_defect20_12_defect20_26_aClientThatDoesNotReadIsKilledAndTheOthersGoOn() throws Exception {
        try (LoneDaemon daemon = LoneDaemon.start("DebugFlags = { PRINT EXIT SESSION }\nMaxSessionMessages = 10\n");
                RawClient watcher = RawClient.session(daemon.port(), "watcher");
                RawClient sender = RawClient.session(daemon.port(), "sender", false);
                RawClient slow = RawClient.session(daemon.port(), "slow", false, 8192)) {
            watcher.join("watched");
            watcher.expectMembership("watched", ServiceType.CAUSED_BY_JOIN, "#watcher#d1");
            slow.join("watched");
            watcher.expectMembership("watched", ServiceType.CAUSED_BY_JOIN, "#slow#d1", "#watcher#d1");
            slow.join("flood");
            slow.expectNothing();
            int sent = 0;
            while (daemon.log().stream().noneMatch(line -> line.endsWith(" for not reading"))) {
                sender.multicast("flood", new byte[BODY_BYTES]);
                sender.expectNothing();
                sent++;
                assertThat(sent).as("messages before the end").isLessThan(2000);
            }
            assertThat(sent).as("more than the queue holds").isGreaterThan(10);
            watcher.expectMembership("watched", ServiceType.CAUSED_BY_DISCONNECT, "#watcher#d1");
            List<String> log = daemon.log();
            String killing = log.stream()
                    .filter(line -> line.matches("Sess_write: killing mbox \\d+ for not reading"))
                    .findFirst()
                    .orElseThrow();
            String mailbox = killing.replaceAll("\\D", "");
            assertThat(log)
                    .contains("Sess_kill: killing session slow ( mailbox " + mailbox + " )")
                    .as("statistics: exactly the limit of whole messages waits")
                    .anyMatch(line -> line.matches("Sess_write: session slow \\( mailbox " + mailbox
                            + " \\) is disconnected for not reading: it has 10 messages, \\d+ bytes queued; behind for"
                            + " \\d+\\.\\d s; its socket last took bytes \\d+\\.\\d s ago.*"))
                    .as("what the kernel knows: it holds more than nothing, and the client's host takes no more")
                    .anyMatch(line -> IoTransport.best() != IoTransport.EPOLL
                            || line.matches("Sess_write: session slow .*; the kernel holds [1-9]\\d* bytes that its"
                                    + " host has not taken \\(receive window \\d{1,4} bytes, last sign of"
                                    + " life \\d+ ms ago\\)"))
                    .anyMatch(line -> line.contains("reads slowly"));
            String left = slow.readToEnd();
            assertThat(left.length() / 2).as("what the kernel had").isLessThan(sent * (BODY_BYTES + 80));
            sender.expectNothing();
        }
    }

    @Test
    void defect20_26_aLogWithDefaultFlagsTellsOfSlowReadersBeforeAndWhenTheyAreKilled() throws Exception {
        try (LoneDaemon daemon = LoneDaemon.start("MaxSessionMessages = 10\n");
                RawClient sender = RawClient.session(daemon.port(), "sender", false);
                RawClient slow = RawClient.session(daemon.port(), "slow", false, 8192)) {
            slow.join("flood");
            slow.expectNothing();
            int sent = 0;
            while (daemon.log().stream().noneMatch(line -> line.contains("is disconnected for not reading"))) {
                sender.multicast("flood", new byte[BODY_BYTES]);
                sender.expectNothing();
                sent++;
                assertThat(sent).as("messages before the end").isLessThan(2000);
            }
            assertThat(daemon.log())
                    .anyMatch(
                            line -> line.matches("Sess_write: session slow .* reads slowly: queue [5-7]\\d % full, .*"))
                    .anyMatch(
                            line -> line.matches("Sess_write: session slow .* reads slowly: queue [89]\\d % full, .*"))
                    .anyMatch(
                            line -> line.matches("Sess_write: session slow \\( mailbox \\d+ \\) is disconnected for not"
                                    + " reading: it has 10 messages, \\d+ bytes queued; behind for .*"))
                    .as("the reference's words belong to SESSION")
                    .noneMatch(line -> line.startsWith("Sess_write: killing mbox"));
        }
    }

    @Test
    void check31_maxSessionMessages0KillsWithTheFirstMessage() throws Exception {
        try (LoneDaemon daemon = LoneDaemon.start("DebugFlags = { PRINT EXIT SESSION }\nMaxSessionMessages = 0\n");
                RawClient client = RawClient.session(daemon.port(), "client")) {
            client.multicast(client.privateGroup(), (byte) 1);
            client.expectEnd();
            assertThat(daemon.log()).anyMatch(line -> line.endsWith(" for not reading"));
        }
    }

    @Test
    void check32_killWithPendingOutputClosesTheStream() throws Exception {
        try (LoneDaemon daemon = LoneDaemon.start("DebugFlags = { PRINT EXIT SESSION }\n");
                RawClient sender = RawClient.session(daemon.port(), "sender", false);
                RawClient client = RawClient.session(daemon.port(), "client", false, 8192)) {
            client.join("g");
            client.expectNothing();
            int messages = 200;
            for (int i = 0; i < messages; i++) {
                sender.multicast("g", new byte[BODY_BYTES]);
            }
            sender.expectNothing();
            client.disconnect();
            int received = client.readToEnd().length() / 2;
            assertThat(received).as("what waited is discarded").isLessThan(messages * (BODY_BYTES + 80));
            sender.expectNothing();
        }
    }

    @Test
    void check33_defect20_27_theNameIsFreeAsSoonAsTheStreamEnds() throws Exception {
        try (LoneDaemon daemon = LoneDaemon.start("")) {
            for (int i = 0; i < 50; i++) {
                try (RawClient client = RawClient.connect(daemon.port())) {
                    client.send(RawClient.hello("phoenix", true));
                    client.read(6);
                    assertThat(client.read(5 + 11)).as("life %d", i).startsWith(1);
                    client.send(Frame.of(ServiceType.KILL, "phoenix", "#phoenix#d1", new byte[0]));
                    client.expectEnd();
                }
            }
            // Nobody tells a client that closes when its end was ordered: then it may have to try again.
            for (int i = 0; i < 20; i++) {
                RawClient.session(daemon.port(), "phoenix").close();
            }
        }
    }
}
