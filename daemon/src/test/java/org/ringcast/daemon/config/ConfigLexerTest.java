package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words of the file: what each run of bytes is taken for, and where it stands. */
class ConfigLexerTest {
    private static List<Token> tokens(String text, WarningList warnings) throws ConfigError {
        ConfigLexer lexer =
                new ConfigLexer("f", text.getBytes(StandardCharsets.ISO_8859_1), ConfigVectors.RESOLVER, warnings);
        List<Token> all = new ArrayList<>();
        Token token = lexer.next();
        while (!token.is(TokenKind.END)) {
            all.add(token);
            token = lexer.next();
        }
        return all;
    }

    private static List<Token> tokens(String text) throws ConfigError {
        return tokens(text, new WarningList());
    }

    /** Kind and text of each token. */
    private static List<String> kinds(String text) throws ConfigError {
        return tokens(text).stream().map(t -> t.kind() + " " + t.text()).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "Spread_Segment, SEGMENT",
        "spread_segment, STRING",
        "VirtualID, VIRTUAL_ID",
        "Window, OPTION",
        "window, STRING",
        "Window1, STRING",
        "EventPreciseTimeStamp, OPTION",
        "true, BOOLEAN",
        "TrUe, BOOLEAN",
        "YES, BOOLEAN",
        "no, BOOLEAN",
        "1, NUMBER",
        "000000160, NUMBER",
        "0000000160, STRING",
        "999999999, NUMBER",
        "1234567890, STRING",
        "-1, STRING",
        "0x10, STRING",
        "on, TRIVAL",
        "AuTo, TRIVAL",
        "ALL, FLAG",
        "all, STRING",
        "DEBUG, FLAG",
        "pDEBUG, PRIORITY",
        "INFO, PRIORITY",
        "info, STRING",
        "M, INTERFACE_LETTER",
        "m, STRING",
        "DC, STRING",
        "=, EQUALS",
        "==, STRING",
        ":, COLON",
        ":4803, STRING",
        ";, SEMICOLON",
        "Window=160, STRING",
        "Window=, STRING",
        "10.0.0.1;, STRING",
        "10.0.0.1, ADDRESS",
        "10.0.0.1:4803, ADDRESS_WITH_PORT",
        "10.0.0.1:480300, STRING",
        "10.0.0.256, STRING",
        "10.0.0.01, STRING",
        "10.0.0, STRING",
        "10.0.0.1.2, STRING",
        "10.0.0.1234, STRING",
        "10.0.0.1%eth0, STRING",
        "::, ADDRESS",
        "::1, ADDRESS",
        "1::, ADDRESS",
        "ff02::5:4803, ADDRESS",
        "ff02::5:14890, STRING",
        "1:2:3:4:5:6:7:8, ADDRESS",
        "1:2:3:4:5:6:7, STRING",
        "1:2:3:4:5:6:7::, ADDRESS",
        "1:2:3:4::5:6:7:8, STRING",
        "1::2::3, STRING",
        ":::, STRING",
        "12345::1, STRING",
        "::ffff:1.2.3.4, STRING",
        "fd88::1%eth0, ADDRESS",
        "fd88::1%, STRING",
        "fd88::1%2, ADDRESS",
        "h%eth0, STRING",
        "a!b, STRING",
        "é, STRING",
    })
    void oneWord(String text, TokenKind kind) throws ConfigError {
        assertThat(kinds(text)).containsExactly(kind + " " + text);
    }

    @Test
    void numbersAreDecimalAndAddressesAreRead() throws ConfigError {
        List<Token> all = tokens("0160 10.1.2.3:65535 [fd88:0::A%eth0]:14 fd88::b%eth9");
        assertThat(all.get(0).number()).isEqualTo(160);
        assertThat(all.get(1).number()).isEqualTo(65535);
        assertThat(AddressText.display(all.get(1).address())).isEqualTo("10.1.2.3");
        assertThat(all.get(2).number()).isEqualTo(14);
        assertThat(AddressText.display(all.get(2).address())).isEqualTo("fd88::a%2");
        assertThat(AddressText.display(all.get(3).address())).isEqualTo("fd88::b");
    }

    @Test
    void anUnknownZoneIsWarnedOf() throws ConfigError {
        WarningList warnings = new WarningList();
        tokens("fd88::1%eth9", warnings);
        assertThat(warnings.toList()).extracting(ConfigWarning::kind).containsExactly(ConfigWarning.Kind.UNKNOWN_ZONE);
    }

    @Test
    void malformedAddressesAreWarnedOfAndBecomeWords() throws ConfigError {
        WarningList warnings = new WarningList();
        assertThat(tokens("10.88.0.300 10.88.0.256:80 1:2:3:4::5:6:7:8", warnings))
                .allMatch(t -> t.is(TokenKind.STRING));
        assertThat(warnings.toList())
                .hasSize(3)
                .allMatch(w -> w.text().equals("parse_ip: Potentially malformed IP address scanned!"));
    }

    @Test
    void bracketsCountOnlyAroundIpv6WithPort() throws ConfigError {
        assertThat(kinds("[::1]:80")).containsExactly("ADDRESS_WITH_PORT [::1]:80");
        assertThat(kinds("[::1]")).containsExactly("ADDRESS ::1");
        assertThat(kinds("[::1]:")).containsExactly("ADDRESS ::1", "COLON :");
        assertThat(kinds("[::1]x")).containsExactly("ADDRESS ::1", "STRING x");
        assertThat(kinds("[10.0.0.1]:80")).containsExactly("ADDRESS 10.0.0.1", "STRING :80");
        assertThat(kinds("[::1]:123456")).containsExactly("ADDRESS_WITH_PORT [::1]:12345", "NUMBER 6");
        assertThat(kinds("[::1%]:80")).containsExactly("STRING ::1%", "STRING :80");
        assertThat(kinds("a[b]c")).containsExactly("STRING a", "STRING b", "STRING c");
        assertThat(kinds("a\u000Bb\fc")).containsExactly("STRING a", "STRING b", "STRING c");
        assertThat(kinds("[")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1:65536", "[::1]:65536", "10.0.0.1:99999"})
    void portsOutOfRangeAreErrors(String text) {
        ConfigError error = catchThrowableOfType(ConfigError.class, () -> tokens("a\n " + text));
        assertThat(error.text()).isEqualTo("parse_ip: Port out of valid range!");
        assertThat(error.position()).isEqualTo(new Position(2, 2));
    }

    @Test
    void quotedStrings() throws ConfigError {
        assertThat(kinds("\"a b\" 'c\"d' '' \"M\""))
                .containsExactly("STRING \"a b\"", "STRING 'c\"d'", "STRING ''", "STRING \"M\"");
        assertThat(tokens("\"a b\" 'c\"d' ''")).extracting(Token::string).containsExactly("a b", "c\"d", "");
        assertThat(tokens("'# { } = ! \n'")).extracting(Token::string).containsExactly("# { } = ! \n");
    }

    @Test
    void aWordLongerThanTheQuotedStringWins() throws ConfigError {
        assertThat(tokens("\"abc\"x")).extracting(Token::string).containsExactly("\"abc\"x");
        assertThat(tokens("\"a\"b\"")).extracting(Token::string).containsExactly("\"a\"b\"");
        assertThat(tokens("\"a b\"x")).extracting(Token::string).containsExactly("a b", "x");
        assertThat(tokens("\"abc def")).extracting(Token::string).containsExactly("\"abc", "def");
        assertThat(tokens("'")).extracting(Token::string).containsExactly("'");
    }

    @Test
    void anExclamationMarkNeedsAByteBehindItOnItsLine() throws ConfigError {
        assertThat(kinds("!ALL")).containsExactly("BANG !", "FLAG ALL");
        assertThat(kinds("! ALL")).containsExactly("BANG !", "FLAG ALL");
        assertThat(kinds("!!x")).containsExactly("BANG !", "BANG !", "STRING x");
        assertThat(kinds("!\r\n")).containsExactly("BANG !");
        assertThat(kinds("!\nALL")).containsExactly("STRING !", "FLAG ALL");
        assertThat(kinds("!")).containsExactly("STRING !");
        assertThat(kinds("ALL!EXIT")).containsExactly("STRING ALL!EXIT");
    }

    @Test
    void commentsEndWords() throws ConfigError {
        assertThat(kinds("d1#x y\nd2 # z")).containsExactly("STRING d1", "STRING d2");
        assertThat(kinds("#+ A = B\r\nd1#+ C = D"))
                .containsExactly("EXTENSION #+ A = B\r", "STRING d1", "EXTENSION #+ C = D");
        assertThat(kinds("'#+ A = B'")).containsExactly("STRING '#+ A = B'");
    }

    @Test
    void defect13_placesAreRealLinesAndColumns() throws ConfigError {
        assertThat(tokens("a b\n\t'x\ny' c\n\n  {d}"))
                .extracting(Token::position)
                .containsExactly(
                        new Position(1, 1),
                        new Position(1, 3),
                        new Position(2, 2),
                        new Position(3, 4),
                        new Position(5, 3),
                        new Position(5, 4),
                        new Position(5, 5));
    }

    @Test
    void nulBytesAreRefusedInWordsOnly() throws ConfigError {
        assertThat(catchThrowableOfType(ConfigError.class, () -> tokens("a\0b")).text())
                .contains("NUL");
        assertThat(catchThrowableOfType(ConfigError.class, () -> tokens("'a\0b'"))
                        .text())
                .contains("NUL");
        assertThat(kinds("# a\0b\nc")).containsExactly("STRING c");
    }

    /** A slow model of the rules: try every length, keep the longest that some rule matches. */
    @Test
    void everyWordKindAgreesWithASlowModel() throws ConfigError {
        String alphabet = "1a:.[]%!\"'# \n=;{M0f";
        Random random = new Random(20260101);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(14);
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(kinds(text.toString()))
                    .as("round %d: %s", round, text)
                    .isEqualTo(SlowLexer.kinds(text.toString()));
        }
    }
}
