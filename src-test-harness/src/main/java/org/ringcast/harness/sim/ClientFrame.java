package org.ringcast.harness.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

/**
 * A frame that came to a client.
 *
 * @param timeNs when
 * @param serviceBits type without the mark of the byte order
 * @param sender private group of the sender; in membership messages the group
 * @param groups destinations; in membership messages the members
 * @param membership body of a regular membership message, else null
 */
@SuppressWarnings("ArrayRecordComponent") // nobody changes or compares them
public record ClientFrame(
        long timeNs,
        int serviceBits,
        String sender,
        List<String> groups,
        short messageType,
        byte[] data,
        MembershipBody membership) {
    /** A message from an application. */
    public boolean isData() {
        return ServiceType.isRegular(serviceBits);
    }

    /** A view. */
    public boolean isView() {
        return ServiceType.isRegularMembership(serviceBits);
    }

    public boolean isTransition() {
        return ServiceType.isTransition(serviceBits);
    }

    public boolean isSelfLeave() {
        return ServiceType.isSelfLeave(serviceBits);
    }

    /** Why a view came: JOIN, LEAVE, DISCONNECT or NETWORK. */
    public String cause() {
        if ((serviceBits & ServiceType.CAUSED_BY_JOIN) != 0) {
            return "JOIN";
        }
        if ((serviceBits & ServiceType.CAUSED_BY_LEAVE) != 0) {
            return "LEAVE";
        }
        return (serviceBits & ServiceType.CAUSED_BY_DISCONNECT) != 0 ? "DISCONNECT" : "NETWORK";
    }

    /** Id of a view, or of the view that a transitional signal ends; null for other frames. */
    public GroupId groupId() {
        if (membership != null) {
            return membership.groupId();
        }
        return isTransition() && data.length >= GroupId.LENGTH ? GroupId.read(data, 0, true) : null;
    }

    /** What the simulated sender called the message; null when it was none of a simulated client. */
    public String uid() {
        return isData() ? MessageBody.uidOf(data) : null;
    }

    /** Whether the data is what its simulated sender put there. */
    public boolean isSound() {
        return MessageBody.isSound(data);
    }

    /** Data as text. */
    public String text() {
        return new String(data, StandardCharsets.ISO_8859_1);
    }

    /**
     * Reads a frame as daemons write them, in little-endian order.
     *
     * @throws IllegalArgumentException when it is none that a daemon may send
     */
    static ClientFrame read(long timeNs, byte[] frame) {
        FrameHeader header = new FrameHeader().wrap(frame, 0);
        if (frame.length < Limits.HEADER || frame.length != Limits.HEADER + header.payloadLength()) {
            throw new IllegalArgumentException(
                    "frame of " + frame.length + " bytes says that it has " + (Limits.HEADER + header.payloadLength()));
        }
        int at = Limits.HEADER + header.rejectTypeLength();
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < header.groupCount(); i++) {
            groups.add(GroupName.fromField(frame, at).toString());
            at += Limits.GROUP_NAME;
        }
        byte[] data = new byte[header.dataLength()];
        System.arraycopy(frame, at, data, 0, data.length);
        MembershipBody membership = null;
        if (ServiceType.isRegularMembership(header.serviceBits())) {
            try {
                membership = MembershipBody.read(data, 0, data.length, header.isLittleEndian());
            } catch (MalformedMessageException e) {
                throw new IllegalArgumentException(e);
            }
        }
        return new ClientFrame(
                timeNs,
                header.serviceBits(),
                header.sender().toString(),
                List.copyOf(groups),
                header.messageType(),
                data,
                membership);
    }

    /** Members of each virtual synchrony set of a view. */
    public List<List<String>> sets() {
        return membership.sets().stream()
                .map(VsSet::members)
                .map(set -> set.stream().map(GroupName::toString).toList())
                .toList();
    }

    @Override
    public String toString() {
        if (isView()) {
            return "VIEW " + sender + " " + cause() + " " + idText() + " members " + groups + " sets " + setsText();
        }
        if (isTransition()) {
            return "TRANS " + sender + " " + idText();
        }
        if (isSelfLeave()) {
            return "SELF-LEAVE " + sender;
        }
        String what = ServiceType.isReject(serviceBits) ? "REJECT" : "MSG";
        String uid = uid();
        return what + " " + serviceName(serviceBits) + " from " + sender + " to " + groups + " "
                + (uid == null ? data.length + " bytes" : uid + " (" + data.length + " bytes)");
    }

    private String idText() {
        GroupId id = groupId();
        return id == null ? "?" : "%08x.%d.%d".formatted(id.processId(), id.timeSeconds(), id.index());
    }

    private String setsText() {
        int own = membership.localSetIndex();
        List<List<String>> sets = sets();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            texts.add((i == own ? "*" : "") + sets.get(i));
        }
        return texts.stream().collect(Collectors.joining(" "));
    }

    /** Name of the service in a type word. */
    static String serviceName(int bits) {
        return switch (bits & ServiceType.REGULAR_MASK) {
            case ServiceType.UNRELIABLE -> "UNRELIABLE";
            case ServiceType.RELIABLE -> "RELIABLE";
            case ServiceType.FIFO -> "FIFO";
            case ServiceType.CAUSAL -> "CAUSAL";
            case ServiceType.AGREED -> "AGREED";
            case ServiceType.SAFE -> "SAFE";
            default -> "0x" + Integer.toHexString(bits);
        };
    }
}
