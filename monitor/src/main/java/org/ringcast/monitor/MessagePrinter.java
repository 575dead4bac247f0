package org.ringcast.monitor;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.ringcast.protocol.GroupId;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.MalformedMessageException;
import org.ringcast.protocol.MembershipBody;
import org.ringcast.protocol.ServiceType;
import org.ringcast.protocol.VsSet;

/**
 * Messages in the words of {@code spuser}. One character of the text is one byte of the message (ISO-8859-1).
 *
 * <p>As ever, at most {@link #MAX_GROUPS} groups and {@link #MAX_BYTES} bytes are shown: a line says when there was more,
 * groups are then left out and only counted, with a minus sign, and the body is cut.
 */
final class MessagePrinter {
    static final int MAX_GROUPS = 100;
    static final int MAX_BYTES = 102_400;

    private static final String TOO_SHORT = "\n========Buffers or Groups too Short=======\n";

    private MessagePrinter() {}

    /** The text for a message, with its last newline. */
    static String print(Received message) {
        return print(message, "message", true);
    }

    /** The text for a message that {@code spflooder} meets while it waits for members; causes are left out. */
    static String printDuringWait(Received message) {
        return print(message, "message during wait for members,", false);
    }

    private static String print(Received message, String noun, boolean withCause) {
        boolean tooManyGroups = message.groups().size() > MAX_GROUPS;
        String warning = tooManyGroups || message.data().length > MAX_BYTES ? TOO_SHORT : "";
        Received shown = tooManyGroups ? message.withoutGroups() : message;
        int groupCount =
                tooManyGroups ? -message.groups().size() : message.groups().size();
        int type = message.serviceType();
        if (ServiceType.isRegular(type)) {
            return warning
                    + format(
                            "received %s %s from %s, of type %d, (endian %d) to %d groups %n%s%n",
                            service(type),
                            noun,
                            message.sender(),
                            message.messageType(),
                            message.endianMismatch() ? 1 : 0,
                            groupCount,
                            body(message));
        }
        if (ServiceType.isMembership(type)) {
            return warning + membershipText(shown, groupCount, withCause);
        }
        if (ServiceType.isReject(type)) {
            return warning
                    + format(
                            "REJECTED message from %s, of servicetype 0x%x messtype %d, (endian %d) to %d groups %n%s%n",
                            message.sender(),
                            type,
                            message.messageType(),
                            message.endianMismatch() ? 1 : 0,
                            groupCount,
                            body(message));
        }
        return format("received message of unknown message type 0x%x with ret %d%n", type, message.data().length);
    }

    private static String membershipText(Received message, int groupCount, boolean withCause) {
        int type = message.serviceType();
        if (ServiceType.isRegularMembership(type)) {
            String view = format(
                    "Received REGULAR membership for group %s with %d members, where I am member %d:%n%s",
                    message.sender(), groupCount, message.messageType(), names(message.groups()));
            return withCause ? view + cause(message) : view;
        }
        if (ServiceType.isTransition(type)) {
            return format("received TRANSITIONAL membership for group %s%n", message.sender());
        }
        if (ServiceType.isSelfLeave(type)) {
            return format("received membership message that left group %s%n", message.sender());
        }
        return format("received incorrecty membership message of type 0x%x%n", type);
    }

    private static String cause(Received message) {
        MembershipBody body;
        try {
            body = message.membership();
        } catch (MalformedMessageException e) {
            return SpError.line(SpError.ILLEGAL_MESSAGE.code()) + '\n';
        }
        GroupId id = body.groupId();
        String text = format("grp id is %d %d %d%n", id.processId(), id.timeSeconds(), id.index());
        int type = message.serviceType();
        if ((type & ServiceType.CAUSED_BY_JOIN) != 0) {
            return text + format("Due to the JOIN of %s%n", changedMember(body));
        }
        if ((type & ServiceType.CAUSED_BY_LEAVE) != 0) {
            return text + format("Due to the LEAVE of %s%n", changedMember(body));
        }
        if ((type & ServiceType.CAUSED_BY_DISCONNECT) != 0) {
            return text + format("Due to the DISCONNECT of %s%n", changedMember(body));
        }
        return (type & ServiceType.CAUSED_BY_NETWORK) == 0 ? text : text + network(body);
    }

    /** Who joined, left or disconnected; empty when the daemon does not tell. */
    static String changedMember(MembershipBody body) {
        boolean told = !body.sets().isEmpty() && !body.sets().get(0).members().isEmpty();
        return told ? body.sets().get(0).members().get(0).toString() : "";
    }

    private static String network(MembershipBody body) {
        List<VsSet> sets = body.sets();
        StringBuilder text = new StringBuilder(format("Due to NETWORK change with %d VS sets%n", sets.size()));
        int local = body.localSetIndex();
        for (int i = 0; i < sets.size(); i++) {
            List<GroupName> members = sets.get(i).members();
            text.append(format("%s VS set %d has %d members:%n", i == local ? "LOCAL" : "OTHER", i, members.size()))
                    .append(names(members));
        }
        return text.toString();
    }

    /** Name of the one service, that of the lowest bit when there are several. */
    static String service(int type) {
        return switch (Integer.lowestOneBit(type & ServiceType.REGULAR_MASK)) {
            case ServiceType.UNRELIABLE -> "UNRELIABLE";
            case ServiceType.RELIABLE -> "RELIABLE";
            case ServiceType.FIFO -> "FIFO";
            case ServiceType.CAUSAL -> "CAUSAL";
            case ServiceType.AGREED -> "AGREED";
            default -> "SAFE";
        };
    }

    /** Length and text up to the first NUL. */
    private static String body(Received message) {
        byte[] data = message.data();
        int length = Math.min(data.length, MAX_BYTES);
        int end = 0;
        while (end < length && data[end] != 0) {
            end++;
        }
        return format("(%d bytes): %s", length, new String(data, 0, end, StandardCharsets.ISO_8859_1));
    }

    private static String names(List<GroupName> names) {
        StringBuilder text = new StringBuilder();
        for (GroupName name : names) {
            text.append('\t').append(name).append('\n');
        }
        return text.toString();
    }

    /** {@code %n} is a newline on every system: the output is part of what scripts know. */
    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format.replace("%n", "\n"), arguments);
    }
}
