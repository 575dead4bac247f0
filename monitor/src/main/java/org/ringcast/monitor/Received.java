package org.ringcast.monitor;

import java.util.List;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.MalformedMessageException;
import org.ringcast.protocol.MembershipBody;
import org.ringcast.protocol.ServiceType;

/**
 * One message from the daemon.
 *
 * @param serviceType service bits without the byte order mark
 * @param sender private group of the sender; in membership messages the group
 * @param groups destinations, or members
 * @param messageType the application's message type; in regular memberships the receiver's 0-based index in
 *     {@code groups}, -1 when it is not there; -1 in other membership messages
 * @param endianMismatch whether the sender's byte order is another than that of this machine
 * @param littleEndian byte order of the integers in a membership body
 * @param data the body; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares messages
record Received(
        int serviceType,
        GroupName sender,
        List<GroupName> groups,
        int messageType,
        boolean endianMismatch,
        boolean littleEndian,
        byte[] data) {

    boolean isRegular() {
        return ServiceType.isRegular(serviceType);
    }

    boolean isRegularMembership() {
        return ServiceType.isRegularMembership(serviceType);
    }

    /** The body of a regular membership message. */
    MembershipBody membership() throws MalformedMessageException {
        return MembershipBody.read(data, 0, data.length, littleEndian);
    }

    /** This message with its groups left out; in a regular membership the receiver is then not found. */
    Received withoutGroups() {
        int index = isRegularMembership() ? -1 : messageType;
        return new Received(serviceType, sender, List.of(), index, endianMismatch, littleEndian, data);
    }
}
