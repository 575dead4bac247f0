package org.ringcast.harness.sim;

import java.util.List;

/**
 * A message that a client sent.
 *
 * @param uid tells it from all others of the run; stands in its data
 * @param service service bits, one of them
 * @param selfDiscard the sender wants no copy
 */
public record SentMessage(String uid, int service, boolean selfDiscard, List<String> destinations) {
    public SentMessage {
        destinations = List.copyOf(destinations);
    }
}
