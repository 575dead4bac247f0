package org.ringcast.harness.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.harness.sim.ClientFrame;
import org.ringcast.harness.sim.Datagram;
import org.ringcast.harness.sim.Fate;
import org.ringcast.harness.sim.RunObserver;
import org.ringcast.harness.sim.SimClient;
import org.ringcast.harness.sim.SimCluster;
import org.ringcast.harness.sim.SimProcess;
import org.ringcast.harness.sim.SimTrace;
import org.ringcast.protocol.GroupId;
import org.ringcast.protocol.ServiceType;

/**
 * Writes down what a reader wants to know: configurations by name, changes of state, what each client saw, chosen lines of the
 * logs. What several do alike at one time is one line; messages of a stream are counted, not listed.
 */
final class Transcript implements RunObserver, SimTrace {
    private static final String[] STATES = {"", "OP", "SEG", "REPRESENTED", "GATHER", "FORM", "EVS"};
    /** Lines of several actors are one line when they are not further apart. */
    private static final long TOGETHER_NS = 3_000_000;

    private static final int MAX_LINES = 4_000;

    private static final class Entry {
        final long timeNs;
        final List<String> who = new ArrayList<>();
        final String what;
        int times = 1;

        Entry(long timeNs, String who, String what) {
            this.timeNs = timeNs;
            this.who.add(who);
            this.what = what;
        }

        @Override
        public String toString() {
            String actors = String.join(" ", who);
            String repeated = times > who.size() ? " (" + times + " times)" : "";
            return "%7d  %-11s %s%s"
                    .formatted(timeNs / 1_000_000, actors, what, repeated)
                    .stripTrailing();
        }
    }

    private record Shown(String daemon, Pattern pattern) {}

    private final RingNames rings = new RingNames();
    private final List<Object> lines = new ArrayList<>();
    private final List<Entry> open = new ArrayList<>();
    private final List<Shown> shown = new ArrayList<>();
    private final Map<SimClient, MessageCount> counts = new LinkedHashMap<>();
    private Consumer<Datagram> sent = datagram -> {};
    private SimCluster cluster;
    private String[] names;
    private boolean muted;

    /** Shows lines of a daemon's log, or of all with {@code *}. */
    void show(String daemon, String pattern) {
        shown.add(new Shown(daemon, Pattern.compile(pattern)));
    }

    /** Tells of every datagram that is sent. */
    void onSentTell(Consumer<Datagram> listener) {
        sent = listener;
    }

    @Override
    public void onSent(long nowNs, Datagram datagram, Fate fate) {
        sent.accept(datagram);
    }

    /** Writes nothing more: what comes now depends on how the daemons help themselves, and the script says what must come of it. */
    void mute() {
        flushCounts();
        muted = true;
    }

    /** A headline. */
    void headline(String text) {
        if (muted) {
            return;
        }
        open.clear();
        lines.add("");
        lines.add("== " + text);
    }

    /** Something that was done. */
    void note(String what) {
        if (muted) {
            return;
        }
        open.clear();
        lines.add(new Entry(cluster.nowNs(), "", "* " + what));
    }

    /** The text of it all. */
    String text() {
        flushCounts();
        StringBuilder text = new StringBuilder();
        for (Object line : lines.subList(0, Math.min(lines.size(), MAX_LINES))) {
            text.append(line).append('\n');
        }
        if (lines.size() > MAX_LINES) {
            text.append("... and ").append(lines.size() - MAX_LINES).append(" lines more\n");
        }
        return text.toString();
    }

    private void add(String who, String what) {
        if (muted) {
            return;
        }
        long nowNs = cluster.nowNs();
        open.removeIf(entry -> nowNs - entry.timeNs > TOGETHER_NS);
        for (Entry entry : open) {
            if (entry.what.equals(what)) {
                entry.times++;
                if (!entry.who.contains(who)) {
                    entry.who.add(who);
                }
                return;
            }
        }
        Entry entry = new Entry(nowNs, who, what);
        open.add(entry);
        lines.add(entry);
    }

    // ---- Daemons -------------------------------------------------------------------------------------------------

    @Override
    public void onBegin(SimCluster begun) {
        cluster = begun;
        names = begun.daemons().stream().map(daemon -> daemon.name()).toArray(String[]::new);
    }

    @Override
    public void onTransitional(SimProcess process, RingMembers transitional) {
        String name =
                rings.transitional(transitional.id().procId(), transitional.id().time());
        add(process.daemon().name(), "TRANS " + name + " = " + members(transitional));
    }

    @Override
    public void onRegular(SimProcess process, RingMembers regular) {
        String name = rings.regular(regular.id().procId(), regular.id().time());
        add(process.daemon().name(), "RING " + name + " = " + members(regular));
    }

    private String members(RingMembers ring) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < ring.size(); i++) {
            members.add(names[ring.member(i)]);
        }
        return String.join(" ", members);
    }

    @Override
    public void onStateChange(SimProcess process, int oldState, int newState, String reason) {
        add(process.daemon().name(), STATES[oldState] + " > " + STATES[newState] + ": " + reason);
    }

    @Override
    public boolean wantsLogs() {
        return true;
    }

    @Override
    public void onLog(long nowNs, String daemon, CoreLog.Kind kind, CoreLog.Level level, String text) {
        for (Shown show : shown) {
            boolean meant = show.daemon().equals("*") || daemon.startsWith(show.daemon());
            if (meant && show.pattern().matcher(text).find()) {
                add(daemon, "log: " + text.strip().lines().findFirst().orElse(""));
                return;
            }
        }
    }

    // ---- Clients -------------------------------------------------------------------------------------------------

    @Override
    public void onFrame(SimClient client, ClientFrame frame) {
        MessageCount count = counts.computeIfAbsent(client, c -> new MessageCount());
        if (frame.isData() && frame.uid() != null) {
            count.add(cluster.nowNs(), frame);
            return;
        }
        flush(client, count);
        add(client.privateGroup(), "< " + describe(frame));
    }

    @Override
    public void onEnded(SimClient client, ClientEnd how) {
        flush(client, counts.computeIfAbsent(client, c -> new MessageCount()));
        if (how == ClientEnd.BY_DAEMON) {
            add(client.privateGroup(), "loses its connection");
        }
    }

    private void flush(SimClient client, MessageCount count) {
        if (!count.isEmpty() && !muted) {
            lines.add(new Entry(count.firstNs(), client.privateGroup(), "< " + count.describe()));
            open.clear();
            count.clear();
        }
    }

    private void flushCounts() {
        counts.forEach(this::flush);
    }

    private String describe(ClientFrame frame) {
        if (frame.isView()) {
            String sets = frame.cause().equals("NETWORK")
                    ? " sets " + sets(frame)
                    : " " + frame.sets().get(0).get(0);
            return "VIEW " + frame.sender() + " " + id(frame.groupId()) + " " + frame.cause() + sets + ": "
                    + String.join(" ", frame.groups());
        }
        if (frame.isTransition()) {
            return "TRANS " + frame.sender() + " " + id(frame.groupId());
        }
        if (frame.isSelfLeave()) {
            return "SELF-LEAVE " + frame.sender();
        }
        return "%s \"%s\" from %s to %s"
                .formatted(
                        service(frame.serviceBits()), frame.text(), frame.sender(), String.join(" ", frame.groups()));
    }

    private static String sets(ClientFrame frame) {
        List<String> sets = new ArrayList<>();
        int own = frame.membership().localSetIndex();
        for (int i = 0; i < frame.sets().size(); i++) {
            sets.add((i == own ? "own[" : "[") + String.join(" ", frame.sets().get(i)) + "]");
        }
        return String.join(" ", sets);
    }

    private String id(GroupId id) {
        return rings.transitional(id.processId(), id.timeSeconds()) + "." + id.index();
    }

    static String service(int bits) {
        return switch (bits & ServiceType.REGULAR_MASK) {
            case ServiceType.RELIABLE -> "RELIABLE";
            case ServiceType.FIFO -> "FIFO";
            case ServiceType.CAUSAL -> "CAUSAL";
            case ServiceType.AGREED -> "AGREED";
            case ServiceType.SAFE -> "SAFE";
            default -> "UNRELIABLE";
        };
    }
}
