package org.ringcast.harness.check;

import java.util.List;
import java.util.Map;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientEvent.Connected;
import org.ringcast.harness.check.history.ClientId;
import org.ringcast.harness.check.history.History;

/** Leads the checks through the log of every connection. */
final class ClientReplay {
    private ClientReplay() {}

    static void run(History history, List<ClientCheck> checks) {
        for (Map.Entry<ClientId, List<ClientEvent>> log : history.clients().entrySet()) {
            ClientState state = new ClientState(log.getKey(), wantsMembership(log.getValue()));
            for (ClientEvent event : log.getValue()) {
                checks.forEach(check -> check.on(state, event));
                state.apply(event);
            }
            checks.forEach(check -> check.logEnds(state));
        }
        checks.forEach(ClientCheck::runEnds);
    }

    /** A log that does not begin with the connection is that of a member. */
    static boolean wantsMembership(List<ClientEvent> log) {
        return !(log.get(0) instanceof Connected connected) || connected.membership();
    }
}
