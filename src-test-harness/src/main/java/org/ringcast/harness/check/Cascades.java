package org.ringcast.harness.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringcast.harness.check.history.ClientId;
import org.ringcast.harness.check.history.DaemonEvent;
import org.ringcast.harness.check.history.DaemonEvent.GroupState;
import org.ringcast.harness.check.history.History;

/**
 * Ring changes that came while daemons still exchanged the state of groups after the one before. In these, and only in these,
 * members may be lost without a signal. Known only when the history has the states of the groups layer.
 */
final class Cascades {
    private static final int GATHERING = 3;
    private static final int GATHERING_AND_CHANGING = 4;

    /**
     * An exchange that was hit by another ring change.
     *
     * @param beginNumber event at which the exchange began
     * @param hitNumber event of the further change
     * @param endNumber event at which the layer was operational again
     */
    private record Cascade(long beginNumber, long hitNumber, long endNumber) {}

    private final Map<String, List<Cascade>> ofDaemon = new HashMap<>();
    private boolean known;

    Cascades(History history) {
        history.processes().forEach((process, events) -> {
            String daemon = history.daemons().names().get(process.daemon());
            List<Cascade> cascades = ofDaemon.computeIfAbsent(daemon, d -> new ArrayList<>());
            long begin = -1;
            long hit = -1;
            for (DaemonEvent event : events) {
                if (event instanceof GroupState state) {
                    known = true;
                    if (state.state() == GATHERING && begin < 0) {
                        begin = state.number();
                    } else if (state.state() == GATHERING_AND_CHANGING && hit < 0) {
                        hit = state.number();
                    } else if (state.state() < GATHERING) {
                        if (hit >= 0) {
                            cascades.add(new Cascade(begin, hit, state.number()));
                        }
                        begin = -1;
                        hit = -1;
                    }
                }
            }
        });
    }

    /** Whether the history tells. */
    boolean isKnown() {
        return known;
    }

    /** Whether a cascade at the client's daemon lies between two events. */
    boolean touches(ClientId client, long fromNumber, long toNumber) {
        return of(client).stream().anyMatch(c -> c.hitNumber() > fromNumber && c.hitNumber() <= toNumber);
    }

    /**
     * Whether a view that lacks members may have come without a signal: the exchange that made it was hit, and no data came
     * since that exchange began.
     *
     * @param lastNumber the last view of the group or the last data, whichever is later
     */
    boolean explains(ClientId client, long lastNumber, long viewNumber) {
        return of(client).stream().anyMatch(c -> c.endNumber() > lastNumber && c.hitNumber() < viewNumber)
                && of(client).stream().noneMatch(c -> c.beginNumber() < lastNumber && lastNumber < c.endNumber());
    }

    private List<Cascade> of(ClientId client) {
        return ofDaemon.getOrDefault(client.daemonName(), List.of());
    }
}
