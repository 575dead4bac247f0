package org.ringcast.harness.interop;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import spread.SpreadException;

/** Members that send all the time: messages of all services, one every few milliseconds each. */
final class Chatter implements AutoCloseable {
    /** Between two messages of a client, as a rule. */
    static final long PERIOD_MS = 10;

    private static final int[] SIZES = {100, 1000, 1400, 3000};
    private static final long END_PATIENCE_MS = 20_000;

    private final String group;
    private final long periodMs;
    private final List<Thread> threads = new ArrayList<>();
    private final Set<String> uids = new LinkedHashSet<>();
    private volatile boolean stopped;

    private Chatter(String group, long periodMs) {
        this.group = group;
        this.periodMs = periodMs;
    }

    /** Starts; each of the clients sends until it is stopped or loses its daemon. */
    static Chatter of(Trial trial) {
        return of(trial, PERIOD_MS);
    }

    /** As {@link #of(Trial)}, a message every so many milliseconds. */
    static Chatter of(Trial trial, long periodMs) {
        return of(trial, trial.alive(), periodMs);
    }

    /** As {@link #of(Trial, long)}, with only these members talking. */
    static Chatter of(Trial trial, List<RingClient> members, long periodMs) {
        Chatter chatter = new Chatter(trial.group(), periodMs);
        for (RingClient client : members) {
            Thread thread = new Thread(() -> chatter.talk(client), "chatter of " + client.privateGroup());
            thread.setDaemon(true);
            chatter.threads.add(thread);
            thread.start();
        }
        return chatter;
    }

    private void talk(RingClient client) {
        try {
            for (int i = 0; !stopped; i++) {
                String uid = client.send(group, Trial.SERVICES[i % Trial.SERVICES.length], SIZES[i / 7 % SIZES.length]);
                synchronized (uids) {
                    uids.add(uid);
                }
                Site.pause(periodMs);
            }
        } catch (SpreadException e) {
            // Its daemon is gone, as the scenario wants it.
        }
    }

    /** Ends the talk. What was sent by the clients that are alive is returned. */
    Set<String> stop(Trial trial) {
        join();
        Set<String> alive = new LinkedHashSet<>();
        Set<String> senders = new LinkedHashSet<>();
        trial.alive().forEach(client -> senders.add(client.privateGroup()));
        synchronized (uids) {
            for (String uid : uids) {
                if (senders.contains(uid.substring(0, uid.indexOf('/')))) {
                    alive.add(uid);
                }
            }
        }
        return alive;
    }

    @Override
    public void close() {
        stopped = true;
    }

    private void join() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join(END_PATIENCE_MS);
                if (thread.isAlive()) {
                    throw new AssertionError(thread.getName() + " is blocked: its daemon takes no more messages");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }
}
