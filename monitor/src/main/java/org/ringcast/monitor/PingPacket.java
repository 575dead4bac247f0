package org.ringcast.monitor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.ringcast.protocol.GroupName;

/**
 * Body of a ping and of its answer, in the byte order of the machine, so all who take part must have the same.
 *
 * <pre>
 * offset size field
 *      0    4 sequence number, from 0
 *      4    4 seconds of the time of sending
 *      8    4 microseconds
 *     12    1 1 in a ping, 0 in an answer
 *     13   32 private group of the one who pings
 *     45    3 nothing
 * </pre>
 *
 * <p>More bytes may follow.
 *
 * @param sequence unsigned
 * @param sentMicros when it was sent, microseconds since 1970
 * @param isPing false in an answer
 * @param originator private group of the one who pings
 */
record PingPacket(int sequence, long sentMicros, boolean isPing, GroupName originator) {
    static final int MIN_BYTES = 48;
    private static final int PING_OFFSET = 12;
    private static final int ORIGINATOR_OFFSET = 13;
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** Reads a body; null when it is too short to be one. */
    static PingPacket read(byte[] body) {
        if (body.length < MIN_BYTES) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(body).order(ByteOrder.nativeOrder());
        long micros = Integer.toUnsignedLong(buffer.getInt(4)) * MICROS_PER_SECOND + buffer.getInt(8);
        GroupName originator = GroupName.fromField(body, ORIGINATOR_OFFSET);
        return new PingPacket(buffer.getInt(0), micros, body[PING_OFFSET] != 0, originator);
    }

    /** The body, followed by zeros. */
    byte[] encode(int bytes) {
        byte[] body = new byte[bytes];
        ByteBuffer.wrap(body)
                .order(ByteOrder.nativeOrder())
                .putInt(sequence)
                .putInt((int) (sentMicros / MICROS_PER_SECOND))
                .putInt((int) (sentMicros % MICROS_PER_SECOND))
                .put((byte) (isPing ? 1 : 0));
        originator.writeField(body, ORIGINATOR_OFFSET);
        return body;
    }

    /** The answer to the ping with this body: the same bytes, but for one. */
    static byte[] answer(byte[] ping) {
        byte[] answer = ping.clone();
        answer[PING_OFFSET] = 0;
        return answer;
    }
}
