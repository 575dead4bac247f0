package org.ringcast.harness.check;

import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientEvent.LayerState;
import org.ringcast.harness.check.history.DaemonEvent;
import org.ringcast.harness.check.history.History;

/**
 * Ring changes that came while a daemon still exchanged the state of groups after the one before, as they stand in the stream of
 * one connection. In these, and only in these, members may be lost without a signal. Known only when the history has the states of
 * the groups layer.
 *
 * <p>The place in the stream counts, not the time: what was handed out before an exchange began may be received long after.
 */
final class Cascades {
    private static final int GATHERING = 3;
    private static final int GATHERING_AND_CHANGING = 4;
    private static final long NEVER = -1;

    private final boolean known;
    private long exchangeBegin = NEVER;
    /** The further change that hit the present exchange. */
    private long hit = NEVER;

    private long lastHit = NEVER;

    Cascades(History history) {
        known = history.processes().values().stream()
                .anyMatch(events -> events.stream().anyMatch(event -> event instanceof DaemonEvent.GroupState));
    }

    /** Whether the history tells. */
    boolean isKnown() {
        return known;
    }

    /** Another connection begins. */
    void begin() {
        exchangeBegin = NEVER;
        hit = NEVER;
        lastHit = NEVER;
    }

    /** The next event of the connection. */
    void on(ClientEvent event) {
        if (!(event instanceof LayerState layer)) {
            return;
        }
        if (layer.state() < GATHERING) {
            exchangeBegin = NEVER;
            hit = NEVER;
        } else if (layer.state() == GATHERING && exchangeBegin == NEVER) {
            exchangeBegin = layer.number();
        } else if (layer.state() == GATHERING_AND_CHANGING && hit == NEVER) {
            hit = layer.number();
            lastHit = hit;
        }
    }

    /** Whether a cascade began since an event. */
    boolean sinceEvent(long number) {
        return lastHit > number;
    }

    /**
     * Whether a view that lacks members may come here without a signal: the exchange that makes it was hit, and no data was handed
     * out since that exchange began.
     *
     * @param lastNumber the last view of the group or the last data, whichever is later
     */
    boolean explainsLoss(long lastNumber) {
        return hit != NEVER && lastNumber < exchangeBegin;
    }
}
