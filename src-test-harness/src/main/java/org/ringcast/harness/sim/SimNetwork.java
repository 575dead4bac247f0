package org.ringcast.harness.sim;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringcast.harness.sim.Datagram.Port;

/**
 * The ways between the daemons, one link for each direction of each pair. A daemon always reaches itself. Everything may be
 * changed while the cluster runs; datagrams under way still arrive.
 */
public final class SimNetwork {
    private static final long OWN_MACHINE_NS = 5_000;

    /** Gets what arrives. */
    interface Receiver {
        void arrived(Datagram datagram);
    }

    private final SimConfig config;
    private final EventQueue events;
    private final SimTrace trace;
    private final Receiver receiver;
    private final SimRandom random;
    private final int size;
    private final Link[][] links;
    private final int[] component;
    private final double[] senderLoss;
    private final Map<String, PacketFilter> filters = new LinkedHashMap<>();
    private long sent;
    private long delivered;
    private boolean faultFree = true;
    private Runnable onChange = () -> {};

    SimNetwork(SimConfig config, EventQueue events, SimTrace trace, SimRandom random, Receiver receiver) {
        this.config = config;
        this.events = events;
        this.trace = trace;
        this.receiver = receiver;
        this.random = random;
        size = config.daemonCount();
        component = new int[size];
        senderLoss = new double[size];
        links = new Link[size][size];
        for (int from = 0; from < size; from++) {
            for (int to = 0; to < size; to++) {
                links[from][to] = new Link(random.split(), config.linkConditions(from, to));
            }
        }
    }

    // ---- Faults --------------------------------------------------------------------------------------------------

    /** Conditions of one direction of a link. */
    public LinkConditions conditions(int from, int to) {
        return links[from][to].conditions();
    }

    /** Changes one direction of a link. */
    public void setConditions(int from, int to, LinkConditions conditions) {
        note("link " + SimConfig.nameOf(from) + ">" + SimConfig.nameOf(to) + " " + conditions);
        links[from][to].setConditions(conditions);
        setFaultFree(false);
    }

    /** One direction of a link is as the configuration says again. */
    public void resetConditions(int from, int to) {
        note("link " + SimConfig.nameOf(from) + ">" + SimConfig.nameOf(to) + " as configured");
        links[from][to].setConditions(config.linkConditions(from, to));
    }

    /** Nothing gets from one daemon to another any more; the way back is as it was. */
    public void cut(int from, int to) {
        note("cut " + SimConfig.nameOf(from) + ">" + SimConfig.nameOf(to));
        links[from][to].setCut(true);
        setFaultFree(false);
    }

    /** Undoes {@link #cut}. */
    public void mend(int from, int to) {
        note("mend " + SimConfig.nameOf(from) + ">" + SimConfig.nameOf(to));
        links[from][to].setCut(false);
    }

    /**
     * Divides the daemons: only those of the same component hear each other. Replaces an earlier partition.
     *
     * @param componentOf a number for each daemon
     */
    public void partition(int... componentOf) {
        note("partition " + Arrays.toString(componentOf));
        System.arraycopy(componentOf, 0, component, 0, size);
        setFaultFree(false);
    }

    /** Undoes {@link #partition}. */
    public void unpartition() {
        note("no partition");
        Arrays.fill(component, 0);
    }

    /** Loses what a daemon sends with this probability, for all receivers at once. */
    public void loseAtSender(int from, double probability) {
        note("sender loss " + SimConfig.nameOf(from) + " " + probability);
        senderLoss[from] = probability;
        setFaultFree(false);
    }

    /** Adds a filter, or replaces the one of this name. Filters are asked in the order in which they were added. */
    public void filter(String name, PacketFilter filter) {
        note("filter " + name);
        filters.put(name, filter);
        setFaultFree(false);
    }

    /** Removes a filter. */
    public void unfilter(String name) {
        note("no filter " + name);
        filters.remove(name);
    }

    /** All ways are open again, as the configuration says. */
    public void heal() {
        note("heal");
        for (int from = 0; from < size; from++) {
            for (int to = 0; to < size; to++) {
                links[from][to].setCut(false);
                links[from][to].setConditions(config.linkConditions(from, to));
            }
        }
        Arrays.fill(component, 0);
        Arrays.fill(senderLoss, 0);
        filters.clear();
        setFaultFree(true);
    }

    /** Whether nothing was changed since the beginning or the last {@link #heal}. */
    public boolean isFaultFree() {
        return faultFree;
    }

    /** Datagrams sent, one for each addressee. */
    public long sentCount() {
        return sent;
    }

    /** Datagrams that came to a socket. */
    public long deliveredCount() {
        return delivered;
    }

    // ---- Sending -------------------------------------------------------------------------------------------------

    /** Who is told when {@link #isFaultFree} changes. */
    void onChange(Runnable listener) {
        onChange = listener;
    }

    private void setFaultFree(boolean isFaultFree) {
        if (faultFree != isFaultFree) {
            faultFree = isFaultFree;
            onChange.run();
        }
    }

    void send(int from, int to, Port port, byte[] bytes) {
        boolean lost = from != to && random.chance(senderLoss[from]);
        sendOne(new Datagram(from, to, port, false, bytes, events.nowNs()), lost);
    }

    /** To everybody in the segment; the sender's own system loops it back. */
    void sendSegment(int from, List<Integer> members, byte[] bytes) {
        boolean lost = random.chance(senderLoss[from]);
        for (int to : members) {
            sendOne(new Datagram(from, to, Port.DATA, true, bytes, events.nowNs()), lost && to != from);
        }
    }

    /** Puts a datagram on its way as if a daemon had sent it; for tests that make their own. */
    public void inject(int from, int to, Port port, byte[] bytes) {
        sendOne(new Datagram(from, to, port, false, bytes, events.nowNs()), false);
    }

    private void sendOne(Datagram datagram, boolean lostAtSender) {
        sent++;
        if (datagram.from() == datagram.to()) {
            trace.onSent(events.nowNs(), datagram, Fate.ARRIVES);
            events.after(OWN_MACHINE_NS, () -> arrive(datagram));
            return;
        }
        Link link = links[datagram.from()][datagram.to()];
        long filterNs = lostAtSender ? PacketFilter.DROP : judge(datagram);
        Fate fate = fate(datagram, link, lostAtSender, filterNs);
        long arrivalNs = fate == Fate.ARRIVES ? link.arrivalNs(events.nowNs(), datagram.lengthBytes()) : -1;
        if (fate == Fate.ARRIVES && arrivalNs < 0) {
            fate = Fate.QUEUE_FULL;
        }
        trace.onSent(events.nowNs(), datagram, fate);
        if (fate != Fate.ARRIVES) {
            return;
        }
        byte[] contents = link.contents(datagram.bytes());
        Datagram arriving = contents == datagram.bytes() ? datagram : datagram.withBytes(contents);
        events.at(arrivalNs + filterNs + link.latenessNs(), () -> arrive(arriving));
        long duplicateNs = link.duplicateNs();
        if (duplicateNs >= 0) {
            events.at(arrivalNs + filterNs + duplicateNs, () -> arrive(arriving));
        }
    }

    private Fate fate(Datagram datagram, Link link, boolean lostAtSender, long filterNs) {
        if (component[datagram.from()] != component[datagram.to()]) {
            return Fate.CUT;
        }
        if (lostAtSender) {
            return Fate.LOST;
        }
        return filterNs < 0 ? Fate.FILTERED : link.chance();
    }

    private long judge(Datagram datagram) {
        long delayNs = 0;
        for (PacketFilter filter : filters.values()) {
            long answer = filter.judge(datagram);
            if (answer < 0) {
                return answer;
            }
            delayNs += answer;
        }
        return delayNs;
    }

    private void arrive(Datagram datagram) {
        delivered++;
        receiver.arrived(datagram);
    }

    private void note(String what) {
        trace.onNote(events.nowNs(), what);
    }
}
