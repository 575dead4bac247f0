package org.ringcast.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The authentication methods a client chose: three slots of 30 bytes, used from the first on.
 *
 * @param methods one to three names; empty only in a choice that a daemon denies
 */
public record AuthChoice(List<String> methods) {
    /** Copies the list and checks it against the slots. */
    public AuthChoice {
        methods = List.copyOf(methods);
        if (methods.size() > Limits.AUTH_METHODS) {
            throw new IllegalArgumentException(methods.size() + " methods, at most " + Limits.AUTH_METHODS);
        }
    }

    /** Reads the 90 bytes at {@code offset}: slots up to the first empty one, each up to its NUL. */
    public static AuthChoice read(byte[] bytes, int offset) {
        List<String> methods = new ArrayList<>(Limits.AUTH_METHODS);
        for (int slot = 0; slot < Limits.AUTH_METHODS; slot++) {
            int start = offset + slot * Limits.AUTH_NAME;
            int length = 0;
            while (length < Limits.AUTH_NAME && bytes[start + length] != 0) {
                length++;
            }
            if (length == 0) {
                break;
            }
            methods.add(new String(bytes, start, length, StandardCharsets.ISO_8859_1));
        }
        return new AuthChoice(methods);
    }

    /** The 90 bytes on the wire; names longer than a slot are cut. */
    public byte[] encode() {
        byte[] message = new byte[Limits.AUTH_CHOICE];
        for (int slot = 0; slot < methods.size(); slot++) {
            byte[] name = methods.get(slot).getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(name, 0, message, slot * Limits.AUTH_NAME, Math.min(name.length, Limits.AUTH_NAME));
        }
        return message;
    }
}
