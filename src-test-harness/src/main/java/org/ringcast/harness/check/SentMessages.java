package org.ringcast.harness.check;

import java.util.HashMap;
import java.util.Map;
import org.ringcast.harness.check.history.ClientEvent.MessageSent;
import org.ringcast.harness.check.history.History;

/** What clients sent, by the name of the message. */
final class SentMessages {
    /**
     * A message.
     *
     * @param place how many messages the same connection sent before
     */
    record Sent(MessageSent message, int place) {}

    private final Map<String, Sent> byUid = new HashMap<>();

    SentMessages(History history) {
        history.clients().forEach((client, events) -> {
            int place = 0;
            for (var event : events) {
                if (event instanceof MessageSent message) {
                    byUid.putIfAbsent(message.uid(), new Sent(message, place++));
                }
            }
        });
    }

    /** The message, null when nobody sent it. */
    Sent get(String uid) {
        return byUid.get(uid);
    }
}
