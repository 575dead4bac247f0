package org.ringcast.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringcast.daemon.session.EmbeddedRig.feed;
import static org.ringcast.daemon.session.EmbeddedRig.feedByteByByte;
import static org.ringcast.daemon.session.EmbeddedRig.hangUp;
import static org.ringcast.daemon.session.EmbeddedRig.hexOf;
import static org.ringcast.daemon.session.EmbeddedRig.received;
import static org.ringcast.daemon.session.EmbeddedRig.writes;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.daemon.config.AccessList;
import org.ringcast.daemon.config.AuthPolicy;
import org.ringcast.daemon.config.AuthPolicy.Method;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.session.auth.Authenticator;
import org.ringcast.daemon.session.auth.PasswordFile;
import org.ringcast.daemon.session.auth.Peer;

/**
 * From the first byte of a client to the accept message or the reject byte. Rows of the tables of docs/client-protocol.md:
 * version gating, connect message, choice of methods.
 */
final class ServerHandshakeTest {
    private static final String LIST_OF_NULL = "05" + hexOf("NULL ");
    private static final String ACCEPT_ALICE = "01050001" + "09" + hexOf("#alice#d1");

    private final EmbeddedRig rig = new EmbeddedRig();

    @AfterEach
    void nothingIsLeft() {
        rig.close();
    }

    // ---- Connect message -----------------------------------------------------------------------------------------

    @Test
    void check1_currentClientIsAccepted() {
        EmbeddedChannel client = rig.connection();
        feed(client, ClientBytes.hex("05 00 01 01 05 61 6c 69 63 65"));
        assertThat(writes(client)).containsExactly(LIST_OF_NULL);
        feed(client, ClientBytes.choice("NULL"));
        assertThat(writes(client))
                .as("check 8: the accept message is one write")
                .containsExactly(ACCEPT_ALICE);
        assertThat(rig.sessions.find("alice").wantsMembership()).isTrue();
        assertThat(rig.log.all())
                .contains(
                        "Sess_recv_client_auth: Client requested NULL type authentication",
                        "Sess_session_authorized: Accepting with private name alice on mailbox 1");
    }

    @ParameterizedTest(name = "version bytes {0}")
    @CsvSource({
        // without patch byte, no exchange, accept without patch byte
        "0301, 01 05 00, false",
        "030e, 01 05 00, false",
        // with patch byte, no exchange, accept with patch byte
        "030f00, 01 05 00 01, false",
        "030f7f, 01 05 00 01, true",
        // with exchange
        "031000, 01 05 00 01, true",
        "040400, 01 05 00 01, true",
        "090909, 01 05 00 01, true",
        "7f7f7f, 01 05 00 01, true",
    })
    void check5_versionsThatAreAccepted(String version, String accept, boolean exchange) {
        EmbeddedChannel client = rig.connection();
        feed(client, ClientBytes.hex(version + "0105" + hexOf("alice")));
        if (exchange) {
            assertThat(received(client)).isEqualTo(LIST_OF_NULL);
            feed(client, ClientBytes.choice("NULL"));
        }
        assertThat(writes(client)).containsExactly(accept.replace(" ", "") + "09" + hexOf("#alice#d1"));
    }

    @ParameterizedTest(name = "version bytes {0}")
    @ValueSource(strings = {"0200", "0300", "ff0000", "800000", "0063", "03ff", "04807f"})
    void check5_oldAndNegativeVersionsGetF9(String version) {
        EmbeddedChannel client = rig.connection();
        feed(client, ClientBytes.hex(version + "0105" + hexOf("alice")));
        assertThat(received(client)).isEqualTo("f9");
        assertThat(client.isOpen()).isFalse();
        assertThat(rig.log.all())
                .anyMatch(line ->
                        line.matches("Sess_accept_continue: version -?\\d+\\.-?\\d+\\.-?\\d+ is not supported"));
        assertThat(rig.connections.counter(SessionCounter.REFUSED_VERSION)).isOne();
    }

    @Test
    void check6_connectMessageByteByByteIsAccepted() {
        EmbeddedChannel client = rig.connection();
        feedByteByByte(client, ClientBytes.connect("alice"));
        assertThat(received(client)).isEqualTo(LIST_OF_NULL);
        feedByteByByte(client, ClientBytes.choice("NULL"));
        assertThat(received(client)).isEqualTo(ACCEPT_ALICE);
    }

    @Test
    void table14_pipelinedBytesAfterAShortNameAreTheNextItem() {
        EmbeddedChannel client = rig.connection();
        byte[] message = ClientBytes.message("al", "#al#d1", new byte[] {1, 2, 3});
        feed(client, ClientBytes.concat(ClientBytes.connect("al"), ClientBytes.choice("NULL"), message));
        assertThat(writes(client)).hasSize(2);
        rig.cycle();
        assertThat(received(client)).endsWith("010203");
    }

    @Test
    void table14_pipelinedMessageOfALibraryWithoutExchange() {
        EmbeddedChannel client = rig.connection();
        byte[] connect = ClientBytes.hex("03010102" + hexOf("al"));
        feed(client, ClientBytes.concat(connect, ClientBytes.message("al", "#al#d1", new byte[] {9})));
        assertThat(received(client)).isEqualTo("010500" + "06" + hexOf("#al#d1"));
        rig.cycle();
        assertThat(received(client)).endsWith("09");
    }

    @ParameterizedTest(name = "length byte {0}")
    @ValueSource(strings = {"0b", "7f", "80", "ff"})
    void check3_nameLengthsThatDoNotFitGetFb(String length) {
        EmbeddedChannel client = rig.connection();
        feed(client, ClientBytes.hex("05000101" + length + hexOf("elevenchars")));
        assertThat(received(client)).isEqualTo("fb");
        assertThat(client.isOpen()).isFalse();
        int signed = (byte) Integer.parseInt(length, 16);
        assertThat(rig.log.all())
                .contains(
                        "Sess_accept_continue: len " + signed + " of private name does not fit (ret = 0) on mailbox 1");
    }

    @Test
    void check3_nameOfTenIsAccepted() {
        EmbeddedChannel client = rig.connection();
        feed(client, ClientBytes.hello("abcdefghij"));
        assertThat(received(client)).endsWith("0e" + hexOf("#abcdefghij#d1"));
    }

    @Test
    void check3_everyLegalCharacterAndNoOther() {
        for (int c = 0; c < 256; c++) {
            EmbeddedChannel client = rig.connection();
            feed(client, new byte[] {5, 0, 1, 1, 2, 'x', (byte) c});
            boolean legal = c >= 0x24 && c <= 0x7e;
            assertThat(received(client)).as("character %x", c).isEqualTo(legal ? LIST_OF_NULL : "fb");
            assertThat(client.isOpen()).isEqualTo(legal);
        }
    }

    @Test
    void check3_illegalNameIsLogged() {
        EmbeddedChannel client = rig.connection();
        feed(client, ClientBytes.hex("0500010103" + hexOf("a#b")));
        assertThat(received(client)).isEqualTo("fb");
        assertThat(rig.log.all()).contains("Sess_accept_continue: illegal private name a#b on mailbox 1");
    }

    @Test
    void check4_secondUseOfANameGetsFaEvenWhileTheFirstIsNotAuthorized() {
        EmbeddedChannel first = rig.connection();
        feed(first, ClientBytes.connect("alice"));
        received(first);
        EmbeddedChannel second = rig.connection();
        feed(second, ClientBytes.connect("alice"));
        assertThat(received(second)).isEqualTo("fa");
        assertThat(second.isOpen()).isFalse();
        assertThat(rig.log.all()).contains("Sess_accept_continue: non unique private name alice on mailbox 2");
        hangUp(first);
        EmbeddedChannel third = rig.connection();
        feed(third, ClientBytes.connect("alice"));
        assertThat(received(third)).as("free at once: it never was operational").isEqualTo(LIST_OF_NULL);
    }

    @Test
    void emptyNameLetsTheDaemonChoose() {
        EmbeddedChannel client = rig.connection();
        feed(client, ClientBytes.hello(""));
        assertThat(received(client)).startsWith(LIST_OF_NULL + "01050001");
        String name = rig.sessions.session(0).privateName();
        assertThat(name).matches("r[0-9]+-[0-9]*").hasSizeLessThanOrEqualTo(9);
    }

    @Test
    void membershipFlagIsReadAsSignedByte() {
        for (String flags : List.of("01", "11", "81", "10", "00")) {
            EmbeddedChannel client = rig.connection();
            String name = "f" + flags;
            feed(client, ClientBytes.hex("050001" + flags + "03" + hexOf(name)));
            received(client);
            assertThat(rig.sessions.find(name).wantsMembership())
                    .as(flags)
                    .isEqualTo(flags.equals("01") || flags.equals("11"));
        }
    }

    @Test
    void bytesOfClientsDoNotMakeLogLines() {
        EmbeddedChannel client = rig.connection();
        feed(client, ClientBytes.hex("0500010107" + "610a1b62e97f63"));
        assertThat(received(client)).isEqualTo("fb");
        assertThat(rig.log.all()).contains("Sess_accept_continue: illegal private name a??b??c on mailbox 1");
    }

    // ---- Time ----------------------------------------------------------------------------------------------------

    @Test
    void table14_silentConnectionIsClosedAfterOneSecondWithoutAByte() {
        EmbeddedChannel client = rig.connection();
        rig.advance(client, 999);
        assertThat(client.isOpen()).isTrue();
        rig.advance(client, 1);
        assertThat(client.isOpen()).isFalse();
        assertThat(received(client)).isEmpty();
        assertThat(rig.log.all()).contains("Sess_accept_continue: reading version.subversion failed on mailbox 1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"05, version.subversion", "0500, patch_version", "050001, private name", "0500010105616c, private name"
    })
    void table14_unfinishedConnectMessageIsClosedAfterOneSecond(String bytes, String missing) {
        EmbeddedChannel client = rig.connection();
        feed(client, ClientBytes.hex(bytes));
        rig.advance(client, 1000);
        assertThat(client.isOpen()).isFalse();
        assertThat(received(client)).isEmpty();
        assertThat(rig.log.all()).contains("Sess_accept_continue: reading " + missing + " failed on mailbox 1");
    }

    @Test
    void table14_endOfStreamInTheConnectMessageIsClosedWithoutAByte() {
        EmbeddedChannel client = rig.connection();
        feed(client, ClientBytes.hex("0500"));
        client.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(client.isOpen()).isFalse();
        assertThat(received(client)).isEmpty();
        assertThat(rig.log.all()).contains("Sess_accept_continue: reading patch_version failed on mailbox 1");
    }

    @Test
    void defect20_8_clientThatDoesNotChooseIsDeniedAfterTenSeconds() {
        EmbeddedChannel client = rig.connection();
        feed(client, ClientBytes.connect("alice"));
        feed(client, new byte[89]);
        received(client);
        rig.advance(client, 9_999);
        assertThat(client.isOpen()).isTrue();
        rig.advance(client, 1);
        assertThat(received(client)).isEqualTo("f7");
        assertThat(client.isOpen()).isFalse();
        assertThat(rig.sessions.find("alice")).as("the name is free").isNull();
        assertThat(rig.log.all())
                .contains(
                        "Sess_recv_client_auth: reading auth string SHORT on mailbox 1",
                        "Sess_session_denied: Authorization denied for alice on mailbox 1");
    }

    @Test
    void operationalSessionsHaveNoDeadline() {
        EmbeddedChannel client = rig.session("alice");
        rig.advance(client, 3_600_000);
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void timeInWhichTheDaemonDoesNotReadDoesNotCount() {
        EmbeddedChannel client = rig.connection();
        rig.accepts = false;
        rig.cycle();
        assertThat(client.config().isAutoRead()).isFalse();
        rig.advance(client, 1500);
        assertThat(client.isOpen()).isTrue();
        rig.accepts = true;
        rig.cycle();
        assertThat(client.config().isAutoRead()).isTrue();
        feed(client, ClientBytes.connect("alice"));
        assertThat(received(client)).isEqualTo(LIST_OF_NULL);
    }

    // ---- Choice of methods ---------------------------------------------------------------------------------------

    @Test
    void check11_choiceSplitInTwoIsAccepted() {
        EmbeddedChannel client = rig.connection();
        feed(client, ClientBytes.connect("alice"));
        received(client);
        byte[] choice = ClientBytes.choice("NULL");
        feed(client, Arrays.copyOf(choice, 30));
        assertThat(received(client)).isEmpty();
        feed(client, Arrays.copyOfRange(choice, 30, 90));
        assertThat(received(client)).isEqualTo(ACCEPT_ALICE);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"FOO", "IP", "null", "NULL FOO", "NULL NULL FOO", "NULLX"})
    void table5_3_methodsThatAreNotAllowedGetF7(String chosen) {
        EmbeddedChannel client = rig.connection();
        feed(client, ClientBytes.connect("alice"));
        received(client);
        String[] names = chosen.split(" ");
        feed(client, ClientBytes.choice(names));
        assertThat(writes(client)).containsExactly("f7");
        assertThat(client.isOpen()).isFalse();
        assertThat(rig.log.all())
                .contains(
                        "Sess_recv_client_auth: received non-allowed auth method " + names[names.length - 1]
                                + ", closing session 1 on mailbox 1",
                        "Sess_session_denied: Authorization denied for alice on mailbox 1");
    }

    @Test
    void table5_3_emptyChoiceGetsF7() {
        EmbeddedChannel client = rig.connection();
        feed(client, ClientBytes.connect("alice"));
        received(client);
        feed(client, new byte[90]);
        assertThat(received(client)).isEqualTo("f7");
        assertThat(rig.log.all()).anyMatch(line -> line.contains("no valid auth_methods set or received"));
    }

    @Test
    void table5_3_endOfStreamInTheChoiceGetsF7() {
        EmbeddedChannel client = rig.connection();
        feed(client, ClientBytes.connect("alice"));
        received(client);
        feed(client, Arrays.copyOf(ClientBytes.choice("NULL"), 30));
        client.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(received(client)).isEqualTo("f7");
        assertThat(client.isOpen()).isFalse();
        assertThat(rig.log.all()).contains("Sess_recv_client_auth: reading auth string SHORT on mailbox 1");
    }

    @Test
    void defect20_9_threeSlotsAreThreeSlots() {
        EmbeddedChannel client = rig.connection();
        feed(client, ClientBytes.connect("alice"));
        received(client);
        // What follows the third slot is the next item, not a fourth method.
        byte[] next = ClientBytes.message("alice", "#alice#d1", new byte[] {0x55});
        feed(client, ClientBytes.concat(ClientBytes.choice("NULL", "NULL", "NULL"), next));
        assertThat(received(client)).isEqualTo(ACCEPT_ALICE);
        rig.cycle();
        assertThat(received(client)).endsWith("55");
    }

    @Test
    void slotsAfterTheFirstEmptyOneAreNotRead() {
        EmbeddedChannel client = rig.connection();
        feed(client, ClientBytes.connect("alice"));
        received(client);
        byte[] choice = ClientBytes.choice("NULL", "X", "FOO");
        Arrays.fill(choice, 30, 60, (byte) 0);
        feed(client, choice);
        assertThat(received(client)).isEqualTo(ACCEPT_ALICE);
    }

    @Test
    void slotWithoutNulIsOneName() {
        EmbeddedChannel client = rig.connection();
        feed(client, ClientBytes.connect("alice"));
        received(client);
        byte[] choice = new byte[90];
        Arrays.fill(choice, 0, 30, (byte) 'N');
        feed(client, choice);
        assertThat(received(client)).isEqualTo("f7");
        assertThat(rig.log.all()).anyMatch(line -> line.contains("auth method " + "N".repeat(30) + ", closing"));
    }

    @Test
    void table5_4_nothingEnabledOffersAnEmptyListAndDenies() {
        try (EmbeddedRig closed = new EmbeddedRig(
                SessionServerSettings.builder().build(), new Authenticator(List.of(), List.of(), List.of("NULL")))) {
            EmbeddedChannel client = closed.connection();
            feed(client, ClientBytes.connect("alice"));
            assertThat(received(client)).isEqualTo("00" + "f7");
            assertThat(client.isOpen()).isFalse();
            assertThat(closed.sessions.count()).isZero();
        }
    }

    // ---- Methods of a configuration ------------------------------------------------------------------------------

    private static EmbeddedRig configured(AuthPolicy policy, String access) {
        AccessList list = AccessList.parse(access.getBytes(StandardCharsets.US_ASCII));
        PasswordFile passwords = PasswordFile.parse("alice:abFZSxKKdq5s6".getBytes(StandardCharsets.US_ASCII));
        return new EmbeddedRig(
                SessionServerSettings.builder().build(),
                Authenticator.of(policy, Optional.of(list), Optional.of(passwords), CoreLog.SILENT));
    }

    @ParameterizedTest(name = "access file {0}: {1}")
    @CsvSource({"local, true", "192.0.2.0/24, false"})
    void table5_4_requiredIpIsCheckedForAClientThatChoseNull(String access, boolean admitted) {
        AuthPolicy policy = new AuthPolicy(List.of(Method.NULL), List.of(Method.IP), List.of());
        try (EmbeddedRig strict = configured(policy, access)) {
            EmbeddedChannel client = strict.connection();
            feed(client, ClientBytes.hello("alice"));
            assertThat(received(client)).isEqualTo(LIST_OF_NULL + (admitted ? ACCEPT_ALICE : "f7"));
            EmbeddedChannel old = strict.connection();
            feed(old, ClientBytes.hex("03010103" + hexOf("old")));
            assertThat(received(old))
                    .as("defect 20.10: a library without the exchange, too")
                    .isEqualTo(admitted ? "010500" + "07" + hexOf("#old#d1") : "f7");
        }
    }

    @ParameterizedTest(name = "password {0}: {1}")
    @CsvSource({"abc, true", "abd, false"})
    void passwordIsAskedForAndAnsweredWithOneByte(String password, boolean good) {
        AuthPolicy policy = new AuthPolicy(List.of(Method.PWORD), List.of(), List.of());
        try (EmbeddedRig strict = configured(policy, "")) {
            EmbeddedChannel client = strict.connection();
            feed(client, ClientBytes.connect("alice"));
            assertThat(received(client)).isEqualTo("06" + hexOf("PWORD "));
            feed(client, ClientBytes.choice("PWORD"));
            assertThat(received(client)).as("the client's turn").isEmpty();
            byte[] credentials = new byte[40];
            System.arraycopy("alice".getBytes(StandardCharsets.US_ASCII), 0, credentials, 0, 5);
            System.arraycopy(password.getBytes(StandardCharsets.US_ASCII), 0, credentials, 32, 3);
            feedByteByByte(client, credentials);
            assertThat(received(client)).isEqualTo(good ? "01" + ACCEPT_ALICE : "00" + "f7");
            assertThat(client.isOpen()).isEqualTo(good);
        }
    }

    @Test
    void clientThatOwesItsPasswordIsDeniedInTheEnd() {
        AuthPolicy policy = new AuthPolicy(List.of(Method.NULL), List.of(Method.PWORD), List.of());
        try (EmbeddedRig strict = configured(policy, "")) {
            EmbeddedChannel client = strict.connection();
            feed(client, ClientBytes.hello("alice"));
            assertThat(received(client)).isEqualTo(LIST_OF_NULL);
            strict.advance(client, 10_000);
            assertThat(received(client)).isEqualTo("f7");
            assertThat(strict.log.all()).contains("Sess_recv_client_auth: reading credentials SHORT on mailbox 1");
        }
    }

    // ---- Room ----------------------------------------------------------------------------------------------------

    @Test
    void check2_connectionBeyondTheQuotaGetsFdBeforeAnythingIsRead() {
        SessionServerSettings two =
                SessionServerSettings.builder().maxConnections(2).build();
        try (EmbeddedRig small = new EmbeddedRig(two, new Authenticator(List.of(), List.of("NULL"), List.of()))) {
            EmbeddedChannel first = small.session("a");
            EmbeddedChannel silent = small.connection();
            EmbeddedChannel third = small.connection();
            assertThat(received(third)).isEqualTo("fd");
            assertThat(third.isOpen()).isFalse();
            assertThat(small.log.all()).contains("Sess_accept: rejecting session due to quota");
            small.advance(silent, 1000);
            assertThat(silent.isOpen()).isFalse();
            EmbeddedChannel fourth = small.session("b");
            assertThat(received(small.connection())).isEqualTo("fd");
            feed(first, ClientBytes.kill("a"));
            assertThat(received(small.connection()))
                    .as("the place is taken until the ring has ordered the end")
                    .isEqualTo("fd");
            small.cycle();
            assertThat(received(small.connection()))
                    .as("closing one frees a place")
                    .isEmpty();
            assertThat(fourth.isOpen()).isTrue();
        }
    }

    @Test
    void quotaPerAddress() {
        SessionServerSettings one =
                SessionServerSettings.builder().maxConnectionsPerAddress(1).build();
        try (EmbeddedRig strict = new EmbeddedRig(one, new Authenticator(List.of(), List.of("NULL"), List.of()))) {
            EmbeddedChannel first = strict.session("a");
            EmbeddedChannel second = strict.connection();
            assertThat(received(second)).isEqualTo("fd");
            EmbeddedChannel unix = strict.connection(Peer.UNIX);
            assertThat(received(unix)).as("another address").isEmpty();
            hangUp(first);
            strict.cycle();
            EmbeddedChannel third = strict.connection();
            assertThat(received(third)).isEmpty();
            assertThat(strict.connections.counter(SessionCounter.REFUSED_ADDRESS_QUOTA))
                    .isOne();
        }
    }
}
