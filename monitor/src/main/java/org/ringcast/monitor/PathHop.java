package org.ringcast.monitor;

import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.wire.PathProbe;

/**
 * One hop of a probe's route.
 *
 * @param daemon index of the daemon that it leads to
 * @param way how it is sent there, as in {@link PathProbe}
 * @param bytes UDP payload on this hop
 */
record PathHop(int daemon, int way, int bytes) {
    static PathHop small(int daemon, int way) {
        return new PathHop(daemon, way, PathProbe.SMALL_BYTES);
    }

    /** The same route with packets of another size. */
    static List<PathHop> sized(List<PathHop> route, int bytes) {
        return route.stream()
                .map(hop -> new PathHop(hop.daemon(), hop.way(), bytes))
                .toList();
    }

    /** One route after the other. */
    @SafeVarargs
    static List<PathHop> join(List<PathHop>... parts) {
        List<PathHop> route = new ArrayList<>();
        for (List<PathHop> part : parts) {
            route.addAll(part);
        }
        return route;
    }
}
