package org.ringcast.protocol;

import org.ringcast.protocol.FrameFault.Reason;

/**
 * Checks frames from one client before anything is done with them. A fault ends the session; nothing is allocated for a
 * frame that has one.
 *
 * <p>Checks and their order are those of docs/client-protocol.md (header validation), with the type whitelist, the
 * deliverable size and the group name checks that protect the ring.
 */
public final class FrameValidator {
    private static final String PREFIX = "Sess_validate_read_header: ";

    private final PrivateGroup session;
    private final GroupName sessionName;

    /** A validator for frames of the session with this private group. */
    public FrameValidator(PrivateGroup session) {
        this.session = session;
        this.sessionName = session.toGroupName();
    }

    /**
     * The line that goes before the one of a {@link Reason#ILLEGAL_SENDER} fault when group messages are logged.
     */
    public static String illegalSenderGroupsLine(FrameHeader header) {
        return "G_private_to_names: Illegal private_group_name "
                + LogText.oneLine(header.sender().toString()) + " (priv, proc)";
    }

    /**
     * Checks a header as soon as its 48 bytes are there. Puts NUL into the last byte of the sender field.
     *
     * @return null when the frame may be read on
     */
    public FrameFault checkHeader(FrameHeader header) {
        int type = header.typeWord();
        if (!ServiceType.isLegalFromClient(type)) {
            return fault(Reason.ILLEGAL_TYPE, "Message has illegal type field 0x" + Integer.toHexString(type));
        }
        FrameFault senderFault = checkSender(header);
        if (senderFault != null) {
            return senderFault;
        }
        int groups = header.groupCount();
        if (groups < 0 || groups > Limits.MAX_GROUPS) {
            return fault(Reason.GROUP_COUNT, "Message has negative or too large num_groups field");
        }
        if (!HintField.isLegal(header.rawHint())) {
            return fault(
                    Reason.ILLEGAL_HINT, "Message has illegal hint field 0x" + Integer.toHexString(header.rawHint()));
        }
        int data = header.dataLength();
        if (data < 0 || data > Limits.MAX_BODY) {
            return fault(Reason.DATA_LENGTH, "Message has negative or too large data_len " + data);
        }
        int groupBytes = groups * Limits.GROUP_NAME;
        if (data + groupBytes > Limits.MAX_DELIVERABLE) {
            return fault(
                    Reason.TOO_LARGE,
                    "Message + Groups is too large (%d + %d = %d). MAX size is: %d"
                            .formatted(data, groupBytes, data + groupBytes, Limits.MAX_DELIVERABLE));
        }
        if (groups == 0 && (ServiceType.isJoin(type) || ServiceType.isLeave(type))) {
            return fault(Reason.REQUEST_WITHOUT_GROUP, "Message of type 0x%x names no group".formatted(type));
        }
        return null;
    }

    /**
     * Checks what {@link #checkHeader} could not see yet: the first group of a JOIN or LEAVE must end with NUL.
     *
     * @param header a header that {@link #checkHeader} accepted
     * @param groups array with the group fields at {@code groupsOffset}
     * @return null when the frame may be used
     */
    public FrameFault checkGroups(FrameHeader header, byte[] groups, int groupsOffset) {
        int type = header.typeWord();
        boolean namesOneGroup = ServiceType.isJoin(type) || ServiceType.isLeave(type);
        if (namesOneGroup && !GroupName.isTerminated(groups, groupsOffset)) {
            return fault(
                    Reason.UNTERMINATED_GROUP,
                    "Message of type 0x%x has a group name longer than %d bytes"
                            .formatted(type, Limits.MAX_GROUP_NAME_LENGTH));
        }
        return null;
    }

    private FrameFault checkSender(FrameHeader header) {
        header.terminateSender();
        if (sessionName.matchesField(header.array(), header.senderIndex())) {
            return null;
        }
        PrivateGroup sender = PrivateGroup.fromField(header.array(), header.senderIndex());
        if (sender == null) {
            return fault(Reason.ILLEGAL_SENDER, "Message has illegal private_group_name (priv, proc)");
        }
        if (!sender.daemonName().equals(session.daemonName())) {
            return fault(
                    Reason.OTHER_DAEMON,
                    "proc name %s is not my name %s".formatted(sender.daemonName(), session.daemonName()));
        }
        if (!sender.privateName().equals(session.privateName())) {
            // The name in the frame comes first, that of the session which sent it second.
            return fault(
                    Reason.OTHER_SESSION,
                    "Session %s trying to make session %s do something"
                            .formatted(sender.privateName(), session.privateName()));
        }
        return null;
    }

    private static FrameFault fault(Reason reason, String text) {
        return new FrameFault(reason, PREFIX + text);
    }
}
