package org.ringcast.protocol;

import java.util.Arrays;

/** Client side: reads the accept message, or the reject byte in its place, in any pieces. */
public final class AcceptParser {
    /** How far the message is. */
    public enum State {
        NEED_MORE,
        ACCEPTED,
        /** The first byte was not the accept byte; see {@link #resultByte()}. */
        REJECTED,
        /** The announced private group is longer than any can be. */
        MALFORMED
    }

    private final int patchLength;
    private final byte[] message = new byte[5 + Limits.MAX_GROUP_NAME_LENGTH];
    private int length;
    private State state = State.NEED_MORE;

    /** A parser for the answer to a library of the given version. */
    public AcceptParser(LibraryVersion library) {
        this.patchLength = library.expectsPatchInAccept() ? 1 : 0;
    }

    /**
     * Takes bytes of the message.
     *
     * @return how many were consumed; fewer than {@code count} only when the message is finished
     */
    public int feed(byte[] bytes, int offset, int count) {
        int consumed = 0;
        while (consumed < count && state == State.NEED_MORE) {
            message[length++] = bytes[offset + consumed++];
            step();
        }
        return consumed;
    }

    public State state() {
        return state;
    }

    /** Number of bytes read so far. */
    public int length() {
        return length;
    }

    /** True when everything before the private group was read. */
    public boolean isReadingGroup() {
        return length > nameLengthIndex();
    }

    /** The first byte, signed: 1 or a reject code. Only after at least one byte was read. */
    public byte resultByte() {
        return message[0];
    }

    /** The message; null unless {@link State#ACCEPTED}. */
    public AcceptMessage accept() {
        if (state != State.ACCEPTED) {
            return null;
        }
        byte[] field = Arrays.copyOfRange(message, nameLengthIndex() + 1, nameLengthIndex() + 1 + Limits.GROUP_NAME);
        int patch = patchLength == 1 ? message[3] & 0xff : 0;
        return new AcceptMessage(message[1] & 0xff, message[2] & 0xff, patch, GroupName.fromField(field, 0));
    }

    private void step() {
        if (length == 1 && message[0] != AcceptMessage.ACCEPT_SESSION) {
            state = State.REJECTED;
        } else if (length > nameLengthIndex()) {
            int nameLength = message[nameLengthIndex()];
            if (nameLength < 0 || nameLength > Limits.MAX_GROUP_NAME_LENGTH) {
                state = State.MALFORMED;
            } else if (length == nameLengthIndex() + 1 + nameLength) {
                state = State.ACCEPTED;
            }
        }
    }

    private int nameLengthIndex() {
        return 3 + patchLength;
    }
}
