package org.ringcast.harness.interop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringcast.protocol.ServiceType;

/** Compares what the clients of one trial received. */
final class Judge {
    private static final int ORDERED = ServiceType.FIFO | ServiceType.CAUSAL | ServiceType.AGREED | ServiceType.SAFE;

    /** What one client received. */
    record Log(String client, List<Seen> seen) {
        static Log of(RingClient client) {
            return new Log(client.privateGroup(), client.seen());
        }

        /** Without views and signals of groups that the client never asked to join. */
        Log withoutStrangeGroups() {
            Set<String> asked = new HashSet<>();
            for (Seen event : seen) {
                if (event instanceof Seen.Asked own) {
                    asked.add(own.group());
                }
            }
            return new Log(
                    client,
                    seen.stream()
                            .filter(event -> !(event instanceof Seen.View view && !asked.contains(view.group())))
                            .filter(event ->
                                    !(event instanceof Seen.Transition signal && !asked.contains(signal.group())))
                            .filter(event -> !(event instanceof Seen.Data data && !asked.contains(data.group())))
                            .toList());
        }
    }

    private final List<String> faults = new ArrayList<>();

    private Judge() {}

    /** All that is wrong; each kind of fault once for each client or pair. */
    static List<String> judge(List<Log> logs) {
        Judge judge = new Judge();
        logs.forEach(judge::messages);
        judge.views(logs);
        for (int a = 0; a < logs.size(); a++) {
            for (int b = a + 1; b < logs.size(); b++) {
                judge.order(logs.get(a), logs.get(b));
            }
        }
        return judge.faults;
    }

    private void messages(Log client) {
        Set<String> known = new HashSet<>();
        for (Seen event : client.seen()) {
            if (event instanceof Seen.Data data) {
                if (!known.add(data.uid())) {
                    faults.add(client.client() + " received " + data.uid() + " twice");
                    return;
                }
                if (!data.intact()) {
                    faults.add(client.client() + " received " + data.uid() + " with wrong bytes");
                    return;
                }
            }
        }
    }

    /** A view's id stands for the same members in the same order at everybody. */
    private void views(List<Log> logs) {
        Map<String, List<String>> members = new HashMap<>();
        for (Log client : logs) {
            for (Seen event : client.seen()) {
                if (event instanceof Seen.View view) {
                    String id = view.group() + " " + view.id();
                    List<String> other = members.putIfAbsent(id, view.members());
                    if (other != null && !other.equals(view.members())) {
                        faults.add("view " + id + " is " + other + " elsewhere, " + view.members() + " at "
                                + client.client());
                        return;
                    }
                }
            }
        }
    }

    /** What both received stands in the same order at both. */
    private void order(Log one, Log other) {
        Map<String, Integer> places = new HashMap<>();
        for (String uid : ordered(one)) {
            places.put(uid, places.size());
        }
        String last = null;
        for (String uid : ordered(other)) {
            if (places.containsKey(uid)) {
                if (last != null && places.get(uid) < places.get(last)) {
                    faults.add(other.client() + " received " + last + " before " + uid + ", " + one.client()
                            + " after it");
                    return;
                }
                last = uid;
            }
        }
    }

    private static List<String> ordered(Log client) {
        List<String> uids = new ArrayList<>();
        for (Seen event : client.seen()) {
            if (event instanceof Seen.Data data && (data.service() & ORDERED) != 0) {
                uids.add(data.uid());
            }
        }
        return uids;
    }
}
