package org.ringcast.protocol;

/** Daemon side: collects the 90 bytes of the authentication choice, which may come in any pieces. */
public final class AuthChoiceParser {
    private final byte[] message = new byte[Limits.AUTH_CHOICE];
    private int length;

    /**
     * Takes bytes of the choice.
     *
     * @return how many were consumed; fewer than {@code count} only when {@link #isDone()}
     */
    public int feed(byte[] bytes, int offset, int count) {
        int consumed = Math.min(count, message.length - length);
        System.arraycopy(bytes, offset, message, length, consumed);
        length += consumed;
        return consumed;
    }

    public boolean isDone() {
        return length == message.length;
    }

    /** The choice; null unless done. */
    public AuthChoice choice() {
        return isDone() ? AuthChoice.read(message, 0) : null;
    }
}
