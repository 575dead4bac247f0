package org.ringcast.harness.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ringcast.harness.sim.ClientFrame;

/** Messages of streams that came to a client with nothing else in between: who sent how many, and which numbers. */
final class MessageCount {
    private static final class Stream {
        int count;
        int first;
        int last;
    }

    private final Map<String, Stream> bySender = new TreeMap<>();
    private long firstNs;

    boolean isEmpty() {
        return bySender.isEmpty();
    }

    long firstNs() {
        return firstNs;
    }

    void clear() {
        bySender.clear();
    }

    void add(long nowNs, ClientFrame frame) {
        if (bySender.isEmpty()) {
            firstNs = nowNs;
        }
        String key = Transcript.service(frame.serviceBits()) + " of " + frame.sender();
        int number = Integer.parseInt(frame.uid().substring(frame.uid().indexOf('.') + 1)) + 1;
        Stream stream = bySender.computeIfAbsent(key, k -> new Stream());
        stream.first = stream.count == 0 ? number : Math.min(stream.first, number);
        stream.last = Math.max(stream.last, number);
        stream.count++;
    }

    String describe() {
        List<String> parts = new ArrayList<>();
        bySender.forEach((key, stream) -> parts.add(
                stream.count == 1
                        ? "%s #%d".formatted(key, stream.first)
                        : "%d %s #%d..%d".formatted(stream.count, key, stream.first, stream.last)));
        return String.join(", ", parts);
    }
}
