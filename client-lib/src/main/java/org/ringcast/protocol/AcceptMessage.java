package org.ringcast.protocol;

/**
 * The last message of the handshake: the session is accepted.
 *
 * @param major daemon version
 * @param minor daemon version
 * @param patch daemon version; 0 when the message carries none
 * @param privateGroup private group of the new session
 */
public record AcceptMessage(int major, int minor, int patch, GroupName privateGroup) {
    /** First byte of an accept message. */
    public static final byte ACCEPT_SESSION = 1;

    /** {@code major * 10000 + minor * 100 + patch}. */
    public int versionNumber() {
        return major * 10000 + minor * 100 + patch;
    }

    /**
     * The bytes on the wire, to be sent with one write: the 4.4.0 library keeps a cut name when the name comes in
     * pieces.
     *
     * @param library the version the client announced; libraries before 3.15 get no patch byte
     */
    public byte[] encode(LibraryVersion library) {
        int patchLength = library.expectsPatchInAccept() ? 1 : 0;
        byte[] message = new byte[4 + patchLength + privateGroup.length()];
        message[0] = ACCEPT_SESSION;
        message[1] = (byte) major;
        message[2] = (byte) minor;
        if (patchLength == 1) {
            message[3] = (byte) patch;
        }
        message[3 + patchLength] = (byte) privateGroup.length();
        for (int i = 0; i < privateGroup.length(); i++) {
            message[4 + patchLength + i] = privateGroup.byteAt(i);
        }
        return message;
    }
}
