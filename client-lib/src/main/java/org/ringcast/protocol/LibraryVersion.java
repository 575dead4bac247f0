package org.ringcast.protocol;

/**
 * Version that a client library announces, and what it decides about the handshake.
 *
 * <p>The three numbers are signed bytes: 0x80 and above are negative and make the version "too old".
 *
 * @param major first byte, -128..127
 * @param minor second byte, -128..127
 * @param patch third byte, -128..127; 0 when the library is too old to send one
 */
public record LibraryVersion(int major, int minor, int patch) {
    /** What the Java library has always announced. */
    public static final LibraryVersion JAVA = new LibraryVersion(4, 4, 0);

    private static final int LAST_WITHOUT_PATCH = 31400;
    private static final int FIRST_SUPPORTED = 30100;
    private static final int FIRST_WITH_PATCH_IN_ACCEPT = 31500;
    private static final int FIRST_WITH_AUTHENTICATION = 31600;

    /** {@code major * 10000 + minor * 100 + patch}. */
    public int number() {
        return number(major, minor, patch);
    }

    /** True when the connect message of this version has a patch byte; asked before that byte is known. */
    static boolean sendsPatch(int major, int minor) {
        return number(major, minor, 0) > LAST_WITHOUT_PATCH;
    }

    /** True when the connect message of this version has a patch byte. */
    public boolean sendsPatch() {
        return sendsPatch(major, minor);
    }

    /** False for libraries that are refused with {@link RejectCode#VERSION}. There is no upper bound. */
    public boolean isSupported() {
        return number() >= FIRST_SUPPORTED;
    }

    /** True when the accept message for this version carries the daemon's patch byte. */
    public boolean expectsPatchInAccept() {
        return number() >= FIRST_WITH_PATCH_IN_ACCEPT;
    }

    /** True when method list and authentication choice are exchanged. */
    public boolean exchangesAuthentication() {
        return number() >= FIRST_WITH_AUTHENTICATION;
    }

    private static int number(int major, int minor, int patch) {
        return major * 10000 + minor * 100 + patch;
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
