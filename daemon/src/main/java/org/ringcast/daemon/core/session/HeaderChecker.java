package org.ringcast.daemon.core.session;

import io.netty.buffer.ByteBuf;
import org.ringcast.protocol.FrameFault;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.FrameValidator;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.PrivateGroup;

/** Checks the headers that one session sends; see docs/client-protocol.md, header validation. */
final class HeaderChecker {
    /** Header and first group of the frame at hand. */
    private final byte[] scratch = new byte[Limits.HEADER + Limits.GROUP_NAME];

    private final FrameHeader header = new FrameHeader();
    private final FrameValidator validator;

    HeaderChecker(String privateName, String daemonName) {
        this.validator = new FrameValidator(new PrivateGroup(privateName, daemonName));
    }

    /**
     * Checks the 48 bytes at the reader index of {@code frame}.
     *
     * @return null when the frame may be read on
     */
    FrameFault checkHeader(ByteBuf frame) {
        frame.getBytes(frame.readerIndex(), scratch, 0, Limits.HEADER);
        return validator.checkHeader(header.wrap(scratch, 0));
    }

    /** The line that goes before the one of an illegal sender when group events are logged. */
    String illegalSenderGroupsLine() {
        return FrameValidator.illegalSenderGroupsLine(header);
    }

    /**
     * Points {@link #header()} at a whole frame whose header was accepted.
     *
     * @return null when the frame may be used
     */
    FrameFault checkFrame(ByteBuf frame) {
        int first = Math.min(frame.readableBytes(), scratch.length);
        frame.getBytes(frame.readerIndex(), scratch, 0, first);
        header.wrap(scratch, 0);
        return header.groupCount() == 0 ? null : validator.checkGroups(header, scratch, Limits.HEADER);
    }

    /** View of the header checked last; good until the next check. */
    FrameHeader header() {
        return header;
    }

    /** Length of the frame whose header was accepted last. */
    int frameBytes() {
        return (int) (Limits.HEADER + header.payloadLength());
    }

    /** Puts type, group count and data length of a frame into little-endian order with the mark of it. */
    void restamp(ByteBuf frame) {
        header.restampLittleEndian();
        frame.setBytes(frame.readerIndex(), scratch, 0, Limits.HEADER);
    }
}
