package org.ringcast.daemon.core.session;

/**
 * What becomes of a frame, known from its header.
 *
 * @param frameBytes length of the whole frame with its header, 48..143200; 0 when the header is illegal
 * @param fault why the session is to be killed, null when the frame may be read on
 */
public record HeaderVerdict(int frameBytes, String fault) {
    static HeaderVerdict legal(int frameBytes) {
        return new HeaderVerdict(frameBytes, null);
    }

    static HeaderVerdict illegal(String fault) {
        return new HeaderVerdict(0, fault);
    }

    public boolean isLegal() {
        return fault == null;
    }
}
