package org.ringcast.harness.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringcast.harness.checks.RawClient.concat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Client protocol, checks 9 to 11, and operation, checks 10 and 11: who may in. */
class AuthenticationChecksTest {
    private static final String SHOW = "DebugFlags = { PRINT EXIT SESSION ACM }\n";
    private static final byte[] OLD_LIBRARY = {3, 15, 0, 1, 1, 'a'};

    /** What is offered, and the answers to a client that names NULL, one that names IP, one that names both, an old one. */
    private static void expect(
            LoneDaemon daemon, String offered, String toNull, String toIp, String toBoth, String toOld)
            throws Exception {
        assertThat(answer(daemon, "NULL")).as("NULL").isEqualTo(offered + " " + toNull);
        assertThat(answer(daemon, "IP")).as("IP").isEqualTo(offered + " " + toIp);
        assertThat(answer(daemon, "NULL", "IP")).as("NULL and IP").isEqualTo(offered + " " + toBoth);
        try (RawClient old = RawClient.connect(daemon.port())) {
            old.send(OLD_LIBRARY);
            assertThat(accepted(old.read(1)[0])).as("an old library").isEqualTo(toOld);
        }
    }

    private static String accepted(byte result) {
        return result == 1 ? "in" : HexFormat.of().toHexDigits(result);
    }

    private static String answer(LoneDaemon daemon, String... methods) throws Exception {
        try (RawClient client = RawClient.connect(daemon.port())) {
            client.send(RawClient.connectMessage("", true));
            String offered = RawClient.text(client.read(client.read(1)[0])).replace(' ', ',');
            client.send(RawClient.choice(methods));
            return offered + " " + accepted(client.read(1)[0]);
        }
    }

    /** Each row of the table: options; offered; NULL, IP, both, old; with an access file that permits and one that does not. */
    @ParameterizedTest
    @CsvSource({
        "'',                                                         'NULL,',    in, f7, f7, in,  in, f7, f7, in",
        "'AllowedAuthMethods = \"NULL IP\"',                         'NULL,IP,', in, in, in, in,  in, f7, f7, f7",
        "'AllowedAuthMethods = \"IP\"',                              'IP,',      f7, in, f7, in,  f7, f7, f7, f7",
        "'AllowedAuthMethods = \"NULL\";RequiredAuthMethods = \"IP\"', 'NULL,',  in, f7, f7, in,  f7, f7, f7, f7",
    })
    void check9_check10_defect20_10_table5_4(
            String options,
            String offered,
            String n1,
            String i1,
            String b1,
            String o1,
            String n2,
            String i2,
            String b2,
            String o2)
            throws Exception {
        String lines = SHOW + options.replace(';', '\n') + "\n";
        try (LoneDaemon daemon = LoneDaemon.start("local\n", lines, new String[0])) {
            expect(daemon, offered, n1, i1, b1, o1);
        }
        try (LoneDaemon daemon = LoneDaemon.start("10.1.2.3\n", lines, new String[0])) {
            expect(daemon, offered, n2, i2, b2, o2);
        }
    }

    @ParameterizedTest
    @CsvSource({"RequiredAuthMethods = \"NULL\"", "RequiredAuthMethods = \"IP\"", "AllowedAuthMethods = \"null\""})
    void check9_check10_nothingOfferedDeniesAtOnce(String options) throws Exception {
        try (LoneDaemon daemon = LoneDaemon.start(SHOW + options + "\n");
                RawClient client = RawClient.connect(daemon.port())) {
            client.send(RawClient.connectMessage("alice", true));
            assertThat(client.readToEnd()).isEqualTo("00f7");
            daemon.awaitLogged(0, "Sess_session_denied: Authorization denied for alice on mailbox " + mailbox(daemon));
        }
    }

    private static String mailbox(LoneDaemon daemon) {
        return daemon.log().stream()
                .filter(line -> line.startsWith("Sess_session_denied: "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("?");
    }

    /** Access files, and whether TCP clients from 127.0.0.1 and clients of the Unix socket are let in. */
    @ParameterizedTest
    @CsvSource({
        "'local',                            in, f7",
        "'127.0.0.1',                        in, f7",
        "'127.0.0.1/32',                     in, f7",
        "'127.0.0.2',                        f7, f7",
        "'127.0.0.0/24',                     in, f7",
        "'127.1.0.0/16',                     f7, f7",
        "'127.0.0.77/24',                    in, f7",
        "'0.0.0.0/0',                        in, f7",
        "'unix',                             f7, in",
        "'# comment|10.1.2.3||local|unix',   in, in",
        "'garbage.here.and.there/x|local',   in, f7",
        "'1.2.3|local',                      in, f7",
        "'',                                 f7, f7",
    })
    void check10_check11_defect20_11_accessFileForms(String file, String tcp, String unix) throws Exception {
        String options = SHOW + "AllowedAuthMethods = \"IP\"\n";
        try (LoneDaemon daemon = LoneDaemon.start(file.replace('|', '\n') + "\n", options, new String[0])) {
            assertThat(answer(daemon, "IP")).isEqualTo("IP, " + tcp);
            try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                client.connect(UnixDomainSocketAddress.of(daemon.unixSocket()));
                client.write(ByteBuffer.wrap(concat(RawClient.connectMessage("alice", true), RawClient.choice("IP"))));
                ByteBuffer answer = ByteBuffer.allocate(5);
                while (answer.hasRemaining()) {
                    assertThat(client.read(answer)).isPositive();
                }
                assertThat(new String(answer.array(), 0, 4, StandardCharsets.ISO_8859_1))
                        .isEqualTo("\3IP ");
                assertThat(accepted(answer.get(4))).isEqualTo(unix);
            }
        }
    }

    @Test
    void whyAClientIsRefusedIsInALogWithDefaultFlags() throws Exception {
        String options = "AllowedAuthMethods = \"IP\"\n";
        try (LoneDaemon daemon = LoneDaemon.start("10.1.2.3\n", options, new String[0])) {
            answer(daemon, "NULL");
            answer(daemon, "IP");
            assertThat(daemon.log())
                    .anyMatch(
                            line -> line.matches("Sess_recv_client_auth: refused session \\S+ \\( mailbox \\d+ \\) from"
                                    + " 127\\.0\\.0\\.1: it chose method NULL, AllowedAuthMethods has IP"))
                    .anyMatch(
                            line -> line.matches("Sess_recv_client_auth: refused session \\S+ \\( mailbox \\d+ \\) from"
                                    + " 127\\.0\\.0\\.1: spread\\.access_ip has no line for 127\\.0\\.0\\.1"))
                    .as("the reference's words belong to SESSION")
                    .noneMatch(line -> line.startsWith("Sess_session_denied"));
        }
    }

    @Test
    void check10_withoutAccessFileNobodyPassesIp() throws Exception {
        try (LoneDaemon daemon = LoneDaemon.start("AllowedAuthMethods = \"IP\"\n")) {
            assertThat(answer(daemon, "IP")).isEqualTo("IP, f7");
            daemon.awaitLogged(
                    0, "ip_open_connection: No spread.access_ip file loaded. NO connections will be allowed!");
        }
    }

    @Test
    void check11_choiceInTwoWritesAndByteByByteIsAccepted() throws Exception {
        try (LoneDaemon daemon = LoneDaemon.start(SHOW)) {
            byte[] choice = RawClient.choice("NULL");
            try (RawClient client = RawClient.connect(daemon.port())) {
                client.send(RawClient.connectMessage("alice", true));
                client.read(6);
                client.send(Arrays.copyOf(choice, 40));
                client.send(Arrays.copyOfRange(choice, 40, 90));
                assertThat(client.read(5)).startsWith(1);
            }
            try (RawClient client = RawClient.connect(daemon.port())) {
                client.send(RawClient.connectMessage("bob", true));
                for (byte b : choice) {
                    client.send(b);
                }
                client.read(6);
                assertThat(client.read(5)).startsWith(1);
            }
        }
    }
}
