package org.ringcast.daemon.config;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads option lines: name, operator, value. What needs more than one option is checked later. */
final class OptionReader {
    static final int AUTH_METHODS_BYTES = 89;
    private static final int MAX_METHOD_NAMES = 20;
    private static final int USER_NAME_BYTES = 32;
    private static final int PATH_BYTES = 4096;

    private final TokenStream tokens;
    private final ActiveFamily family;
    private final WarningList warnings;
    private final Map<SpreadOption, Options.Setting> settings = new EnumMap<>(SpreadOption.class);

    OptionReader(TokenStream tokens, ActiveFamily family, WarningList warnings) {
        this.tokens = tokens;
        this.family = family;
        this.warnings = warnings;
    }

    Options toOptions() {
        return new Options(settings);
    }

    /** Reads one option; the next token is its name. */
    void read() throws ConfigError {
        Token name = tokens.take();
        SpreadOption option = SpreadOption.byKeyword(name.text());
        Object value = value(option);
        if (value != null) {
            settings.put(option, new Options.Setting(value, true, name.position()));
        }
    }

    private Object value(SpreadOption option) throws ConfigError {
        return switch (option.kind()) {
            case BARE -> true;
            case OPTIONAL_STRING ->
                tokens.nextIs(TokenKind.EQUALS)
                        ? cut(take(TokenKind.STRING, "a word or a quoted string"), Options.TIME_STAMP_BYTES)
                        : Options.DEFAULT_TIME_STAMP_FORMAT;
            case FLAGS -> flags();
            case PRIORITY ->
                EventPriority.byWord(take(TokenKind.PRIORITY, "pDEBUG, INFO, WARNING, ERROR, CRITICAL or FATAL")
                        .text());
            case BOOLEAN ->
                isTrue(take(TokenKind.BOOLEAN, "true, yes, false or no").text());
            case TRIVAL ->
                PortReuse.byWord(take(TokenKind.TRIVAL, "on, off or auto").text());
            case STRING -> string(option, take(TokenKind.STRING, "a word or a quoted string"));
            case NUMBER -> number(option, take(TokenKind.NUMBER, "a number of at most nine digits"));
        };
    }

    private Token take(TokenKind kind, String expected) throws ConfigError {
        tokens.take(TokenKind.EQUALS, "'=' between blanks");
        return tokens.take(kind, expected);
    }

    private static boolean isTrue(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return lower.equals("true") || lower.equals("yes");
    }

    private Integer flags() throws ConfigError {
        take(TokenKind.OPEN_BRACE, "'{'");
        int mask = 0;
        while (!tokens.nextIs(TokenKind.CLOSE_BRACE)) {
            boolean clear = tokens.nextIs(TokenKind.BANG);
            if (clear) {
                tokens.take();
            }
            int bits = DebugFlag.byName(flagToken().text()).mask();
            mask = clear ? mask & ~bits : mask | bits;
        }
        tokens.take();
        return mask;
    }

    private Token flagToken() throws ConfigError {
        String near = tokens.nextIs(TokenKind.STRING)
                ? Nearest.hint(
                        tokens.peek().text(), Stream.of(DebugFlag.values()).map(Enum::name))
                : "";
        String expected = "a debug flag, '!' and a debug flag, or '}'";
        return tokens.take(TokenKind.FLAG, near.isEmpty() ? expected : expected + "; " + near);
    }

    private Integer number(SpreadOption option, Token token) throws ConfigError {
        int value = token.number();
        if (value == 0) {
            if (SpreadOption.TIMEOUTS.contains(option)) {
                String timer = option.keyword().replace("Timeout", "").toLowerCase(Locale.ROOT);
                throw optionError(
                        token,
                        "Conf_set_" + timer + "_timeout: Non-positive timeout (0) specified!",
                        "at least 1 millisecond");
            }
            if (option == SpreadOption.WINDOW) {
                throw optionError(
                        token,
                        "Conf_set_window: Attempt to set window to non-positive (0)!",
                        "1 to " + ConfigValidator.MAX_WINDOW);
            }
            if (option == SpreadOption.PERSONAL_WINDOW) {
                throw optionError(
                        token,
                        "Conf_set_personal_window: Attempt to set personal window to non-positive (0)!",
                        "1 to the value of Window");
            }
        }
        return value;
    }

    private Object string(SpreadOption option, Token token) throws ConfigError {
        return switch (option) {
            case RUNTIME_DIR -> parameter(token, "runtime directory", PATH_BYTES);
            case DAEMON_USER -> parameter(token, "user name", USER_NAME_BYTES);
            case DAEMON_GROUP -> parameter(token, "group name", USER_NAME_BYTES);
            case ALLOWED_AUTH_METHODS, REQUIRED_AUTH_METHODS -> {
                yield accumulated(settings.get(option), AuthPolicy.names(cut(token, AUTH_METHODS_BYTES)));
            }
            case ACCESS_CONTROL_POLICY -> {
                if (!token.string().equals("PERMIT")) {
                    throw tokens.error(
                            token,
                            "Invalid Access Control Policy name. Make sure it is spelled right and any needed mocdules"
                                    + " are loaded",
                            "PERMIT is the only policy");
                }
                yield token.string();
            }
            case ACTIVE_IP_VERSION -> {
                family.declare(token, tokens);
                yield token.string();
            }
            default -> token.string();
        };
    }

    /** Repeated lists of methods add up. Unknown names are kept to be told of, but not without limit. */
    private static String accumulated(Options.Setting before, List<String> names) {
        Set<String> all = new LinkedHashSet<>();
        if (before != null) {
            all.addAll(AuthPolicy.names((String) before.value()));
        }
        for (String name : names) {
            if (AuthPolicy.named(name) != null || all.size() < MAX_METHOD_NAMES) {
                all.add(name);
            }
        }
        return String.join(" ", all);
    }

    private String cut(Token token, int maxBytes) {
        String value = token.string();
        if (value.length() <= maxBytes) {
            return value;
        }
        warnings.add(ConfigWarning.Kind.VALUE_CUT, token, "The value is cut to " + maxBytes + " bytes.", "");
        return value.substring(0, maxBytes);
    }

    private String parameter(Token token, String what, int maxBytes) throws ConfigError {
        String value = token.string();
        if (value.length() > maxBytes) {
            throw tokens.error(
                    ConfigError.Stage.OPTION,
                    token,
                    "set_param_if_valid: value string too long",
                    "a " + what + " has at most " + maxBytes + " bytes");
        }
        if (value.isEmpty()) {
            warnings.add(ConfigWarning.Kind.IGNORED_VALUE, token, "set_param_if_valid: Ignored invalid " + what, "");
            return null;
        }
        return value;
    }

    private ConfigError optionError(Token token, String text, String hint) {
        return tokens.error(ConfigError.Stage.OPTION, token, text, hint);
    }
}
