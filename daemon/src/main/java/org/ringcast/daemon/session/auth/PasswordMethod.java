package org.ringcast.daemon.session.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.codec.digest.UnixCrypt;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;

/**
 * {@code PWORD}: user name and password, checked against traditional crypt(3) hashes.
 *
 * <p>The password crosses the network in clear and only its first 8 bytes count: a legacy method, for sites that already
 * have the file. The client sends 32 bytes user and 8 bytes password, NUL padded; the answer is 1 or 0.
 */
final class PasswordMethod implements AuthMethod {
    static final int USER_BYTES = 32;
    static final int PASSWORD_BYTES = 8;

    /** Compared with for users that do not exist, so that they cost the same time. */
    private static final String NOBODYS_HASH = "..X8NBuQ4l6uQ";

    private final Optional<PasswordFile> file;
    private final CoreLog log;

    /** @param file empty when there is none; then nobody is admitted */
    PasswordMethod(Optional<PasswordFile> file, CoreLog log) {
        this.file = file;
        this.log = log;
    }

    @Override
    public String name() {
        return "PWORD";
    }

    @Override
    public int credentialBytes() {
        return USER_BYTES + PASSWORD_BYTES;
    }

    @Override
    public boolean admits(Peer peer, byte[] credentials) {
        String user = text(credentials, 0, USER_BYTES);
        byte[] password = upToNul(credentials, USER_BYTES, PASSWORD_BYTES);
        if (file.isEmpty() && log.enabled(Kind.PRINT, Level.PRINT)) {
            log.line(
                    Kind.PRINT,
                    Level.PRINT,
                    "pword_open_connection: No spread.access_pword file loaded. NO connections will be allowed!");
        }
        String expected = file.map(known -> known.hashes().get(user)).orElse(null);
        String compared = expected == null ? NOBODYS_HASH : expected;
        String actual = UnixCrypt.crypt(password, compared);
        boolean same = MessageDigest.isEqual(
                actual.getBytes(StandardCharsets.US_ASCII), compared.getBytes(StandardCharsets.US_ASCII));
        return same && expected != null;
    }

    @Override
    public String denialReason(Peer peer) {
        return file.isEmpty()
                ? "method PWORD admits nobody, for there is no spread.access_pword"
                : "its user name or password is wrong";
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(upToNul(bytes, offset, length), StandardCharsets.ISO_8859_1);
    }

    private static byte[] upToNul(byte[] bytes, int offset, int length) {
        int end = offset;
        while (end < offset + length && bytes[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(bytes, offset, end);
    }
}
