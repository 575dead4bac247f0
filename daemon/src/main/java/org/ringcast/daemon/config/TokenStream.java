package org.ringcast.daemon.config;

import java.util.EnumMap;
import java.util.Map;

/**
 * The tokens of one file with one token of look-ahead, read only when asked for, so that an error names the same last token
 * as the Spread daemon does. Takes out the extension comments on the way.
 */
final class TokenStream {
    private static final String SYNTAX_ERROR = "syntax error";

    private final String file;
    private final ConfigLexer lexer;
    private final WarningList warnings;
    private final ExtensionSettings overrides;
    private final Map<ExtensionOption, ExtensionSettings.Setting> extensions = new EnumMap<>(ExtensionOption.class);

    private Token ahead;
    private Token lastRead = Token.plain(TokenKind.END, "", new Position(1, 1));

    TokenStream(String file, ConfigLexer lexer, ExtensionSettings overrides, WarningList warnings) {
        this.file = file;
        this.lexer = lexer;
        this.overrides = overrides;
        this.warnings = warnings;
        applyToLexer();
    }

    /** The next token, which stays the next one. */
    Token peek() throws ConfigError {
        while (ahead == null) {
            Token token = lexer.next();
            if (token.is(TokenKind.EXTENSION)) {
                extension(token);
            } else {
                ahead = token;
                lastRead = token;
            }
        }
        return ahead;
    }

    boolean nextIs(TokenKind kind) throws ConfigError {
        return peek().is(kind);
    }

    Token take() throws ConfigError {
        Token token = peek();
        ahead = null;
        return token;
    }

    /** The next token, which has to be of this kind. */
    Token take(TokenKind kind, String expected) throws ConfigError {
        if (!nextIs(kind)) {
            throw syntaxError("expected " + expected);
        }
        return take();
    }

    /** Extension options so far, with those of the command line. */
    ExtensionSettings extensions() {
        return overrides.withFile(extensions);
    }

    private void extension(Token token) throws ConfigError {
        String text = token.text();
        ExtensionComment comment = ExtensionComment.parse(text);
        if (comment == null) {
            if (ExtensionComment.looksMeant(text)) {
                warnings.add(
                        ConfigWarning.Kind.MALFORMED_EXTENSION,
                        token,
                        "A comment that starts with #+ but is no option.",
                        "Write '#+ Name = Value', or '#' and a blank for a plain comment.");
            }
            return;
        }
        ExtensionOption option = ExtensionOption.byName(comment.name());
        if (option == null) {
            warnings.add(
                    ConfigWarning.Kind.UNKNOWN_EXTENSION,
                    token,
                    "Unknown option '" + comment.name() + "' is ignored.",
                    ExtensionOption.nearest(comment.name()));
            return;
        }
        try {
            Object value = option.type().parse(comment.value());
            extensions.put(
                    option, new ExtensionSettings.Setting(value, ExtensionSettings.Origin.FILE, token.position()));
        } catch (IllegalArgumentException e) {
            ConfigError.Place place = ConfigError.Place.of(token);
            throw new ConfigError(
                    ConfigError.Stage.OPTION,
                    file,
                    option.optionName() + ": " + e.getMessage(),
                    "it takes " + option.valueDescription(),
                    place,
                    place);
        }
        applyToLexer();
    }

    private void applyToLexer() {
        lexer.splitGlued(extensions().text(ExtensionOption.GLUED_SEPARATORS).equals("accept"));
    }

    /** The next token is not one that can stand here. */
    ConfigError syntaxError(String expected) throws ConfigError {
        Token token = peek();
        String glued = Glued.hint(token.text());
        return error(token, SYNTAX_ERROR, glued.isEmpty() ? expected : glued);
    }

    /** An error in what has been read so far. */
    ConfigError error(Token culprit, String text, String hint) {
        return error(ConfigError.Stage.PARSE, culprit, text, hint);
    }

    ConfigError error(ConfigError.Stage stage, Token culprit, String text, String hint) {
        return new ConfigError(stage, file, text, hint, ConfigError.Place.of(culprit), ConfigError.Place.of(lastRead));
    }
}
