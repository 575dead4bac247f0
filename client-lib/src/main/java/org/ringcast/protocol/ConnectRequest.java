package org.ringcast.protocol;

import java.nio.charset.StandardCharsets;

/**
 * The connect message: the first bytes of a client.
 *
 * @param version version of the client library
 * @param flags the flags byte, signed: bit 0 wants memberships, high nibble priority
 * @param privateName wanted private name, ISO-8859-1, at most 10 characters; empty when the daemon is to choose
 */
public record ConnectRequest(LibraryVersion version, byte flags, String privateName) {
    private static final int MEMBERSHIP_FLAG = 0x01;
    private static final int PRIORITY_FLAG = 0x10;

    /** Checks the length of the name. */
    public ConnectRequest {
        if (privateName.length() > Limits.MAX_PRIVATE_NAME) {
            throw new IllegalArgumentException("private name of " + privateName.length() + " characters");
        }
    }

    /** The request of a client. */
    public static ConnectRequest of(LibraryVersion version, boolean membership, boolean priority, String privateName) {
        int flags = (membership ? MEMBERSHIP_FLAG : 0) | (priority ? PRIORITY_FLAG : 0);
        return new ConnectRequest(version, (byte) flags, privateName);
    }

    /** True when the session wants membership messages: flags odd and, as a signed byte, positive. */
    public boolean wantsMembership() {
        return flags > 0 && (flags & MEMBERSHIP_FLAG) != 0;
    }

    /** Priority: the flags byte divided by 16. Nothing depends on it. */
    public int priority() {
        return flags / 16;
    }

    /** The bytes on the wire: 4 or 5 bytes and the name. */
    public byte[] encode() {
        byte[] name = privateName.getBytes(StandardCharsets.ISO_8859_1);
        int patchLength = version.sendsPatch() ? 1 : 0;
        byte[] message = new byte[2 + patchLength + 2 + name.length];
        message[0] = (byte) version.major();
        message[1] = (byte) version.minor();
        if (patchLength == 1) {
            message[2] = (byte) version.patch();
        }
        message[2 + patchLength] = flags;
        message[3 + patchLength] = (byte) name.length;
        System.arraycopy(name, 0, message, 4 + patchLength, name.length);
        return message;
    }
}
