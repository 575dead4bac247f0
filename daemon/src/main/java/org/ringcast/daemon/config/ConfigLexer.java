package org.ringcast.daemon.config;

import java.net.InetAddress;
import java.util.Locale;

/**
 * Cuts the bytes of {@code spread.conf} into tokens (see docs/configuration.md, "Words"). The longest match wins, and among
 * equal lengths the more special kind.
 *
 * <p>All special kinds but two consist of the same bytes as a word, so a run of word bytes is measured first and then
 * classified as a whole; only quoted strings and {@code [v6]:port} are longer than that.
 */
final class ConfigLexer {
    private static final String MALFORMED = "parse_ip: Potentially malformed IP address scanned!";

    private final String file;
    private final byte[] input;
    private final HostResolver resolver;
    private final WarningList warnings;

    private int offset;
    private int line = 1;
    private int lineStart;
    private boolean splitsGlued;
    private boolean afterOptionName;
    private int warnedUntil;

    ConfigLexer(String file, byte[] input, HostResolver resolver, WarningList warnings) {
        this.file = file;
        this.input = input;
        this.resolver = resolver;
        this.warnings = warnings;
    }

    /** From here on, {@code Window=160} and {@code 10.0.0.1;} are taken apart, with a warning. */
    void splitGlued(boolean split) {
        splitsGlued = split;
    }

    /** The next token; END again and again at the end. */
    Token next() throws ConfigError {
        Token token = scan();
        afterOptionName = token.is(TokenKind.OPTION) || token.is(TokenKind.VIRTUAL_ID);
        return token;
    }

    private Token scan() throws ConfigError {
        while (offset < input.length) {
            byte b = input[offset];
            if (b == '\n') {
                offset++;
                newLine();
            } else if (b == '#') {
                Token extension = comment();
                if (extension != null) {
                    return extension;
                }
            } else if (b == '{' || b == '}') {
                return take(b == '{' ? TokenKind.OPEN_BRACE : TokenKind.CLOSE_BRACE, 1);
            } else if (b == '[') {
                Token address = bracketedAddress();
                if (address != null) {
                    return address;
                }
                offset++;
            } else if (isWordByte(b)) {
                return wordOrQuoted(b);
            } else {
                offset++;
            }
        }
        return Token.plain(TokenKind.END, "", position());
    }

    private Position position() {
        return new Position(line, offset - lineStart + 1);
    }

    private void newLine() {
        line++;
        lineStart = offset;
    }

    private Token take(TokenKind kind, int length) {
        Token token = Token.plain(kind, Text.of(input, offset, offset + length), position());
        offset += length;
        return token;
    }

    /** Skips a comment; one that starts with {@code #+} comes back as a token. */
    private Token comment() {
        int end = offset;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        if (offset + 1 < end && input[offset + 1] == '+') {
            return take(TokenKind.EXTENSION, end - offset);
        }
        offset = end;
        return null;
    }

    private static boolean isWordByte(byte b) {
        return switch (b) {
            case ' ', '\t', '\r', '\n', 0x0B, '\f', '#', '{', '}', '[', ']' -> false;
            default -> true;
        };
    }

    private int wordEnd(int from) {
        int end = from;
        while (end < input.length && isWordByte(input[end])) {
            end++;
        }
        return end;
    }

    private Token wordOrQuoted(byte first) throws ConfigError {
        if (first == '!' && offset + 1 < input.length && input[offset + 1] != '\n') {
            return take(TokenKind.BANG, 1);
        }
        int wordEnd = wordEnd(offset);
        if (first == '"' || first == '\'') {
            int close = offset + 1;
            while (close < input.length && input[close] != first) {
                close++;
            }
            if (close < input.length && close + 1 >= wordEnd) {
                return quoted(close + 1);
            }
            if (close == input.length) {
                warnings.add(
                        ConfigWarning.Kind.UNCLOSED_QUOTE,
                        position(),
                        Text.of(input, offset, wordEnd),
                        "A quote that is never closed.",
                        "It is taken for a part of the word behind it.");
            }
        }
        String word = Text.of(input, offset, wordEnd);
        refuseNul(word);
        int length = splitsGlued ? unglued(word) : word.length();
        Token token = classify(word.substring(0, length), position());
        offset += length;
        return token;
    }

    /** Names are C strings elsewhere: a NUL would end them there and not here. */
    private void refuseNul(String text) throws ConfigError {
        if (text.indexOf('\0') >= 0) {
            ConfigError.Place place = new ConfigError.Place(position(), text);
            throw new ConfigError(
                    ConfigError.Stage.PARSE,
                    file,
                    "NUL byte in the file",
                    "is it a text file, and not UTF-16?",
                    place,
                    place);
        }
    }

    private Token quoted(int end) throws ConfigError {
        refuseNul(Text.of(input, offset, end));
        Token token = new Token(TokenKind.STRING, Text.of(input, offset, end), position(), true, null, 0);
        while (offset < end) {
            if (input[offset++] == '\n') {
                newLine();
            }
        }
        return token;
    }

    /** Length of the first part of a word in which an operator sticks to its neighbour, else its whole length. */
    private int unglued(String word) {
        int cut = Glued.cut(word, afterOptionName);
        if (cut < word.length() && offset >= warnedUntil) {
            warnedUntil = offset + word.length();
            warnings.add(
                    ConfigWarning.Kind.GLUED,
                    position(),
                    word,
                    "'" + Text.excerpt(word) + "' is taken apart.",
                    "Spread takes it for one word: put blanks around '=' and ';'.");
        }
        return cut;
    }

    private Token classify(String word, Position at) throws ConfigError {
        TokenKind operator = word.length() == 1 ? operator(word.charAt(0)) : null;
        if (operator != null) {
            return Token.plain(operator, word, at);
        }
        TokenKind keyword = keyword(word);
        if (keyword != null) {
            return Token.plain(keyword, word, at);
        }
        if (isNumber(word)) {
            return new Token(TokenKind.NUMBER, word, at, false, null, Integer.parseInt(word));
        }
        Token address = address(word, at);
        return address != null ? address : Token.plain(TokenKind.STRING, word, at);
    }

    private static TokenKind operator(char c) {
        return switch (c) {
            case '=' -> TokenKind.EQUALS;
            case ':' -> TokenKind.COLON;
            case ';' -> TokenKind.SEMICOLON;
            case 'M', 'C', 'D' -> TokenKind.INTERFACE_LETTER;
            default -> null;
        };
    }

    private static TokenKind keyword(String word) {
        if (word.equals("Spread_Segment")) {
            return TokenKind.SEGMENT;
        }
        if (word.equals("VirtualID")) {
            return TokenKind.VIRTUAL_ID;
        }
        if (SpreadOption.byKeyword(word) != null) {
            return TokenKind.OPTION;
        }
        if (DebugFlag.byName(word) != null) {
            return TokenKind.FLAG;
        }
        if (EventPriority.byWord(word) != null) {
            return TokenKind.PRIORITY;
        }
        if (PortReuse.byWord(word) != null) {
            return TokenKind.TRIVAL;
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "false", "no" -> TokenKind.BOOLEAN;
            default -> null;
        };
    }

    /** One to nine decimal digits. */
    static boolean isNumber(String word) {
        return word.length() <= 9 && !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** An address token without brackets, or null. */
    private Token address(String word, Position at) throws ConfigError {
        int percent = word.indexOf('%');
        String plain = percent < 0 ? word : word.substring(0, percent);
        if (AddressText.looksLikeIpv6(plain) && percent != word.length() - 1) {
            InetAddress address = AddressText.parseIpv6(plain, scope(word, percent, at));
            return address == null ? malformed(word, at) : new Token(TokenKind.ADDRESS, word, at, false, address, 0);
        }
        if (AddressText.looksLikeIpv4(word)) {
            InetAddress address = AddressText.parseIpv4(word);
            return address == null ? malformed(word, at) : new Token(TokenKind.ADDRESS, word, at, false, address, 0);
        }
        int colon = word.indexOf(':');
        if (colon > 0 && isPort(word.substring(colon + 1)) && AddressText.looksLikeIpv4(word.substring(0, colon))) {
            InetAddress address = AddressText.parseIpv4(word.substring(0, colon));
            if (address == null) {
                return malformed(word, at);
            }
            return withPort(word, at, address, word.substring(colon + 1));
        }
        return null;
    }

    private Token malformed(String word, Position at) {
        warnings.add(ConfigWarning.Kind.MALFORMED_ADDRESS, at, word, MALFORMED, "It is taken for a name.");
        return null;
    }

    private static boolean isPort(String text) {
        return text.length() <= 5 && isNumber(text);
    }

    private Token withPort(String text, Position at, InetAddress address, String port) throws ConfigError {
        int value = Integer.parseInt(port);
        if (value > 0xFFFF) {
            ConfigError.Place place = new ConfigError.Place(at, text);
            throw new ConfigError(
                    ConfigError.Stage.PARSE, file, "parse_ip: Port out of valid range!", "1 to 65534", place, place);
        }
        return new Token(TokenKind.ADDRESS_WITH_PORT, text, at, false, address, value);
    }

    private int scope(String word, int percent, Position at) {
        if (percent < 0) {
            return 0;
        }
        String zone = word.substring(percent + 1);
        int index = resolver.interfaceIndex(zone);
        if (index == 0) {
            warnings.add(
                    ConfigWarning.Kind.UNKNOWN_ZONE,
                    at,
                    word,
                    "No interface '" + Text.excerpt(zone) + "' on this machine; the zone is ignored.",
                    "A zone is the name of an interface, not its number.");
        }
        return index;
    }

    /** {@code [v6]:port} or {@code [v6%zone]:port} at the current place, or null; then the bracket alone is skipped. */
    private Token bracketedAddress() throws ConfigError {
        int close = wordEnd(offset + 1);
        if (close + 1 >= input.length || input[close] != ']' || input[close + 1] != ':') {
            return null;
        }
        int end = close + 2;
        while (end < input.length && end < close + 7 && input[end] >= '0' && input[end] <= '9') {
            end++;
        }
        String inside = Text.of(input, offset + 1, close);
        int percent = inside.indexOf('%');
        String plain = percent < 0 ? inside : inside.substring(0, percent);
        if (end == close + 2 || percent == inside.length() - 1 || !AddressText.looksLikeIpv6(plain)) {
            return null;
        }
        Position at = position();
        String text = Text.of(input, offset, end);
        InetAddress address = AddressText.parseIpv6(plain, scope(inside, percent, at));
        if (address == null) {
            return malformed(text, at);
        }
        Token token = withPort(text, at, address, Text.of(input, close + 2, end));
        offset = end;
        return token;
    }
}
