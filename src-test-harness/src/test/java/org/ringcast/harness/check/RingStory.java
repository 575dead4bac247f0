package org.ringcast.harness.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ringcast.harness.check.history.DaemonEvent.PacketDelivered;
import org.ringcast.harness.check.history.DaemonEvent.PacketSent;
import org.ringcast.harness.check.history.DaemonEvent.Regular;
import org.ringcast.harness.check.history.DaemonEvent.Sample;
import org.ringcast.harness.check.history.DaemonEvent.Started;
import org.ringcast.harness.check.history.DaemonEvent.Stopped;
import org.ringcast.harness.check.history.DaemonEvent.Transitional;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.check.history.ProcessId;
import org.ringcast.harness.check.history.RingId;
import org.ringcast.harness.check.history.Service;

/** Writes a history of daemons d1, d2, ... by hand; daemon n has the id 100 n. Numbers are given out in call order. */
final class RingStory {
    final History history;
    private final Map<Integer, Integer> incarnations = new HashMap<>();
    private long number;
    private long nowNs;

    RingStory(int daemons) {
        List<String> names = new ArrayList<>();
        List<Integer> ids = new ArrayList<>();
        for (int d = 1; d <= daemons; d++) {
            names.add("d" + d);
            ids.add(100 * d);
        }
        history = new History(new History.Daemons(names, ids));
    }

    /** Id of a ring or transitional configuration whose first is daemon d. */
    static RingId id(int d, int time) {
        return new RingId(100 * d, time);
    }

    private ProcessId process(int d) {
        return new ProcessId(d - 1, incarnations.getOrDefault(d, 0));
    }

    private static List<Integer> indexes(String daemons) {
        List<Integer> indexes = new ArrayList<>();
        for (String d : daemons.split(" ", -1)) {
            indexes.add(Integer.parseInt(d) - 1);
        }
        return indexes;
    }

    RingStory seconds(double seconds) {
        nowNs = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        return this;
    }

    RingStory start(int... daemons) {
        for (int d : daemons) {
            history.daemonEvent(new Started(process(d), ++number, nowNs));
        }
        return this;
    }

    RingStory stop(int d) {
        history.daemonEvent(new Stopped(process(d), ++number, nowNs));
        return this;
    }

    RingStory restart(int d) {
        incarnations.merge(d, 1, Integer::sum);
        return start(d);
    }

    RingStory trans(int d, RingId id, String members) {
        history.daemonEvent(new Transitional(process(d), ++number, id, indexes(members)));
        return this;
    }

    RingStory reg(int d, RingId id, String members) {
        history.daemonEvent(new Regular(process(d), ++number, nowNs, id, indexes(members)));
        return this;
    }

    /** All of these daemons go from rings of their own to this one. */
    RingStory form(RingId ring, String members) {
        for (int index : indexes(members)) {
            int d = index + 1;
            trans(d, id(d, ring.time() - 1), "" + d);
            reg(d, ring, members);
        }
        return this;
    }

    /** All of these daemons go together from the ring they share to this one, which has them alone. */
    RingStory shrink(RingId ring, String members) {
        for (int index : indexes(members)) {
            trans(index + 1, new RingId(ring.procId(), ring.time() - 1), members);
        }
        for (int index : indexes(members)) {
            reg(index + 1, ring, members);
        }
        return this;
    }

    RingStory send(int d, RingId ring, int seq, Service service) {
        history.daemonEvent(new PacketSent(process(d), ++number, uid(ring, seq), ring, seq, service));
        return this;
    }

    RingStory deliver(int d, int sender, RingId ring, int seq, Service service) {
        history.daemonEvent(new PacketDelivered(process(d), ++number, uid(ring, seq), ring, seq, sender - 1, service));
        return this;
    }

    /** One sends, and all of these deliver. */
    RingStory message(int sender, RingId ring, int seq, Service service, int... receivers) {
        send(sender, ring, seq, service);
        for (int d : receivers) {
            deliver(d, sender, ring, seq, service);
        }
        return this;
    }

    RingStory sample(int d, RingId ring, int highest, int aru, long retransmissions) {
        history.daemonEvent(new Sample(process(d), ++number, nowNs, ring, highest, aru, retransmissions));
        return this;
    }

    RingStory network(boolean faultFree) {
        history.network(++number, nowNs, faultFree);
        return this;
    }

    History end() {
        history.end(++number, nowNs, true);
        return history;
    }

    private static long uid(RingId ring, int seq) {
        return ring.procId() * 1_000_003L + ring.time() * 10_007L + seq;
    }
}
