package org.ringcast.monitor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.ringcast.daemon.config.Daemon;

/** Asks daemons and waits for their answers. Requests are sent again while there is time: datagrams get lost. */
final class MonitorClient implements AutoCloseable {
    private static final int TRIES = 4;

    private final MonitorSite site;
    private final MonitorInbox inbox = new MonitorInbox();
    private final MonitorLink link;
    private final MonitorRequests requests;

    /** @throws IOException when the socket cannot be had; with the words for the operator */
    MonitorClient(MonitorSite site, int port) throws IOException {
        this.site = site;
        link = MonitorLink.open(site, port, inbox);
        requests = requests(site.hash());
    }

    private MonitorRequests requests(int hash) {
        return new MonitorRequests(site.sender(link.replyPort(), hash), site.secret(), System::currentTimeMillis);
    }

    MonitorSite site() {
        return site;
    }

    MonitorRequests requests() {
        return requests;
    }

    /** Sends a request that changes something: twice, and to each daemon that it is for. */
    void sendTwice(ByteBuffer request, Collection<Daemon> daemons) {
        for (Daemon daemon : daemons) {
            link.send(request, daemon);
            link.send(request, daemon);
        }
    }

    void sendOnce(ByteBuffer request, Collection<Daemon> daemons) {
        for (Daemon daemon : daemons) {
            link.send(request, daemon);
        }
    }

    /**
     * Asks for status.
     *
     * @param timeMs to wait for answers at most
     * @return the answers by the daemons' place in the configuration; who did not answer is not in it
     */
    Map<Integer, DaemonStatus> status(Collection<Daemon> daemons, long timeMs) throws InterruptedException {
        return status(requests, daemons, timeMs);
    }

    private Map<Integer, DaemonStatus> status(MonitorRequests from, Collection<Daemon> daemons, long timeMs)
            throws InterruptedException {
        Map<Integer, DaemonStatus> answers = new TreeMap<>();
        while (inbox.poll() != null) {
            // answers to earlier questions
        }
        long sliceNs = TimeUnit.MILLISECONDS.toNanos(timeMs) / TRIES;
        long start = System.nanoTime();
        for (int i = 1; i <= TRIES && answers.size() < daemons.size(); i++) {
            ByteBuffer request = from.status();
            for (Daemon daemon : daemons) {
                if (!answers.containsKey(daemon.index())) {
                    link.send(request, daemon);
                }
            }
            await(answers, daemons.size(), start + i * sliceNs);
        }
        return answers;
    }

    private void await(Map<Integer, DaemonStatus> answers, int enough, long deadlineNs) throws InterruptedException {
        while (answers.size() < enough) {
            MonitorArrival arrival = inbox.take(deadlineNs);
            if (arrival == null) {
                return;
            }
            var daemon = site.withId(arrival.id());
            if (daemon.isPresent() && arrival.status().isPresent()) {
                answers.put(daemon.get().index(), arrival.status().get());
            }
        }
    }

    /**
     * Asks for dumps. Who does not answer is asked once more.
     *
     * @param timeMs to wait for answers at most
     * @return the answers by the daemons' place in the configuration
     */
    Map<Integer, DumpAnswer> dumps(Collection<Daemon> daemons, long timeMs) throws InterruptedException {
        Map<Integer, DumpAnswer> answers = new TreeMap<>();
        long start = System.nanoTime();
        for (int i = 1; i <= 2 && answers.size() < daemons.size(); i++) {
            for (Daemon daemon : daemons) {
                if (!answers.containsKey(daemon.index())) {
                    link.send(requests.dump(), daemon);
                }
            }
            long deadline = start + i * TimeUnit.MILLISECONDS.toNanos(timeMs) / 2;
            for (MonitorArrival arrival = inbox.take(deadline); arrival != null; arrival = inbox.take(deadline)) {
                var daemon = site.withId(arrival.id());
                if (daemon.isPresent() && arrival.dump().isPresent()) {
                    answers.putIfAbsent(daemon.get().index(), arrival.dump().get());
                }
                if (answers.size() == daemons.size()) {
                    break;
                }
            }
        }
        return answers;
    }

    /**
     * Asks what troubles daemons. Spread's do not answer.
     *
     * @param timeMs to wait for answers at most
     * @return the answers by the daemons' place in the configuration
     */
    Map<Integer, Troubles> troubles(Collection<Daemon> daemons, long timeMs) throws InterruptedException {
        Map<Integer, Troubles> answers = new TreeMap<>();
        for (Daemon daemon : daemons) {
            link.send(requests.troubles(), daemon);
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeMs);
        while (answers.size() < daemons.size()) {
            MonitorArrival arrival = inbox.take(deadline);
            if (arrival == null) {
                break;
            }
            var daemon = site.withId(arrival.id());
            if (daemon.isPresent() && arrival.troubles().isPresent()) {
                answers.put(daemon.get().index(), arrival.troubles().get());
            }
        }
        return answers;
    }

    /**
     * Finds out which configuration hash daemons have that do not answer to that of the file: Ringcast daemons tell it when
     * they are asked; for others the hashes of the same file with the other ring protocol are tried, which is what a reload can
     * lead to. At level 4 every daemon answers anyway.
     *
     * @return hashes by the daemons' place in the configuration, of those where it was found
     */
    Map<Integer, Integer> foreignHashes(List<Daemon> daemons, long timeMs) throws InterruptedException {
        Map<Integer, Integer> hashes = new LinkedHashMap<>();
        if (daemons.isEmpty() || site.isLevel4()) {
            return hashes;
        }
        sendOnce(requests.hashInquiry(), daemons);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeMs);
        for (MonitorArrival arrival = inbox.take(deadline);
                arrival != null && hashes.size() < daemons.size();
                arrival = inbox.take(deadline)) {
            var daemon = site.withId(arrival.id());
            if (daemon.isPresent() && arrival.hash() != 0 && arrival.hash() != site.hash()) {
                hashes.put(daemon.get().index(), arrival.hash());
            }
            if (hashes.size() == daemons.size()) {
                return hashes;
            }
        }
        List<Daemon> left =
                daemons.stream().filter(d -> !hashes.containsKey(d.index())).toList();
        for (boolean accelerated : new boolean[] {true, false}) {
            int hash = site.hash(accelerated);
            if (hash != site.hash()) {
                for (int index : status(requests(hash), left, timeMs).keySet()) {
                    hashes.put(index, hash);
                }
            }
        }
        return hashes;
    }

    @Override
    public void close() {
        link.close();
    }
}
