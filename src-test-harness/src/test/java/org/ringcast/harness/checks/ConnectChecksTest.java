package org.ringcast.harness.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringcast.harness.checks.RawClient.concat;
import static org.ringcast.harness.checks.RawClient.text;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Client protocol, checks 2 to 8: connections and their first bytes. */
class ConnectChecksTest {
    private static final String METHODS = "054e554c4c20";

    private static LoneDaemon daemon;

    @BeforeAll
    static void start() throws Exception {
        daemon = LoneDaemon.start("DebugFlags = { PRINT EXIT SESSION }\n", "PreAuthTimeout=300");
    }

    @AfterAll
    static void end() {
        daemon.close();
    }

    @Test
    void check2_check9_session998GetsFdAndAFreedPlaceIsTaken() throws Exception {
        List<SocketChannel> clients = new ArrayList<>();
        // A daemon of its own, since all places are taken.
        try (LoneDaemon full = LoneDaemon.start("DebugFlags = { PRINT EXIT SESSION }\n")) {
            for (int i = 0; i < 997; i++) {
                SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
                client.connect(UnixDomainSocketAddress.of(full.unixSocket()));
                clients.add(client);
                client.write(ByteBuffer.wrap(RawClient.hello("c" + i, false)));
            }
            for (SocketChannel client : clients) {
                ByteBuffer answer = ByteBuffer.allocate(6 + 5 + "#c0#d1".length());
                while (answer.hasRemaining()) {
                    assertThat(client.read(answer)).isPositive();
                }
                assertThat(answer.get(6)).as("accepted").isEqualTo((byte) 1);
            }
            try (RawClient late = RawClient.connect(full.port())) {
                assertThat(late.readToEnd()).isEqualTo("fd");
            }
            assertThat(full.log()).contains("Sess_accept: rejecting session due to quota");
            clients.get(500).close();
            Await.until("the place to be free", () -> isAccepted(full.port()));
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    private static boolean isAccepted(int port) {
        try (RawClient late = RawClient.connect(port)) {
            late.send(RawClient.hello("late", false));
            return !late.readOnce().equals("fd");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void check3_nameOfTenIsAcceptedAndOfElevenIsNot() throws Exception {
        try (RawClient ten = RawClient.session(daemon.port(), "abcdefghij");
                RawClient eleven = RawClient.connect(daemon.port())) {
            ten.expectNothing();
            eleven.send(
                    concat(HexFormat.of().parseHex("050001010b"), "abcdefghijk".getBytes(StandardCharsets.US_ASCII)));
            assertThat(eleven.readToEnd()).isEqualTo("fb");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0b", "7f", "80", "ff"})
    void check3_lengthsThatNoNameHasGetFb(String length) throws Exception {
        try (RawClient client = RawClient.connect(daemon.port())) {
            client.send(HexFormat.of().parseHex("05000101" + length));
            assertThat(client.readToEnd()).isEqualTo("fb");
        }
    }

    @Test
    void check3_everyLegalCharacterAndNoOther() throws Exception {
        for (int c = 0x00; c <= 0xff; c++) {
            try (RawClient client = RawClient.connect(daemon.port())) {
                client.send(new byte[] {5, 0, 1, 1, 2, 'n', (byte) c});
                if (c >= 0x24 && c <= 0x7e) {
                    assertThat(HexFormat.of().formatHex(client.read(6))).isEqualTo(METHODS);
                } else {
                    assertThat(client.readToEnd()).as("character %x", c).isEqualTo("fb");
                }
            }
        }
    }

    @Test
    void check4_secondUseOfANameGetsFaAndTheNameIsFreeAfterDisconnect() throws Exception {
        try (RawClient first = RawClient.session(daemon.port(), "twice")) {
            try (RawClient second = RawClient.connect(daemon.port())) {
                second.send(RawClient.connectMessage("twice", true));
                assertThat(second.readToEnd()).isEqualTo("fa");
            }
            first.disconnect();
            first.expectEnd();
        }
        try (RawClient again = RawClient.session(daemon.port(), "twice")) {
            again.expectNothing();
        }
    }

    @Test
    void check4_namesAreComparedExactly() throws Exception {
        try (RawClient lower = RawClient.session(daemon.port(), "case");
                RawClient upper = RawClient.session(daemon.port(), "Case")) {
            lower.multicast("#Case#d1", (byte) 1);
            upper.expectMessage((byte) 1);
            lower.expectNothing();
        }
    }

    @Test
    void check4_nameIsReservedBeforeTheClientIsIn() throws Exception {
        try (RawClient first = RawClient.connect(daemon.port());
                RawClient second = RawClient.connect(daemon.port())) {
            first.send(RawClient.connectMessage("reserved", true));
            first.read(6);
            second.send(RawClient.connectMessage("reserved", true));
            assertThat(second.readToEnd()).isEqualTo("fa");
        }
    }

    @Test
    void namesThatTheDaemonChooses() throws Exception {
        try (RawClient client = RawClient.connect(daemon.port())) {
            client.send(RawClient.hello("", true));
            byte[] head = client.read(6 + 5);
            assertThat(text(client.read(head[10]))).matches("#r[0-9]{1,4}-[0-9]{1,3}#d1");
        }
    }

    /** Versions as bytes, and what follows: a reject, or acceptance with or without the exchange of methods. */
    @ParameterizedTest
    @CsvSource({
        "'2 99',     f9",
        "'3 0',      f9",
        "'-128 127', f9",
        "'-1 -1',    f9",
        "'3 1',      noExchange",
        "'3 14',     noExchange",
        "'3 15 0',   noExchange",
        "'3 15 99',   noExchange",
        "'3 16 0',   exchange",
        "'4 4 0',    exchange",
        "'5 0 1',    exchange",
        "'9 9 9',    exchange",
        "'127 127 127', exchange",
    })
    void check5_versionTable(String version, String answer) throws Exception {
        String[] numbers = version.trim().split(" ", -1);
        boolean patch = numbers.length == 3;
        ByteBuffer connect = ByteBuffer.allocate(numbers.length + 2 + 4);
        for (String number : numbers) {
            connect.put(Byte.parseByte(number));
        }
        connect.put((byte) 1).put((byte) 4).put("vers".getBytes(StandardCharsets.US_ASCII));
        try (RawClient client = RawClient.connect(daemon.port())) {
            client.send(connect.array());
            if (answer.equals("f9")) {
                assertThat(client.readToEnd()).isEqualTo("f9");
                return;
            }
            if (answer.equals("exchange")) {
                assertThat(HexFormat.of().formatHex(client.read(6))).isEqualTo(METHODS);
                client.send(RawClient.choice("NULL"));
                assertThat(text(client.read(5 + 8))).isEqualTo("\1\5\0\1\10#vers#d1");
            } else {
                assertThat(text(client.read(patch ? 13 : 12)))
                        .isEqualTo(patch ? "\1\5\0\1\10#vers#d1" : "\1\5\0\10#vers#d1");
            }
            client.send(Frame.of(0x40000, "vers", "#vers#d1", new byte[0]));
            client.expectEnd();
        }
    }

    @Test
    void check6_connectMessageByteByByteIsAccepted() throws Exception {
        try (RawClient client = RawClient.connect(daemon.port())) {
            for (byte b : RawClient.connectMessage("pieces", true)) {
                client.send(b);
            }
            assertThat(HexFormat.of().formatHex(client.read(6))).isEqualTo(METHODS);
        }
    }

    @Test
    void check7_defect20_7_silentConnectionsDoNotDelayOthers() throws Exception {
        List<RawClient> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                silent.add(RawClient.connect(daemon.port()));
            }
            long start = System.nanoTime();
            try (RawClient client = RawClient.session(daemon.port(), "prompt")) {
                client.expectNothing();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            silent.get(0).expectEnd();
        } finally {
            for (RawClient client : silent) {
                client.close();
            }
        }
    }

    @Test
    void check8_methodListAndAcceptMessageAreOneWriteEach() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (RawClient client = RawClient.connect(daemon.port())) {
                client.send(RawClient.connectMessage("onewrite", true));
                assertThat(client.readOnce()).isEqualTo(METHODS);
                client.send(RawClient.choice("NULL"));
                assertThat(client.readOnce())
                        .isEqualTo("010500010c"
                                + HexFormat.of().formatHex("#onewrite#d1".getBytes(StandardCharsets.US_ASCII)));
                client.send(Frame.of(0x40000, "onewrite", "#onewrite#d1", new byte[0]));
                client.expectEnd();
            }
        }
    }

    @Test
    void defect20_8_aClientThatDoesNotChooseIsDeniedInTime() throws Exception {
        try (RawClient client = RawClient.connect(daemon.port())) {
            client.send(RawClient.connectMessage("undecided", true));
            assertThat(client.readToEnd()).isEqualTo(METHODS + "f7");
        }
        try (RawClient next = RawClient.session(daemon.port(), "undecided")) {
            next.expectNothing();
        }
    }
}
