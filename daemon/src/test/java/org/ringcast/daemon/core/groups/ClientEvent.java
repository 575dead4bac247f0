package org.ringcast.daemon.core.groups;

import java.util.List;
import java.util.stream.Collectors;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupId;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.MalformedMessageException;
import org.ringcast.protocol.MembershipBody;
import org.ringcast.protocol.ServiceType;
import org.ringcast.protocol.VsSet;

/** What one frame tells a client, decoded with the client library's own classes. */
sealed interface ClientEvent {
    /** A view of a group. */
    record View(String group, String cause, GroupId id, List<String> members, List<List<String>> sets, int own)
            implements ClientEvent {}

    /** The transitional signal. */
    record Trans(String group, GroupId id) implements ClientEvent {}

    /** The answer to a leave. */
    record SelfLeave(String group) implements ClientEvent {}

    /** A message of an application. */
    record Data(String sender, int service, List<String> groups, String text) implements ClientEvent {}

    /** A message that came back. */
    record Reject(int type, List<String> groups, String text) implements ClientEvent {}

    static ClientEvent decode(byte[] frame) {
        FrameHeader header = new FrameHeader().wrap(frame, 0);
        int bits = header.serviceBits();
        int groupsAt = Limits.HEADER + header.rejectTypeLength();
        List<String> groups = java.util.stream.IntStream.range(0, header.groupCount())
                .mapToObj(i -> GroupName.fromField(frame, groupsAt + i * Limits.GROUP_NAME)
                        .toString())
                .toList();
        int bodyAt = groupsAt + groups.size() * Limits.GROUP_NAME;
        String name = header.sender().toString();
        if (frame.length != bodyAt + header.dataLength()) {
            throw new AssertionError(
                    "frame of " + frame.length + " bytes, header says " + (bodyAt + header.dataLength()));
        }
        if (ServiceType.isReject(bits)) {
            return new Reject(bits, groups, text(frame, bodyAt));
        }
        if (ServiceType.isSelfLeave(bits)) {
            return new SelfLeave(name);
        }
        if (ServiceType.isTransition(bits)) {
            return new Trans(name, GroupId.read(frame, bodyAt, true));
        }
        if (ServiceType.isRegularMembership(bits)) {
            return view(frame, bits, groups, bodyAt, name);
        }
        return new Data(name, bits, groups, text(frame, bodyAt));
    }

    private static View view(byte[] frame, int bits, List<String> groups, int bodyAt, String name) {
        try {
            MembershipBody body = MembershipBody.read(frame, bodyAt, frame.length - bodyAt, true);
            List<List<String>> sets = body.sets().stream()
                    .map(VsSet::members)
                    .map(set -> set.stream().map(GroupName::toString).toList())
                    .toList();
            return new View(name, cause(bits), body.groupId(), groups, sets, body.localSetIndex());
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    private static String cause(int bits) {
        return switch (bits & 0xf00) {
            case ServiceType.CAUSED_BY_JOIN -> "JOIN";
            case ServiceType.CAUSED_BY_LEAVE -> "LEAVE";
            case ServiceType.CAUSED_BY_DISCONNECT -> "DISCONNECT";
            case ServiceType.CAUSED_BY_NETWORK -> "NETWORK";
            default -> throw new AssertionError("causes 0x" + Integer.toHexString(bits));
        };
    }

    private static String text(byte[] frame, int at) {
        return new String(frame, at, frame.length - at, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** One line as the tests write it; {@code #a1#d1} is shortened to {@code a1}, rings to their symbols. */
    default String toLine(PerfectRing ring) {
        if (this instanceof View view) {
            String id = ring.symbol(view.id());
            String members = shortNames(view.members());
            if (view.cause().equals("NETWORK")) {
                String sets = view.sets().stream().map(ClientEvent::shortNames).collect(Collectors.joining(""));
                return "NETWORK %s %s %s sets %s own %d".formatted(view.group(), id, members, sets, view.own());
            }
            return "%s %s %s %s by %s"
                    .formatted(
                            view.cause(),
                            view.group(),
                            id,
                            members,
                            shortName(view.sets().get(0).get(0)));
        }
        if (this instanceof Trans trans) {
            return "TRANS %s %s".formatted(trans.group(), ring.symbol(trans.id()));
        }
        if (this instanceof SelfLeave leave) {
            return "SELFLEAVE " + leave.group();
        }
        if (this instanceof Reject reject) {
            return "REJECT " + reject.text();
        }
        return "DATA " + ((Data) this).text();
    }

    static String shortNames(List<String> names) {
        return names.stream().map(ClientEvent::shortName).collect(Collectors.joining(" ", "[", "]"));
    }

    static String shortName(String privateGroup) {
        return privateGroup.substring(1, privateGroup.indexOf('#', 1));
    }
}
