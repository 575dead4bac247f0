package org.ringcast.daemon.core.session;

import io.netty.buffer.ByteBuf;
import org.ringcast.protocol.EndianMark;
import org.ringcast.protocol.ServiceType;

/** The message by which a daemon ends a session: 48 bytes, KILL and SAFE, no groups, no data. */
final class KillMessage {
    private static final int TYPE = ServiceType.KILL | ServiceType.SAFE | EndianMark.MASK;

    private KillMessage() {}

    static void write(ByteBuf message, NameKey privateGroup) {
        message.writeIntLE(TYPE);
        privateGroup.write(message);
        message.writeIntLE(0);
        message.writeIntLE(EndianMark.MASK);
        message.writeIntLE(0);
    }
}
