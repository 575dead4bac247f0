package org.ringcast.protocol;

import java.util.HexFormat;

/** Bytes written as hex with blanks, and name fields, for tests. */
final class Hex {
    private Hex() {}

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("[\\s|]", ""));
    }

    /** Hex of {@code text} padded with NUL to 32 bytes. */
    static String field(String text) {
        byte[] field = new byte[Limits.GROUP_NAME];
        GroupName.of(text).writeField(field, 0);
        return HexFormat.of().formatHex(field);
    }
}
