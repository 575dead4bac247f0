package org.ringcast.monitor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.wire.PathProbe;

/**
 * Finds out who answers probes, and by which ways: there and back directly if possible, else by another port, by the segment's
 * address, or by way of a third daemon. Without a way there and one back nothing can be learnt of a daemon.
 */
final class PathDiscovery {
    private static final int ROUND_MS = 150;
    private static final int TRIES = 2;

    /** Daemons that are tried as the third. */
    private static final int MAX_RELAYS = 4;

    private final PathSite site;
    private final PathAsker asker;
    private final List<PathPeer> peers = new ArrayList<>();

    PathDiscovery(PathSite site, PathAsker asker) {
        this.site = site;
        this.asker = asker;
        for (int i = 0; i < site.daemonCount(); i++) {
            peers.add(new PathPeer(i));
        }
    }

    List<PathPeer> peers() {
        return peers;
    }

    private PathPeer me() {
        return peers.get(site.me());
    }

    /** One attempt on everybody who has not answered yet. */
    void attempt() throws IOException {
        findMe();
        for (int round = 0; round < TRIES; round++) {
            List<PathPeer> silent = silentOthers();
            for (PathPeer peer : silent) {
                for (List<PathHop> home : homes()) {
                    hello(peer, List.of(PathHop.small(peer.index(), PathProbe.DATA)), home);
                }
            }
            await(silent);
        }
        byOtherWays();
        byThirds();
    }

    boolean isComplete() {
        return silent().isEmpty();
    }

    /** Asks those who answered once more; who does not is gone. */
    void confirm() throws IOException {
        List<PathPeer> left =
                new ArrayList<>(peers.stream().filter(PathPeer::answers).toList());
        for (int round = 0; round < 2 * TRIES && !left.isEmpty(); round++) {
            for (PathPeer peer : List.copyOf(left)) {
                asker.prepare(PathHop.join(peer.there(), peer.back()));
                asker.send((probe, elapsedNs) -> left.remove(peer));
            }
            asker.await(ROUND_MS, left::isEmpty);
        }
        asker.forget();
        left.forEach(peer -> peer.setState(PathPeer.State.GONE));
    }

    private List<PathPeer> silent() {
        return peers.stream()
                .filter(peer -> peer.state() == PathPeer.State.SILENT)
                .toList();
    }

    /** The responder of the own address: what it is sent on the ring's ports it hands to the asker. */
    private void findMe() throws IOException {
        for (int round = 0; round < TRIES && !me().answers(); round++) {
            for (int way : List.of(PathProbe.DATA, PathProbe.TOKEN)) {
                hello(me(), List.of(PathHop.small(site.me(), way)), List.of());
            }
            await(List.of(me()));
        }
    }

    /** Ways from a daemon to the asker: by the own responder's ports, or straight to the asker's. */
    private List<List<PathHop>> homes() {
        List<List<PathHop>> homes = new ArrayList<>();
        if (me().answers()) {
            homes.add(List.of(PathHop.small(site.me(), PathProbe.DATA)));
            homes.add(List.of(PathHop.small(site.me(), PathProbe.TOKEN)));
        }
        homes.add(List.of());
        return homes;
    }

    private List<List<PathHop>> theres(int from, int to) {
        return site.ways(from, to).stream()
                .map(way -> List.of(PathHop.small(to, way)))
                .toList();
    }

    private void byOtherWays() throws IOException {
        List<PathPeer> silent = silentOthers();
        for (PathPeer peer : silent) {
            for (List<PathHop> there : theres(site.me(), peer.index())) {
                for (List<PathHop> home : homes()) {
                    hello(peer, there, home);
                }
                for (int way : me().answers() ? site.ways(peer.index(), site.me()) : List.<Integer>of()) {
                    hello(peer, there, List.of(PathHop.small(site.me(), way)));
                }
            }
        }
        await(silent);
    }

    private List<PathPeer> silentOthers() {
        return silent().stream().filter(peer -> peer.index() != site.me()).toList();
    }

    private void byThirds() throws IOException {
        List<PathPeer> relays = peers.stream()
                .filter(peer -> peer.answers()
                        && peer.index() != site.me()
                        && peer.there().size() == 1)
                .limit(MAX_RELAYS)
                .toList();
        List<PathPeer> silent = silentOthers();
        for (PathPeer peer : silent) {
            for (PathPeer relay : relays) {
                List<PathHop> there = PathHop.join(relay.there(), List.of(PathHop.small(peer.index(), PathProbe.DATA)));
                List<PathHop> back = PathHop.join(List.of(PathHop.small(relay.index(), PathProbe.DATA)), relay.back());
                for (List<PathHop> home : homes()) {
                    hello(peer, there, home);
                }
                for (List<PathHop> direct : theres(site.me(), peer.index())) {
                    hello(peer, direct, back);
                }
                for (PathPeer other : relays) {
                    hello(
                            peer,
                            there,
                            PathHop.join(List.of(PathHop.small(other.index(), PathProbe.DATA)), other.back()));
                }
            }
        }
        if (!relays.isEmpty()) {
            await(silent);
        }
    }

    private void hello(PathPeer peer, List<PathHop> there, List<PathHop> home) throws IOException {
        if (peer.state() != PathPeer.State.SILENT) {
            return;
        }
        asker.prepare(PathHop.join(there, home));
        asker.send((probe, elapsedNs) -> onAnswer(probe, peer, there, home));
    }

    private void onAnswer(PathProbe probe, PathPeer peer, List<PathHop> there, List<PathHop> home) {
        if (peer.state() != PathPeer.State.SILENT) {
            return;
        }
        if (probe.isForeign()) {
            // Who is asked first says so; a third one that is asked to send on would not.
            if (there.size() == 1) {
                peer.setState(PathPeer.State.FOREIGN);
                peer.setHash(probe.foreignHash());
            }
        } else {
            peer.setRoutes(there, home);
            peer.setHash(probe.hopHash(there.size() - 1));
        }
    }

    private void await(List<PathPeer> asked) throws IOException {
        asker.await(ROUND_MS, () -> asked.stream().noneMatch(peer -> peer.state() == PathPeer.State.SILENT));
    }
}
