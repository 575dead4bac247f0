package spread;

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

/** Messages as daemons send them, for tests. */
final class Frames {
    static final GroupId ID = new GroupId(0x5c8d7aef, 1795178648, 2);

    private Frames() {}

    /** A message from an application. */
    static byte[] regular(
            boolean daemonLittle,
            boolean senderLittle,
            int service,
            String sender,
            List<String> groups,
            int type,
            String text) {
        byte[] data = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] frame = new byte[Limits.HEADER + groups.size() * Limits.GROUP_NAME + data.length];
        int hint = FrameHeader.rawHintOf((short) type, senderLittle);
        FrameHeader.write(frame, 0, daemonLittle, service, GroupName.of(sender), groups.size(), hint, data.length);
        int at = Limits.HEADER;
        for (String group : groups) {
            GroupName.of(group).writeField(frame, at);
            at += Limits.GROUP_NAME;
        }
        System.arraycopy(data, 0, frame, at, data.length);
        return frame;
    }

    /** A FIFO message of type 0 from {@code #bob#d1} to {@code g1}. */
    static byte[] text(String text) {
        return regular(true, true, ServiceType.FIFO, "#bob#d1", List.of("g1"), 0, text);
    }

    static VsSet set(String... members) {
        return new VsSet(names(members));
    }

    static List<GroupName> names(String... names) {
        return List.of(names).stream().map(GroupName::of).toList();
    }

    static byte[] single(int causedBy, String process, String... members) {
        return DaemonFrames.membership(
                causedBy, GroupName.of("g1"), names(members), MembershipBody.ofSingle(ID, GroupName.of(process)));
    }

    static byte[] network(int localIndex, List<VsSet> sets, String... members) {
        return DaemonFrames.membership(
                ServiceType.CAUSED_BY_NETWORK,
                GroupName.of("g1"),
                names(members),
                MembershipBody.ofLocalIndex(ID, sets, localIndex));
    }
}
