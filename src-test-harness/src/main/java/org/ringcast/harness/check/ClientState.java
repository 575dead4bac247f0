package org.ringcast.harness.check;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientEvent.Ended;
import org.ringcast.harness.check.history.ClientEvent.SelfLeave;
import org.ringcast.harness.check.history.ClientEvent.Transition;
import org.ringcast.harness.check.history.ClientEvent.View;
import org.ringcast.harness.check.history.ClientId;

/** What a connection is in at some place of its log, as far as the log tells. */
final class ClientState {
    /** A group the connection is in. */
    static final class Membership {
        private View view;
        /** The view that the present ring change found; null when there is no transition. */
        private View beforeTransition;
        /** The connection joined while the ring changed: how the change found the group was not told to it. */
        private boolean joinedDuringChange;
        /** The transitional signal of the present view was received. */
        private Transition transition;

        /** The last view. */
        View view() {
            return view;
        }

        boolean isInTransition() {
            return transition != null;
        }

        /** The signal, null when there was none since the last view. */
        Transition transition() {
            return transition;
        }

        /**
         * The view at the first signal of the present ring change, also when views and signals followed it; null when no
         * signal came.
         */
        View beforeTransition() {
            return beforeTransition;
        }

        /**
         * Whether the first view came during the ring change that is not concluded yet. Those who were lost may have left
         * or ended before, so that the view does not show why the group is told of the change.
         */
        boolean joinedDuringChange() {
            return joinedDuringChange;
        }
    }

    private final ClientId client;
    private final boolean membership;
    private final Map<String, Membership> groups = new LinkedHashMap<>();
    private final Map<String, Long> left = new HashMap<>();
    private Ended ended;

    ClientState(ClientId client, boolean membership) {
        this.client = client;
        this.membership = membership;
    }

    ClientId client() {
        return client;
    }

    /** Whether the connection is told of views. */
    boolean wantsMembership() {
        return membership;
    }

    /** The group, null when the connection is not in it. */
    Membership in(String group) {
        return groups.get(group);
    }

    /** All groups it is in. */
    Map<String, Membership> groups() {
        return groups;
    }

    /** Number of the last confirmed leave of the group, null when there was none. */
    Long leftAt(String group) {
        return left.get(group);
    }

    /** How it ended, null while it has not. */
    Ended ended() {
        return ended;
    }

    void apply(ClientEvent event) {
        if (event instanceof View view) {
            boolean first = !groups.containsKey(view.group());
            Membership in = groups.computeIfAbsent(view.group(), g -> new Membership());
            in.view = view;
            in.transition = null;
            in.joinedDuringChange = !endsRingChange(view) && (first || in.joinedDuringChange);
            if (endsRingChange(view)) {
                in.beforeTransition = null;
            }
        } else if (event instanceof Transition transition) {
            Membership in = groups.get(transition.group());
            if (in != null) {
                in.transition = transition;
                if (in.beforeTransition == null) {
                    in.beforeTransition = in.view;
                }
            }
        } else if (event instanceof SelfLeave leave) {
            groups.remove(leave.group());
            left.put(leave.group(), leave.number());
        } else if (event instanceof Ended end) {
            ended = end;
        }
    }

    /** While a ring changes, views have an index above 1 and are followed by another signal. */
    static boolean endsRingChange(View view) {
        return !view.isNetwork() || view.id().index() == 1;
    }
}
