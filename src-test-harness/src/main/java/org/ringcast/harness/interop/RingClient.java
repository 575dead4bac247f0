package org.ringcast.harness.interop;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.ringcast.protocol.ServiceType;
import spread.MembershipInfo;
import spread.SpreadConnection;
import spread.SpreadException;
import spread.SpreadGroup;
import spread.SpreadMessage;

/** A client that writes down everything it receives. */
public final class RingClient implements AutoCloseable {
    private static final int CONNECT_MS = 15_000;
    private static final int END_MS = 3000;

    private final SpreadConnection connection = new SpreadConnection();
    private final String privateGroup;
    private final int daemon;
    private final List<Seen> seen = new ArrayList<>();
    private final Set<String> received = new LinkedHashSet<>();
    private final Map<String, SpreadGroup> joined = new LinkedHashMap<>();
    private final Thread reader;
    private int sent;
    private boolean over;
    private boolean closing;

    RingClient(InetAddress address, int port, String name, int daemon) throws SpreadException {
        this.daemon = daemon;
        connection.setConnectTimeout(CONNECT_MS);
        connection.connect(address, port, name, false, true);
        privateGroup = connection.getPrivateGroup().toString();
        reader = new Thread(this::read, "reader of " + privateGroup);
        reader.setDaemon(true);
        reader.start();
    }

    /** Its private group. */
    public String privateGroup() {
        return privateGroup;
    }

    /** Index of its daemon. */
    int daemon() {
        return daemon;
    }

    private void read() {
        try {
            while (true) {
                note(classify(connection.receive()));
            }
        } catch (SpreadException | InterruptedIOException e) {
            synchronized (seen) {
                over = true;
                note(new Seen.Ended(closing));
            }
        }
    }

    private void note(Seen event) {
        synchronized (seen) {
            seen.add(event);
            if (event instanceof Seen.Data data) {
                received.add(data.uid());
            }
            seen.notifyAll();
        }
    }

    private static Seen classify(SpreadMessage message) {
        if (message.isRegular()) {
            String sender = message.getSender().toString();
            int number = message.getType() & 0xffff;
            String group = message.getGroups()[0].toString();
            byte[] body = message.getData();
            return new Seen.Data(
                    sender + "/" + number,
                    sender,
                    message.getServiceType() & ServiceType.REGULAR_MASK,
                    group,
                    body.length,
                    Body.isIntact(sender, number, body));
        }
        MembershipInfo info = message.getMembershipInfo();
        String group = info.getGroup().toString();
        if (info.isSelfLeave()) {
            return new Seen.Left(group);
        }
        if (info.isTransition()) {
            return new Seen.Transition(group);
        }
        return view(group, info);
    }

    private static Seen view(String group, MembershipInfo info) {
        List<List<String>> sets = new ArrayList<>();
        int own = -1;
        if (info.isCausedByNetwork()) {
            for (MembershipInfo.VirtualSynchronySet set : info.getVirtualSynchronySets()) {
                own = set == info.getMyVirtualSynchronySet() ? sets.size() : own;
                sets.add(names(set.getMembers()));
            }
        }
        return new Seen.View(group, info.getGroupID().toString(), cause(info), names(info.getMembers()), sets, own);
    }

    private static String cause(MembershipInfo info) {
        if (info.isCausedByJoin()) {
            return "JOIN";
        }
        if (info.isCausedByLeave()) {
            return "LEAVE";
        }
        return info.isCausedByDisconnect() ? "DISCONNECT" : "NETWORK";
    }

    private static List<String> names(SpreadGroup[] groups) {
        return Arrays.stream(groups).map(SpreadGroup::toString).toList();
    }

    /** Asks to become a member. */
    public void join(String group) throws SpreadException {
        note(new Seen.Asked(group, true));
        SpreadGroup membership = new SpreadGroup();
        membership.join(connection, group);
        joined.put(group, membership);
    }

    /** Asks to cease to be a member. */
    public void leave(String group) throws SpreadException {
        note(new Seen.Asked(group, false));
        joined.remove(group).leave();
    }

    /**
     * Sends a message that {@link Body} makes.
     *
     * @param service one bit of {@link ServiceType}
     * @return its uid, which receivers see too
     */
    public synchronized String send(String group, int service, int bytes) throws SpreadException {
        int number = sent++ & 0xffff;
        String uid = privateGroup + "/" + number;
        SpreadMessage message = new SpreadMessage();
        message.setServiceType(service);
        message.addGroup(group);
        message.setType((short) number);
        message.setData(Body.of(privateGroup, number, bytes));
        note(new Seen.Sent(uid, service, group));
        connection.multicast(message);
        return uid;
    }

    /** What happened so far. */
    List<Seen> seen() {
        synchronized (seen) {
            return List.copyOf(seen);
        }
    }

    /** How many messages it has received. */
    long messages() {
        synchronized (seen) {
            return received.size();
        }
    }

    /** Whether the connection has broken. */
    boolean isOver() {
        synchronized (seen) {
            return over;
        }
    }

    /** The last view of a group; null before the first. */
    Seen.View lastView(String group) {
        synchronized (seen) {
            for (int i = seen.size() - 1; i >= 0; i--) {
                if (seen.get(i) instanceof Seen.View view && view.group().equals(group)) {
                    return view;
                }
            }
            return null;
        }
    }

    /** Those of the messages that it has not received. */
    Set<String> missing(Set<String> uids) {
        synchronized (seen) {
            Set<String> missing = new LinkedHashSet<>(uids);
            missing.removeAll(received);
            return missing;
        }
    }

    /** Waits until the last view of the group has these members, in any order. */
    void awaitView(String group, Set<String> members, Duration patience) {
        await(
                c -> c.lastView(group) != null
                        && Set.copyOf(c.lastView(group).members()).equals(members),
                patience,
                () -> "view of " + group + " with " + members + "; the last one is "
                        + (lastView(group) == null ? "none" : lastView(group).members()));
    }

    /** Waits until it has received so many messages since it was connected. */
    void awaitCount(long count, Duration patience) {
        await(c -> c.messages() >= count, patience, () -> count - messages() + " messages");
    }

    /** Waits until it has received all these messages. */
    void awaitMessages(Set<String> uids, Duration patience) {
        await(c -> c.missing(uids).isEmpty(), patience, () -> {
            Set<String> missing = missing(uids);
            return missing.size() + " of " + uids.size() + " messages, first "
                    + missing.iterator().next();
        });
    }

    private void await(Predicate<RingClient> done, Duration patience, Supplier<String> what) {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (seen) {
            while (!done.test(this)) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (leftMs <= 0 || over) {
                    throw new AssertionError(
                            privateGroup + (over ? " lost its connection" : "") + " misses " + what.get());
                }
                try {
                    seen.wait(leftMs);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted", e);
                }
            }
        }
    }

    /** Disconnects, if it is connected. */
    @Override
    public void close() {
        synchronized (seen) {
            if (closing || over) {
                return;
            }
            closing = true;
        }
        try {
            connection.disconnect();
        } catch (SpreadException e) {
            // It was lost in the meantime.
        }
        try {
            reader.join(END_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
