package org.ringcast.client.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ringcast.protocol.EndianMark;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;

/** What a client sends after the handshake, in big-endian order. */
public final class OutgoingFrames {
    private OutgoingFrames() {}

    /**
     * Header and groups of a message; the body goes after it.
     *
     * @param serviceType service bits; a byte order mark in it is removed
     * @param sender own private group
     * @param groups names of the destinations, ISO-8859-1; cut to 31 characters
     * @param dataLength bytes of the body
     */
    public static byte[] head(
            int serviceType, GroupName sender, List<String> groups, short messageType, int dataLength) {
        byte[] head = new byte[Limits.HEADER + groups.size() * Limits.GROUP_NAME];
        int type = EndianMark.strip(serviceType);
        int hint = FrameHeader.rawHintOf(messageType, false);
        FrameHeader.write(head, 0, false, type, sender, groups.size(), hint, dataLength);
        int offset = Limits.HEADER;
        for (String group : groups) {
            byte[] name = group.getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(name, 0, head, offset, Math.min(name.length, Limits.MAX_GROUP_NAME_LENGTH));
            offset += Limits.GROUP_NAME;
        }
        return head;
    }
}
