package org.ringcast.daemon.session.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.CoreLog;

final class PasswordMethodTest {
    /** Hashes of a traditional crypt(3): {@code perl -e 'print crypt("abc", "ab")'}. */
    private static final PasswordFile FILE = PasswordFile.parse(List.of(
            "# who may in",
            "",
            "alice:abFZSxKKdq5s6",
            "bob:abmF1QH4PEr.E",
            "bad line",
            ":abcdefghijklm",
            "carol:short"));

    private final PasswordMethod method = new PasswordMethod(Optional.of(FILE), CoreLog.SILENT);

    private static byte[] credentials(String user, String password) {
        byte[] bytes = new byte[40];
        byte[] name = user.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(name, 0, bytes, 0, name.length);
        byte[] word = password.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(word, 0, bytes, 32, Math.min(8, word.length));
        return bytes;
    }

    private boolean admits(String user, String password) {
        return method.admits(Peer.UNIX, credentials(user, password));
    }

    @Test
    void passwordsAreComparedByTheirHash() {
        assertThat(admits("alice", "abc")).isTrue();
        assertThat(admits("alice", "abd")).isFalse();
        assertThat(admits("alice", "")).isFalse();
        assertThat(admits("bob", "")).as("the hash of no password").isTrue();
        assertThat(admits("mallory", "abc")).isFalse();
        assertThat(admits("mallory", "")).isFalse();
        assertThat(admits("", "")).isFalse();
        assertThat(admits("carol", "abc")).isFalse();
    }

    @Test
    void withoutFileNobodyIsAdmitted() {
        PasswordMethod none = new PasswordMethod(Optional.empty(), CoreLog.SILENT);
        assertThat(none.admits(Peer.UNIX, credentials("bob", ""))).isFalse();
    }

    @Test
    void namesAndPasswordsMayFillTheirFields() {
        byte[] full = new byte[40];
        Arrays.fill(full, (byte) 'z');
        assertThat(method.admits(Peer.UNIX, full)).isFalse();
    }

    @Test
    void linesThatSayNothingAreTold() {
        assertThat(FILE.hashes()).containsOnlyKeys("alice", "bob");
        assertThat(FILE.warnings())
                .containsExactly(
                        "spread.access_pword line 5 is not user:hash and is left out",
                        "spread.access_pword line 6 is not user:hash and is left out",
                        "spread.access_pword line 7 is not user:hash and is left out");
    }

    @Test
    void fileIsRead() {
        byte[] content = "alice:abFZSxKKdq5s6\r\nbob:abmF1QH4PEr.E\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(PasswordFile.parse(content).hashes()).containsOnlyKeys("alice", "bob");
    }
}
