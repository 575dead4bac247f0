package org.ringcast.daemon.config;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Damages files. */
final class Mutations {
    private static final String[] WORDS = {
        "{",
        "}",
        "=",
        ";",
        "!",
        "[",
        "]",
        "\"",
        "'",
        "#",
        "#+ ",
        "\n",
        "\0",
        "\u00FF",
        "Spread_Segment",
        "VirtualID",
        "Window",
        "10.88.0.1",
        "10.88.0.1:65536",
        "0.0.0.0",
        "225.0.0.1",
        "[ff02::5]:14890",
        "fd88::1%eth0",
        "::",
        "0",
        "999999999",
        "1234567890",
        "true",
        "on",
        "NONE",
        "INFO",
        "M",
        "AcceleratedRing = true",
        "ActiveIPVersion = IPv6",
        "AllowedAuthMethods = IP",
        "#+ RingProtocol = 4\n",
        "#+ GluedSeparators = accept\n",
        "EventTimeStamp",
        "%",
        "d1",
        "alpha"
    };

    /** The file after one to four small accidents. */
    static byte[] of(byte[] original, Random random) {
        byte[] bytes = original;
        int steps = 1 + random.nextInt(4);
        for (int i = 0; i < steps; i++) {
            int at = random.nextInt(bytes.length + 1);
            int end = at + random.nextInt(bytes.length - at + 1);
            byte[] middle = switch (random.nextInt(5)) {
                case 0 -> new byte[0];
                case 1 -> new byte[] {(byte) random.nextInt(256)};
                case 2 -> (" " + WORDS[random.nextInt(WORDS.length)] + " ").getBytes(StandardCharsets.ISO_8859_1);
                case 3 -> WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.ISO_8859_1);
                default -> Arrays.copyOfRange(bytes, at, end);
            };
            int resume = random.nextInt(3) == 0 ? end : Math.min(at + random.nextInt(3), bytes.length);
            byte[] next = Arrays.copyOf(bytes, at + middle.length + bytes.length - resume);
            System.arraycopy(middle, 0, next, at, middle.length);
            System.arraycopy(bytes, resume, next, at + middle.length, bytes.length - resume);
            bytes = next;
        }
        return bytes;
    }

    private Mutations() {}
}
