package org.ringcast.daemon.session.auth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The file {@code spread.access_pword}: one {@code user:hash} a line, the hash as 13 characters of traditional crypt(3).
 *
 * @param hashes hash by user
 * @param warnings lines that were left out, in words, with their numbers
 */
public record PasswordFile(Map<String, String> hashes, List<String> warnings) {
    /** Lines beyond this are not read: the file is small or it is the wrong file. */
    private static final int MAX_LINES = 100_000;

    private static final int HASH_CHARACTERS = 13;

    /** Copies both. */
    public PasswordFile {
        hashes = Map.copyOf(hashes);
        warnings = List.copyOf(warnings);
    }

    /** Reads the content of the file; bytes are characters of ISO-8859-1. */
    public static PasswordFile parse(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return parse(text.lines().limit(MAX_LINES).toList());
    }

    /** Reads lines; empty ones and those starting with {@code #} say nothing. */
    static PasswordFile parse(List<String> lines) {
        Map<String, String> hashes = new TreeMap<>();
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(':');
            String user = colon < 0 ? "" : line.substring(0, colon);
            String hash = line.substring(colon + 1);
            boolean userFits = !user.isEmpty() && user.length() <= PasswordMethod.USER_BYTES;
            if (userFits && hash.length() == HASH_CHARACTERS && isCryptText(hash)) {
                hashes.put(user, hash);
            } else {
                warnings.add("spread.access_pword line %d is not user:hash and is left out".formatted(i + 1));
            }
        }
        return new PasswordFile(hashes, warnings);
    }

    private static boolean isCryptText(String hash) {
        return hash.chars().allMatch(c -> c == '.' || c == '/' || (Character.isLetterOrDigit(c) && c < 0x80));
    }
}
