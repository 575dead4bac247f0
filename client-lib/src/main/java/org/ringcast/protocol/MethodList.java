package org.ringcast.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The authentication methods a daemon offers, as a length byte and the names, each followed by one blank.
 *
 * @param methods names in the order of the daemon
 */
public record MethodList(List<String> methods) {
    /** Copies the list. */
    public MethodList {
        methods = List.copyOf(methods);
    }

    /** Splits the text of a list at blanks. */
    static MethodList ofText(byte[] text, int offset, int length) {
        String names = new String(text, offset, length, StandardCharsets.ISO_8859_1);
        return new MethodList(
                Arrays.stream(names.split(" ")).filter(name -> !name.isEmpty()).toList());
    }

    /**
     * The bytes on the wire, to be sent with one write: old libraries read the names once.
     *
     * @throws IllegalArgumentException when the names take more than 127 bytes
     */
    public byte[] encode() {
        StringBuilder names = new StringBuilder();
        for (String method : methods) {
            names.append(method).append(' ');
        }
        byte[] text = names.toString().getBytes(StandardCharsets.ISO_8859_1);
        if (text.length > Limits.MAX_METHOD_LIST) {
            throw new IllegalArgumentException("method list of " + text.length + " bytes");
        }
        byte[] message = new byte[1 + text.length];
        message[0] = (byte) text.length;
        System.arraycopy(text, 0, message, 1, text.length);
        return message;
    }
}
