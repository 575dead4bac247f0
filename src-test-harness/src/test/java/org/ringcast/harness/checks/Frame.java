package org.ringcast.harness.checks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;

/** One whole message, as a client sends it or gets it. */
@SuppressWarnings("ArrayRecordComponent") // handed on, never changed or compared
record Frame(byte[] bytes) {
    /** Message to be sent by the little-endian client {@code name} of daemon d1. */
    static Frame of(int type, String name, List<String> groups, byte[] body) {
        return of(true, type, name, (short) 0, groups, body);
    }

    static Frame of(int type, String name, String group, byte[] body) {
        return of(type, name, List.of(group), body);
    }

    static Frame of(boolean littleEndian, int type, String name, short messageType, List<String> groups, byte[] body) {
        byte[] frame = new byte[Limits.HEADER + groups.size() * Limits.GROUP_NAME + body.length];
        FrameHeader.write(
                frame,
                0,
                littleEndian,
                type,
                GroupName.of("#" + name + "#d1"),
                groups.size(),
                FrameHeader.rawHintOf(messageType, littleEndian),
                body.length);
        for (int i = 0; i < groups.size(); i++) {
            GroupName.of(groups.get(i)).writeField(frame, Limits.HEADER + i * Limits.GROUP_NAME);
        }
        System.arraycopy(body, 0, frame, frame.length - body.length, body.length);
        return new Frame(frame);
    }

    /** A copy with another little-endian word at {@code offset}. */
    Frame withWord(int offset, int value) {
        byte[] copy = bytes.clone();
        ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
        return new Frame(copy);
    }

    /** A copy with another 32-byte field at {@code offset}. */
    Frame withName(int offset, String name) {
        byte[] copy = bytes.clone();
        GroupName.of(name).writeField(copy, offset);
        return new Frame(copy);
    }

    private FrameHeader header() {
        return new FrameHeader().wrap(bytes, 0);
    }

    /** Little-endian word at {@code offset}. */
    int word(int offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(offset);
    }

    int serviceBits() {
        return header().serviceBits();
    }

    String sender() {
        return header().sender().toString();
    }

    short messageType() {
        return header().messageType();
    }

    boolean isHintLittleEndian() {
        return header().isHintLittleEndian();
    }

    List<String> groups() {
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < header().groupCount(); i++) {
            groups.add(GroupName.fromField(bytes, Limits.HEADER + i * Limits.GROUP_NAME)
                    .toString());
        }
        return groups;
    }

    byte[] body() {
        return Arrays.copyOfRange(bytes, bytes.length - header().dataLength(), bytes.length);
    }
}
