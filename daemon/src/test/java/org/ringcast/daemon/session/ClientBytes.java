package org.ringcast.daemon.session;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import org.ringcast.protocol.AuthChoice;
import org.ringcast.protocol.ConnectRequest;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.LibraryVersion;
import org.ringcast.protocol.Limits;

/** Bytes as clients send them. */
final class ClientBytes {
    static final LibraryVersion CURRENT = new LibraryVersion(5, 0, 1);
    static final int FIFO = 0x04;
    static final int JOIN = 0x10000;
    static final int KILL = 0x40000;

    private ClientBytes() {}

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static byte[] connect(String name) {
        return connect(CURRENT, name);
    }

    static byte[] connect(LibraryVersion version, String name) {
        return ConnectRequest.of(version, true, false, name).encode();
    }

    static byte[] choice(String... methods) {
        return new AuthChoice(List.of(methods)).encode();
    }

    /** Connect message and the choice of NULL in one piece. */
    static byte[] hello(String name) {
        return concat(connect(name), choice("NULL"));
    }

    /** A little-endian FIFO message from a client of d1 to one group. */
    static byte[] message(String sender, String group, byte[] body) {
        return frame(FIFO, sender, List.of(group), body);
    }

    static byte[] frame(int type, String sender, List<String> groups, byte[] body) {
        byte[] frame = new byte[Limits.HEADER + groups.size() * Limits.GROUP_NAME + body.length];
        FrameHeader.write(
                frame,
                0,
                true,
                type,
                GroupName.of("#" + sender + "#d1"),
                groups.size(),
                FrameHeader.rawHintOf((short) 0, true),
                body.length);
        for (int i = 0; i < groups.size(); i++) {
            GroupName.of(groups.get(i)).writeField(frame, Limits.HEADER + i * Limits.GROUP_NAME);
        }
        System.arraycopy(body, 0, frame, frame.length - body.length, body.length);
        return frame;
    }

    static byte[] kill(String sender) {
        return frame(KILL, sender, List.of("#" + sender + "#d1"), new byte[0]);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
