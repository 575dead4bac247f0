package org.ringcast.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
    private static ConnectParser parse(String hex) {
        byte[] bytes = Hex.bytes(hex);
        ConnectParser parser = new ConnectParser();
        parser.feed(bytes, 0, bytes.length);
        return parser;
    }

    @Test
    void connectMessageOfTheCurrentLibrary() {
        ConnectRequest request = ConnectRequest.of(new LibraryVersion(5, 0, 1), true, false, "alice");
        assertThat(request.encode()).isEqualTo(Hex.bytes("05 00 01 01 05 61 6c 69 63 65"));
        ConnectParser parser = parse("05 00 01 01 05 61 6c 69 63 65");
        assertThat(parser.state()).isEqualTo(ConnectParser.State.ACCEPTED);
        assertThat(parser.request()).isEqualTo(request);
        assertThat(parser.request().wantsMembership()).isTrue();
        assertThat(parser.request().priority()).isZero();
    }

    @Test
    void check06_connectMessageInSingleBytesAndWithSurplus() {
        byte[] bytes = Hex.bytes("05 00 01 01 05 61 6c 69 63 65 4e 55");
        ConnectParser parser = new ConnectParser();
        for (int i = 0; i < 10; i++) {
            assertThat(parser.state()).isEqualTo(ConnectParser.State.NEED_MORE);
            assertThat(parser.feed(bytes, i, 1)).isEqualTo(1);
        }
        assertThat(parser.state()).isEqualTo(ConnectParser.State.ACCEPTED);
        assertThat(parser.feed(bytes, 10, 2)).isZero();
        ConnectParser atOnce = new ConnectParser();
        assertThat(atOnce.feed(bytes, 0, bytes.length)).isEqualTo(10);
        assertThat(atOnce.request().privateName()).isEqualTo("alice");
    }

    @ParameterizedTest
    @CsvSource({
        // version bytes, patch byte is read, supported, patch in accept, authentication
        "0200, false, false, false, false",
        "0300, false, false, false, false",
        "ff00, false, false, false, false",
        "8000, false, false, false, false",
        "0301, false, true, false, false",
        "030e, false, true, false, false",
        "030f00, true, true, true, false",
        "031000, true, true, true, true",
        "040400, true, true, true, true",
        "050001, true, true, true, true",
        "090909, true, true, true, true",
        "7f7f7f, true, true, true, true"
    })
    void check05_versionTable(String hex, boolean patch, boolean supported, boolean patchInAccept, boolean auth) {
        ConnectParser parser = parse(hex);
        if (!supported) {
            assertThat(parser.rejectCode()).isEqualTo(RejectCode.VERSION);
            assertThat(parser.rejectCode().code()).isEqualTo((byte) 0xf9);
            return;
        }
        byte[] rest = Hex.bytes("11 01 78");
        parser.feed(rest, 0, rest.length);
        LibraryVersion version = parser.request().version();
        assertThat(version.sendsPatch()).isEqualTo(patch);
        assertThat(version.expectsPatchInAccept()).isEqualTo(patchInAccept);
        assertThat(version.exchangesAuthentication()).isEqualTo(auth);
        assertThat(parser.request().privateName()).isEqualTo("x");
        assertThat(parser.request().priority()).isEqualTo(1);
        assertThat(parser.request().encode()).isEqualTo(Hex.bytes(hex + "110178"));
    }

    @ParameterizedTest
    @CsvSource({"00, false", "01, true", "11, true", "10, false", "81, false", "7f, true", "ff, false"})
    void membershipFlagIsReadFromASignedByte(String flags, boolean membership) {
        assertThat(parse("050001" + flags + "00").request().wantsMembership()).isEqualTo(membership);
    }

    @Test
    void emptyNameIsAccepted() {
        assertThat(parse("0404000100").request().privateName()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0b", "7f", "80", "ff"})
    void badNameLengthIsRejectedBeforeTheName(String length) {
        ConnectParser parser = parse("05000101" + length);
        assertThat(parser.rejectCode()).isEqualTo(RejectCode.ILLEGAL_NAME);
        assertThat(parser.rejectLogLine(9))
                .isEqualTo(
                        "Sess_accept_continue: len %d of private name does not fit (ret = 0) on mailbox 9",
                        (byte) Integer.parseInt(length, 16));
    }

    @Test
    void check03_tenCharactersAreAcceptedAndEachLegalOne() {
        assertThat(parse("050001010a" + "61".repeat(10)).request().privateName())
                .isEqualTo("a".repeat(10));
        for (int c = 0; c < 256; c++) {
            ConnectParser parser = parse("0500010101" + "%02x".formatted(c));
            boolean legal = c >= 0x24 && c <= 0x7e;
            assertThat(parser.state()).isEqualTo(legal ? ConnectParser.State.ACCEPTED : ConnectParser.State.REJECTED);
        }
    }

    @Test
    void logLinesOfRejectsAndShortMessages() {
        assertThat(parse("0200").rejectLogLine(7)).isEqualTo("Sess_accept_continue: version 2.0.0 is not supported");
        assertThat(parse("0500010102" + "2361").rejectLogLine(7))
                .isEqualTo("Sess_accept_continue: illegal private name #a on mailbox 7");
        assertThat(parse("05").incompleteLogLine(7))
                .isEqualTo("Sess_accept_continue: reading version.subversion failed on mailbox 7");
        assertThat(parse("0500").incompleteLogLine(7))
                .isEqualTo("Sess_accept_continue: reading patch_version failed on mailbox 7");
        assertThat(parse("050001").incompleteLogLine(7))
                .isEqualTo("Sess_accept_continue: reading private name failed on mailbox 7");
        assertThat(parse("0500010102").incompleteLogLine(7))
                .isEqualTo("Sess_accept_continue: reading private name failed on mailbox 7");
    }

    @Test
    void methodList() {
        assertThat(new MethodList(List.of("NULL")).encode()).isEqualTo(Hex.bytes("05 4e 55 4c 4c 20"));
        assertThat(new MethodList(List.of("NULL", "IP")).encode()).isEqualTo(Hex.bytes("08 4e 55 4c 4c 20 49 50 20"));
        assertThat(new MethodList(List.of()).encode()).isEqualTo(new byte[1]);
        byte[] bytes = Hex.bytes("08 4e 55 4c 4c 20 49 50 20 01");
        MethodListParser parser = new MethodListParser();
        for (int i = 0; i < 9; i++) {
            assertThat(parser.isDone()).isFalse();
            assertThat(parser.feed(bytes, i, 1)).isEqualTo(1);
        }
        assertThat(parser.methods().methods()).containsExactly("NULL", "IP");
        assertThat(parser.feed(bytes, 9, 1)).isZero();
    }

    @Test
    void emptyMethodListThenRejectByte() {
        MethodListParser parser = new MethodListParser();
        assertThat(parser.feed(new byte[] {0, (byte) 0xf7}, 0, 2)).isEqualTo(1);
        assertThat(parser.methods().methods()).isEmpty();
    }

    @Test
    void rejectByteInPlaceOfTheMethodList() {
        MethodListParser parser = new MethodListParser();
        assertThat(parser.feed(new byte[] {(byte) 0xfa, 1}, 0, 2)).isEqualTo(1);
        assertThat(parser.isRejected()).isTrue();
        assertThat(parser.rejectByte()).isEqualTo(RejectCode.NOT_UNIQUE.code());
        assertThat(parser.methods()).isNull();
    }

    @Test
    void longestMethodListAndOneTooLong() {
        MethodList longest = new MethodList(List.of("x".repeat(126)));
        byte[] bytes = longest.encode();
        MethodListParser parser = new MethodListParser();
        assertThat(parser.feed(bytes, 0, bytes.length)).isEqualTo(128);
        assertThat(parser.methods()).isEqualTo(longest);
        MethodList tooLong = new MethodList(List.of("x".repeat(127)));
        assertThatThrownBy(tooLong::encode).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void check11_authChoiceInTwoPiecesAndWithSurplus() {
        byte[] bytes = Arrays.copyOf(new AuthChoice(List.of("NULL", "IP")).encode(), 95);
        AuthChoiceParser parser = new AuthChoiceParser();
        assertThat(parser.feed(bytes, 0, 30)).isEqualTo(30);
        assertThat(parser.choice()).isNull();
        assertThat(parser.feed(bytes, 30, 65)).isEqualTo(60);
        assertThat(parser.choice().methods()).containsExactly("NULL", "IP");
    }

    @Test
    void defect20_9_threeFullSlotsAreThreeMethods() {
        String longName = "x".repeat(Limits.AUTH_NAME);
        byte[] bytes = new AuthChoice(List.of(longName, longName, longName + "cut")).encode();
        assertThat(AuthChoice.read(bytes, 0).methods()).containsExactly(longName, longName, longName);
        assertThat(AuthChoice.read(new byte[Limits.AUTH_CHOICE], 0).methods()).isEmpty();
    }

    @Test
    void acceptMessage() {
        AcceptMessage accept = new AcceptMessage(5, 0, 1, GroupName.of("#alice#d1"));
        byte[] bytes = Hex.bytes("01 05 00 01 09 23 61 6c 69 63 65 23 64 31 ee");
        assertThat(accept.encode(LibraryVersion.JAVA)).isEqualTo(Arrays.copyOf(bytes, 14));
        AcceptParser parser = new AcceptParser(LibraryVersion.JAVA);
        for (int i = 0; i < 14; i++) {
            assertThat(parser.state()).isEqualTo(AcceptParser.State.NEED_MORE);
            assertThat(parser.feed(bytes, i, 1)).isEqualTo(1);
        }
        assertThat(parser.accept()).isEqualTo(accept);
        assertThat(parser.feed(bytes, 14, 1)).isZero();
        assertThat(accept.versionNumber()).isEqualTo(50001);
    }

    @Test
    void acceptMessageForOldLibrariesHasNoPatch() {
        AcceptMessage accept = new AcceptMessage(4, 4, 0, GroupName.of("#a#d"));
        LibraryVersion old = new LibraryVersion(3, 14, 0);
        byte[] bytes = accept.encode(old);
        assertThat(bytes).isEqualTo(Hex.bytes("01 04 04 04 23 61 23 64"));
        AcceptParser parser = new AcceptParser(old);
        assertThat(parser.feed(bytes, 0, bytes.length)).isEqualTo(bytes.length);
        assertThat(parser.accept()).isEqualTo(accept);
    }

    @Test
    void longestPrivateGroupFitsAndOneMoreDoesNot() {
        byte[] bytes = new AcceptMessage(5, 0, 1, GroupName.of("#" + "x".repeat(30))).encode(LibraryVersion.JAVA);
        AcceptParser parser = new AcceptParser(LibraryVersion.JAVA);
        parser.feed(bytes, 0, bytes.length);
        assertThat(parser.accept().privateGroup().length()).isEqualTo(31);
        for (byte length : new byte[] {32, 127, -128, -1}) {
            AcceptParser tooLong = new AcceptParser(LibraryVersion.JAVA);
            assertThat(tooLong.feed(new byte[] {1, 5, 0, 1, length, 'x'}, 0, 6)).isEqualTo(5);
            assertThat(tooLong.state()).isEqualTo(AcceptParser.State.MALFORMED);
        }
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 2, -3, -9, 127})
    void anythingButTheAcceptByteIsARejection(byte first) {
        AcceptParser parser = new AcceptParser(LibraryVersion.JAVA);
        assertThat(parser.feed(new byte[] {first, 1, 1}, 0, 3)).isEqualTo(1);
        assertThat(parser.state()).isEqualTo(AcceptParser.State.REJECTED);
        assertThat(parser.resultByte()).isEqualTo(first);
        assertThat(parser.accept()).isNull();
    }

    @Test
    void namesLongerThanTheProtocolAllowsCannotBeEncoded() {
        String name = "abcdefghijk";
        assertThat(name.getBytes(StandardCharsets.ISO_8859_1)).hasSize(11);
        assertThatThrownBy(() -> ConnectRequest.of(LibraryVersion.JAVA, true, false, name))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
