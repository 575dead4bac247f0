package org.ringcast.harness.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.harness.process.DaemonProcess;
import org.ringcast.harness.process.FreePorts;
import org.ringcast.protocol.ServiceType;

/** A daemon with little memory, and clients that keep to the protocol and try to use it up. */
@Timeout(300)
class ExhaustionTest {
    private static final int MESSAGE_BYTES = 100_000;
    private static final int LARGEST_BODY = 143_120;

    @TempDir
    Path folder;

    private DaemonProcess start(int port, String... options) throws IOException {
        Path file = folder.resolve("d1.conf");
        Files.writeString(file, DaemonProcess.loneConfiguration(port) + String.join("\n", options) + '\n');
        DaemonProcess daemon = DaemonProcess.launchPrefixed(
                folder,
                List.of(),
                List.of("-Xmx96m", "-XX:MaxDirectMemorySize=64m", "-Dio.netty.leakDetection.level=simple"),
                "-n",
                "d1",
                "-c",
                file.toString());
        daemon.awaitReady();
        return daemon;
    }

    private static void assertUnharmed(DaemonProcess daemon) {
        assertThat(daemon.isAlive()).isTrue();
        assertThat(daemon.output()).noneMatch(line -> line.contains("Internal fault") || line.contains("OutOf"));
        assertThat(daemon.terminate()).isZero();
    }

    @Test
    void readersThatDoNotReadAndUnfinishedFrames_theDaemonAndTheOthersGoOn() throws Exception {
        int port = FreePorts.next();
        List<RawClient> evil = new ArrayList<>();
        try (DaemonProcess daemon = start(port);
                RawClient good = RawClient.session(port, "good");
                RawClient sender = RawClient.session(port, "sender", false)) {
            good.join("room");
            good.expectMembershipOf("room", ServiceType.CAUSED_BY_JOIN);
            for (int i = 0; i < 8; i++) {
                evil.add(RawClient.session(port, "slow" + i, false, 8192));
            }
            for (int i = 0; i < 250; i++) {
                RawClient client = RawClient.session(port, "half" + i, false);
                evil.add(client);
                byte[] frame = client.message(ServiceType.FIFO, "room", new byte[LARGEST_BODY])
                        .bytes();
                try {
                    client.send(Arrays.copyOf(frame, frame.length - 1));
                } catch (IOException e) {
                    // It was this one's turn to go.
                    client.close();
                }
            }
            byte[] body = new byte[MESSAGE_BYTES];
            for (int i = 0; i < 600; i++) {
                sender.multicast("#slow" + i % 8 + "#d1", body);
                if (i % 10 == 0) {
                    sender.expectNothing();
                    good.multicast("room", (byte) i);
                    good.expectMessage((byte) i);
                }
            }
            good.expectNothing();
            assertThat(daemon.output())
                    .anyMatch(line -> line.contains("is disconnected for an unfinished frame"))
                    .anyMatch(line -> line.matches("Sess_write: session slow\\d .* is disconnected for not reading: .*"
                            + "MaxTotalBytes allows 33554432"))
                    .noneMatch(line -> line.contains("session good ") || line.contains("session sender "));
            assertUnharmed(daemon);
        } finally {
            for (RawClient client : evil) {
                client.close();
            }
        }
    }

    @Test
    void joinsWithoutEnd_theDaemonGoesOnAndLetsOthersJoin() throws Exception {
        int port = FreePorts.next();
        try (DaemonProcess daemon = start(port, "#+ MaxGroupsPerSession = 12000");
                RawClient greedy = RawClient.session(port, "greedy", false);
                RawClient other = RawClient.session(port, "other")) {
            List<Frame> joins = new ArrayList<>();
            for (int i = 0; i < 12_000; i++) {
                joins.add(greedy.message(ServiceType.JOIN, "group" + i));
            }
            greedy.send(joins.toArray(Frame[]::new));
            greedy.expectNothing();
            greedy.join("one more");
            Frame back = greedy.readFrame();
            assertThat(back.serviceBits()).isEqualTo(ServiceType.REJECT);
            daemon.awaitLine(
                    "a join of session greedy .* it is in 12000 groups, as many as MaxGroupsPerSession allows",
                    DaemonProcess.START_PATIENCE);
            other.join("another");
            other.expectMembershipOf("another", ServiceType.CAUSED_BY_JOIN);
            assertUnharmed(daemon);
        }
    }
}
