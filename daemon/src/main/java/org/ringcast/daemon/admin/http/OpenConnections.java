package org.ringcast.daemon.admin.http;

import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The connections of the web server. There is always room for one more as long as one waits for its next request: somebody who
 * opens connections and keeps them cannot keep others out.
 *
 * <p>Owning thread: the server's.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a channel that is closed is closed
final class OpenConnections {
    private final int limit;
    private final Set<Channel> idle = new LinkedHashSet<>();
    private int open;

    OpenConnections(int limit) {
        this.limit = limit;
    }

    /** A connection was accepted; false: it is to be closed. It counts as idle. */
    boolean opened(Channel channel) {
        open++;
        if (open > limit) {
            Iterator<Channel> oldest = idle.iterator();
            if (!oldest.hasNext()) {
                return false;
            }
            Channel victim = oldest.next();
            oldest.remove();
            victim.close();
        }
        idle.add(channel);
        return true;
    }

    void closed(Channel channel) {
        open--;
        idle.remove(channel);
    }

    /** A request of it is being answered, or was. */
    void setBusy(Channel channel, boolean busy) {
        idle.remove(channel);
        if (!busy) {
            idle.add(channel);
        }
    }
}
