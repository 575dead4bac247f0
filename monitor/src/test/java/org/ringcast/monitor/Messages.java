package org.ringcast.monitor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ringcast.protocol.DaemonFrames;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupId;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.MembershipBody;
import org.ringcast.protocol.ServiceType;
import org.ringcast.protocol.VsSet;

/** Bytes of messages as a daemon sends them. */
final class Messages {
    static final GroupId ID = new GroupId(-594937309, 1795256983, 1);

    private Messages() {}

    static byte[] message(int service, String sender, List<String> groups, int messageType, String text) {
        return message(service, sender, groups, messageType, text.getBytes(StandardCharsets.ISO_8859_1), true);
    }

    /** A message of an application whose library has the given byte order. */
    static byte[] message(
            int service,
            String sender,
            List<String> groups,
            int messageType,
            byte[] data,
            boolean senderIsLittleEndian) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] head = new byte[Limits.HEADER];
        int hint = FrameHeader.rawHintOf((short) messageType, senderIsLittleEndian);
        FrameHeader.write(head, 0, true, service, GroupName.of(sender), groups.size(), hint, data.length);
        bytes.writeBytes(head);
        names(groups).forEach(name -> {
            byte[] field = new byte[Limits.GROUP_NAME];
            name.writeField(field, 0);
            bytes.writeBytes(field);
        });
        bytes.writeBytes(data);
        return bytes.toByteArray();
    }

    static byte[] membership(int cause, String group, List<String> members, String changed) {
        MembershipBody body = MembershipBody.ofSingle(ID, GroupName.of(changed));
        return DaemonFrames.membership(cause, GroupName.of(group), names(members), body);
    }

    /** A network change with the given sets; the one with index {@code local} is the receiver's. */
    static byte[] network(String group, List<String> members, List<List<String>> sets, int local) {
        List<VsSet> vsSets = sets.stream().map(set -> new VsSet(names(set))).toList();
        MembershipBody body = MembershipBody.ofLocalIndex(ID, vsSets, local);
        return DaemonFrames.membership(ServiceType.CAUSED_BY_NETWORK, GroupName.of(group), names(members), body);
    }

    static byte[] transition(String group) {
        return DaemonFrames.transition(GroupName.of(group), ID);
    }

    static byte[] selfLeave(String group) {
        return DaemonFrames.selfLeave(GroupName.of(group));
    }

    /** A message of the given service that a policy denied. */
    static byte[] reject(int service, String sender, String group, int messageType, String text) {
        byte[] message = message(service, sender, List.of(group), messageType, text);
        return DaemonFrames.reject(new FrameHeader().wrap(message, 0), message, Limits.HEADER);
    }

    static List<GroupName> names(List<String> names) {
        return names.stream().map(GroupName::of).toList();
    }
}
