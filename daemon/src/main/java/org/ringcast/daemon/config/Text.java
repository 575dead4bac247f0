package org.ringcast.daemon.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text of the configuration file. The file is bytes without a known encoding, so inside this package and in the model a
 * string has one char per byte (ISO 8859-1); this class turns it into bytes and into something for people to read.
 */
final class Text {
    private static final int EXCERPT = 200;

    private Text() {}

    static byte[] bytes(String raw) {
        return raw.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String of(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    static boolean isAscii(String raw) {
        return raw.chars().allMatch(c -> c < 0x80);
    }

    /** As UTF-8 if the bytes are that, else byte by byte; control characters become question marks. */
    static String display(String raw) {
        return printable(decoded(raw));
    }

    /** As UTF-8 if the bytes are that, else byte by byte: names of files. */
    static String decoded(String raw) {
        if (raw.chars().anyMatch(c -> c > 0xFF)) {
            // Not from a file but from a person: a word of the command line, a path.
            return raw;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes(raw)))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return raw;
        }
    }

    /** {@link #display} for messages: not more than a line's worth. */
    static String excerpt(String raw) {
        return raw.length() <= EXCERPT ? display(raw) : display(raw.substring(0, EXCERPT)) + "...";
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return out.toString();
    }
}
