package org.ringcast.daemon.core.session;

import io.netty.buffer.ByteBuf;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.ServiceType;

/** Refuses a JOIN of a name that no library would join: other than 1 to 31 characters, all printable and none a blank or #. */
public final class StrictGroupNames implements AccessPolicy {
    @Override
    public boolean permits(Session session, int type, ByteBuf frame) {
        if (!ServiceType.isJoin(type)) {
            return true;
        }
        byte[] field = new byte[Limits.GROUP_NAME];
        frame.getBytes(frame.readerIndex() + Limits.HEADER, field);
        return GroupName.fromField(field, 0).isLegalToJoin();
    }
}
