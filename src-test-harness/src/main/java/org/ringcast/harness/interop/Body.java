package org.ringcast.harness.interop;

/** Contents of messages that tell where they come from, so that any byte that is wrong shows. */
final class Body {
    private Body() {}

    /** The body of a sender's message with this number. */
    static byte[] of(String sender, int number, int bytes) {
        byte[] body = new byte[bytes];
        int state = start(sender, number, bytes);
        for (int i = 0; i < bytes; i++) {
            state = step(state);
            body[i] = (byte) state;
        }
        return body;
    }

    /** Whether these are the bytes that {@link #of} made. */
    static boolean isIntact(String sender, int number, byte[] body) {
        int state = start(sender, number, body.length);
        for (byte b : body) {
            state = step(state);
            if (b != (byte) state) {
                return false;
            }
        }
        return true;
    }

    private static int start(String sender, int number, int bytes) {
        // Never 0, where the generator would stay.
        return (sender.hashCode() * 31 + number) * 31 + bytes | 1;
    }

    private static int step(int state) {
        int x = state;
        x ^= x << 13;
        x ^= x >>> 17;
        return x ^ x << 5;
    }
}
