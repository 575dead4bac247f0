package org.ringcast.protocol;

/** Client side: reads the method list, or the reject byte in its place, in any pieces. */
public final class MethodListParser {
    private final byte[] text = new byte[Limits.MAX_METHOD_LIST];
    private int announced = -1;
    private int length;
    private byte rejectByte;

    /**
     * Takes bytes of the list.
     *
     * @return how many were consumed; fewer than {@code count} only when {@link #isDone()}
     */
    public int feed(byte[] bytes, int offset, int count) {
        int consumed = 0;
        while (consumed < count && !isDone()) {
            byte next = bytes[offset + consumed++];
            if (announced >= 0) {
                text[length++] = next;
            } else if (next < 0) {
                rejectByte = next;
            } else {
                announced = next;
            }
        }
        return consumed;
    }

    /** True when the whole list or a reject byte was read. */
    public boolean isDone() {
        return isRejected() || length == announced;
    }

    /** True when the daemon refused the session. */
    public boolean isRejected() {
        return rejectByte < 0;
    }

    /** The signed reject byte, see {@link RejectCode}; 0 when the session was not rejected. */
    public byte rejectByte() {
        return rejectByte;
    }

    /** True when the length byte was read. */
    public boolean isLengthKnown() {
        return announced >= 0;
    }

    /** The offered methods; null unless done and not rejected. */
    public MethodList methods() {
        return isDone() && !isRejected() ? MethodList.ofText(text, 0, length) : null;
    }
}
