package org.ringcast.protocol;

import java.nio.charset.StandardCharsets;

/**
 * Daemon side: reads a connect message that may come in any pieces.
 *
 * <p>Feed it bytes until {@link #state()} is no longer {@link State#NEED_MORE}. Bytes after the message are not
 * consumed; they belong to the next item. Whether the name is free is for the caller to find out.
 */
public final class ConnectParser {
    /** How far the message is. */
    public enum State {
        NEED_MORE,
        ACCEPTED,
        REJECTED
    }

    private static final int LONGEST_MESSAGE = 5 + Limits.MAX_PRIVATE_NAME;

    private final byte[] message = new byte[LONGEST_MESSAGE];
    private int length;
    private State state = State.NEED_MORE;
    private LibraryVersion version;
    private ConnectRequest request;
    private RejectCode rejectCode;
    private String rejectText;

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

    /** The parsed message; null unless {@link State#ACCEPTED}. */
    public ConnectRequest request() {
        return request;
    }

    /** The byte to answer with before closing; null unless {@link State#REJECTED}. */
    public RejectCode rejectCode() {
        return rejectCode;
    }

    /**
     * The line to log when the message was rejected.
     *
     * @param mailbox number by which the log names the connection
     */
    public String rejectLogLine(int mailbox) {
        return rejectCode == RejectCode.VERSION ? rejectText : rejectText + " on mailbox " + mailbox;
    }

    /** The line to log when the connection ended, or its time was up, before the message was complete. */
    public String incompleteLogLine(int mailbox) {
        String part;
        if (length < 2) {
            part = "version.subversion";
        } else if (version == null) {
            part = "patch_version";
        } else {
            part = "private name";
        }
        return "Sess_accept_continue: reading " + part + " failed on mailbox " + mailbox;
    }

    private void step() {
        if (version == null) {
            if (length == 2 && !LibraryVersion.sendsPatch(message[0], message[1])) {
                versionRead(new LibraryVersion(message[0], message[1], 0));
            } else if (length == 3) {
                versionRead(new LibraryVersion(message[0], message[1], message[2]));
            }
            return;
        }
        int nameLengthIndex = nameLengthIndex();
        if (length <= nameLengthIndex) {
            return;
        }
        int nameLength = message[nameLengthIndex];
        if (nameLength < 0 || nameLength > Limits.MAX_PRIVATE_NAME) {
            String text = "len %d of private name does not fit (ret = %d)".formatted(nameLength, 0);
            reject(RejectCode.ILLEGAL_NAME, "Sess_accept_continue: " + text);
        } else if (length == nameLengthIndex + 1 + nameLength) {
            nameRead(nameLengthIndex + 1, nameLength);
        }
    }

    private void versionRead(LibraryVersion read) {
        version = read;
        if (!read.isSupported()) {
            reject(RejectCode.VERSION, "Sess_accept_continue: version " + read + " is not supported");
        }
    }

    private void nameRead(int nameOffset, int nameLength) {
        String name = new String(message, nameOffset, nameLength, StandardCharsets.ISO_8859_1);
        if (!GroupName.hasOnlyLegalCharacters(message, nameOffset, nameLength)) {
            reject(RejectCode.ILLEGAL_NAME, "Sess_accept_continue: illegal private name " + name);
            return;
        }
        request = new ConnectRequest(version, message[nameOffset - 2], name);
        state = State.ACCEPTED;
    }

    private int nameLengthIndex() {
        return version.sendsPatch() ? 4 : 3;
    }

    private void reject(RejectCode code, String text) {
        rejectCode = code;
        rejectText = text;
        state = State.REJECTED;
    }
}
