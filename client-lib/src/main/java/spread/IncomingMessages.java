package spread;

import java.util.Vector;
import org.ringcast.client.internal.IncomingFrame;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.MalformedMessageException;
import org.ringcast.protocol.MembershipBody;
import org.ringcast.protocol.ServiceType;

/** Makes the objects of this package out of what the daemon sent. */
final class IncomingMessages {
    private static final short NOT_A_MEMBER = -1;

    private IncomingMessages() {}

    /**
     * Makes a message.
     *
     * @param self private group of the session
     * @throws SpreadException when it is a membership message with a body that is none. The stream is not harmed by it:
     *     daemons that let their clients forge such messages send them in proper frames.
     */
    @SuppressWarnings("JdkObsolete") // the message holds a vector, for its subclasses
    static SpreadMessage toMessage(SpreadConnection connection, GroupName self, IncomingFrame frame)
            throws SpreadException {
        int serviceType = frame.serviceType();
        Vector<SpreadGroup> groups = new Vector<>(frame.groupCount());
        int ownIndex = NOT_A_MEMBER;
        for (int i = 0; i < frame.groupCount(); i++) {
            GroupName name = frame.group(i);
            if (ownIndex < 0 && name.equals(self)) {
                ownIndex = i;
            }
            groups.add(SpreadGroup.of(connection, name));
        }
        SpreadGroup sender = SpreadGroup.of(connection, frame.sender());
        byte[] data = frame.data();
        if (!ServiceType.isMembership(serviceType)) {
            return new SpreadMessage(
                    serviceType, groups, sender, data, frame.messageType(), frame.isSenderLittleEndian(), null);
        }
        short type = ServiceType.isRegularMembership(serviceType) ? (short) ownIndex : NOT_A_MEMBER;
        try {
            MembershipBody body = MembershipInfo.body(serviceType, data, frame.isLittleEndian());
            MembershipInfo info = new MembershipInfo(connection, serviceType, groups, sender, body);
            return new SpreadMessage(serviceType, groups, sender, data, type, false, info);
        } catch (MalformedMessageException e) {
            throw SpreadException.of("Illegal Message: Message Dropped", e);
        }
    }
}
