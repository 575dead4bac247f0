package org.ringcast.daemon.core.groups;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.protocol.GroupId;

/**
 * Several daemons' session and groups layers on a ring that does no wrong: every component has one log of messages, all its
 * daemons hand up the same log in the same order, and ring changes come as a real ring would bring them. The test decides
 * when messages get their place in the log, how far each daemon is, and where a change cuts.
 */
final class PerfectRing {
    /** Ids that the reference gives these names; three of them in a cycle under wrapping comparison. */
    private static final Map<String, Integer> IDS =
            new TreeMap<>(Map.of("d1", 1552775919, "d2", 348480928, "d3", -280616338, "d4", -708638639));

    /** A message with its place in the log. */
    record Logged(int originator, int packetType, ByteBuf bytes) {}

    /** The messages of one ring. */
    static final class Log {
        private static int count;
        final int number = ++count;
        final List<Logged> messages = new ArrayList<>();
    }

    private static final int MAX_ROUNDS = 1000;

    private final TestSettings settings;
    private final List<Topology.Daemon> configured = new ArrayList<>();
    private final List<TestDaemon> daemons = new ArrayList<>();
    private final Map<String, String> symbols = new TreeMap<>();
    private int time = 1000;
    private long submissions;

    PerfectRing(String... names) {
        this(new TestSettings(), names);
    }

    PerfectRing(TestSettings settings, String... names) {
        this(settings, 0, names);
    }

    /** Daemons with consecutive ids. */
    static PerfectRing withIds(int firstId, String... names) {
        return new PerfectRing(new TestSettings(), firstId, names);
    }

    private PerfectRing(TestSettings settings, int firstId, String... names) {
        this.settings = settings;
        for (String name : names) {
            int number = configured.size();
            int id = firstId != 0 ? firstId + number : IDS.getOrDefault(name, 0x0a000001 + number);
            configured.add(new Topology.Daemon(name, id, 0, number));
        }
        for (int i = 0; i < names.length; i++) {
            daemons.add(new TestDaemon(this, new Topology(configured, 1, i), settings));
        }
        for (TestDaemon daemon : daemons) {
            trans(daemon.name());
            reg(daemon.name());
        }
    }

    /** All daemons in one ring, state exchanged; its symbol is R. */
    static PerfectRing joined(String... names) {
        PerfectRing ring = new PerfectRing(names);
        ring.change("R", String.join(" ", names));
        return ring;
    }

    TestDaemon daemon(String name) {
        return daemons.stream().filter(d -> d.name().equals(name)).findFirst().orElseThrow();
    }

    List<TestDaemon> daemons() {
        return daemons;
    }

    /** The daemon's machine is switched off. The others must get a ring change. */
    void kill(String name) {
        daemons.remove(daemon(name));
    }

    /** The daemon comes back, knowing nothing, in a ring of its own. */
    TestDaemon restart(String name) {
        int index = 0;
        while (!configured.get(index).name().equals(name)) {
            index++;
        }
        TestDaemon daemon = new TestDaemon(this, new Topology(configured, 1, index), settings);
        daemons.add(daemon);
        daemons.sort(Comparator.comparingInt(TestDaemon::index));
        trans(name);
        reg(name);
        settle();
        return daemon;
    }

    /** Daemons by their names, separated by blanks. */
    List<TestDaemon> some(String names) {
        return Arrays.stream(names.split(" ")).map(this::daemon).toList();
    }

    TestClient connect(String daemon, String name) {
        return daemon(daemon).connect(name, true);
    }

    long nextSubmission() {
        return submissions++;
    }

    // ---- Messages ------------------------------------------------------------------------------------------------

    /** Gives everything in active queues its place in the logs, in order of submission. */
    void sequence() {
        List<TestDaemon.Queued> waiting = new ArrayList<>();
        for (TestDaemon daemon : daemons) {
            waiting.addAll(daemon.takeActiveQueue());
        }
        waiting.sort(Comparator.comparingLong(TestDaemon.Queued::submission));
        for (TestDaemon.Queued queued : waiting) {
            sequence(queued);
        }
    }

    private void sequence(TestDaemon.Queued queued) {
        queued.daemon().log.messages.add(new Logged(queued.daemon().index(), queued.packetType(), queued.message()));
        queued.submitter().onPacketised(queued.message().readableBytes());
    }

    /** The daemon's oldest waiting message gets its place in the log; false when nothing waits. */
    boolean sequenceOne(TestDaemon daemon) {
        TestDaemon.Queued queued = daemon.pollActiveQueue();
        if (queued != null) {
            sequence(queued);
        }
        return queued != null;
    }

    /** Hands up all that is in the daemons' logs. */
    void deliver(List<TestDaemon> some) {
        for (TestDaemon daemon : some) {
            while (daemon.deliverNext()) {
                // up to the end
            }
        }
    }

    void deliver() {
        deliver(daemons);
    }

    /** Until nothing waits anywhere. */
    void settle() {
        boolean busy = true;
        for (int round = 0; busy; round++) {
            if (round > MAX_ROUNDS) {
                throw new AssertionError("the daemons never come to rest");
            }
            sequence();
            deliver();
            busy = daemons.stream().anyMatch(TestDaemon::hasActiveMessages);
        }
    }

    // ---- Ring changes --------------------------------------------------------------------------------------------

    /** Transitional configuration for daemons of one ring; the id gets no symbol of its own. */
    void trans(String names) {
        trans(null, names);
    }

    void trans(String symbol, String names) {
        List<TestDaemon> some = some(names);
        MembershipId id = newId(some, symbol);
        for (TestDaemon daemon : some) {
            daemon.onTransitional(members(id, some, daemon));
        }
    }

    /** Regular configuration for daemons that have all had their transitional one. */
    void reg(String names) {
        reg(null, names);
    }

    void reg(String symbol, String names) {
        List<TestDaemon> some = some(names);
        MembershipId id = newId(some, symbol);
        Log log = new Log();
        for (TestDaemon daemon : some) {
            daemon.onRegular(members(id, some, daemon), log);
        }
    }

    /**
     * A ring change without messages in the way: each group of daemons that was together and stays together gets its
     * transitional configuration, then all the regular one; then everything settles.
     */
    void change(String symbol, String names) {
        List<List<TestDaemon>> together = new ArrayList<>();
        for (TestDaemon daemon : some(names)) {
            List<TestDaemon> with = together.stream()
                    .filter(t -> t.get(0).log == daemon.log)
                    .findFirst()
                    .orElse(null);
            if (with == null) {
                with = new ArrayList<>();
                together.add(with);
            }
            with.add(daemon);
        }
        for (List<TestDaemon> t : together) {
            trans("t" + t.get(0).name() + (symbol == null ? "" : symbol), names(t));
        }
        reg(symbol, names);
        settle();
    }

    static String names(List<TestDaemon> some) {
        return String.join(" ", some.stream().map(TestDaemon::name).toList());
    }

    private MembershipId newId(List<TestDaemon> some, String symbol) {
        int leader = some.stream().mapToInt(TestDaemon::index).min().orElseThrow();
        MembershipId id = new MembershipId(configured.get(leader).id(), ++time);
        symbols.put(id.toString(), symbol == null ? "#" + time : symbol);
        return id;
    }

    private static RingMembers members(MembershipId id, List<TestDaemon> some, TestDaemon view) {
        return new RingMembers(
                id, view.topology(), some.stream().mapToInt(TestDaemon::index).toArray());
    }

    /** {@code (R,3)} for the id of a view. */
    String symbol(GroupId id) {
        MembershipId ring = new MembershipId(id.processId(), id.timeSeconds());
        return "(" + symbols.get(ring.toString()) + "," + id.index() + ")";
    }

    static ByteBuf buffer(byte[] bytes) {
        return Unpooled.wrappedBuffer(bytes);
    }

    static <T> ArrayDeque<T> queue() {
        return new ArrayDeque<>();
    }
}
