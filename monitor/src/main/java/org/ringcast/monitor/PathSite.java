package org.ringcast.monitor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringcast.daemon.config.AddressText;
import org.ringcast.daemon.config.ConfigurationHash;
import org.ringcast.daemon.config.Daemon;
import org.ringcast.daemon.config.ExtensionOption;
import org.ringcast.daemon.config.Segment;
import org.ringcast.daemon.wire.PathProbe;
import org.ringcast.daemon.wire.PathResponder;

/** A configuration as the check of the paths sees it: daemons by index, and the ways between them. */
final class PathSite {
    private final MonitorSite site;
    private final Map<InetAddress, Integer> keys = new LinkedHashMap<>();
    private final int networkHash;

    PathSite(MonitorSite site) {
        this.site = site;
        for (Daemon daemon : site.daemons()) {
            keys.putIfAbsent(site.addressOf(daemon).getAddress(), keys.size());
        }
        networkHash = ConfigurationHash.ofNetwork(site.configuration());
    }

    MonitorSite monitorSite() {
        return site;
    }

    int me() {
        return site.me().index();
    }

    int daemonCount() {
        return site.daemonCount();
    }

    Daemon daemon(int index) {
        return site.daemons().get(index);
    }

    String name(int index) {
        return daemon(index).displayName();
    }

    int id(int index) {
        return site.id(daemon(index));
    }

    /** The largest packet that the ring sends, bytes. */
    int largeBytes() {
        return site.configuration().extensions().intNumber(ExtensionOption.MAX_PACKET_SIZE);
    }

    int networkHash() {
        return networkHash;
    }

    /** What the responder that stands for this daemon is to know. */
    PathResponder.Site responderSite() {
        int[] ids = new int[daemonCount()];
        int[] addressKeys = new int[daemonCount()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = id(i);
            addressKeys[i] = keys.get(site.addressOf(daemon(i)).getAddress());
        }
        return new PathResponder.Site(me(), ids, addressKeys, site.hash(), networkHash);
    }

    /** Key of a source address; -1 when it is nobody's. */
    int keyOf(InetAddress address) {
        return keys.getOrDefault(address, -1);
    }

    /** The ways that the ring uses from one daemon to another. */
    List<Integer> ways(int from, int to) {
        List<Integer> ways = new ArrayList<>(List.of(PathProbe.DATA, PathProbe.TOKEN));
        if (daemon(from).segmentIndex() == daemon(to).segmentIndex()) {
            for (int i = 0; i < segment(from).addresses().size(); i++) {
                ways.add(PathProbe.SEGMENT + i);
            }
        }
        return ways;
    }

    Segment segment(int daemon) {
        return site.configuration().segmentOf(daemon(daemon));
    }

    /** Where a packet goes that takes a way to a daemon; segment addresses are those of the own segment. */
    InetSocketAddress target(int to, int way) {
        Daemon daemon = daemon(to);
        InetSocketAddress data = site.addressOf(daemon);
        return switch (way) {
            case PathProbe.DATA -> data;
            case PathProbe.TOKEN -> new InetSocketAddress(data.getAddress(), daemon.tokenPort());
            default -> {
                Segment own = segment(me());
                InetAddress address = own.addresses().get(way - PathProbe.SEGMENT);
                yield new InetSocketAddress(site.identity().withMyScope(address), own.port());
            }
        };
    }

    /** The way in words: {@code unicast to port 4803}, {@code multicast 225.0.1.1 port 4803}. */
    String wayText(int to, int way) {
        Daemon daemon = daemon(to);
        if (way == PathProbe.DATA) {
            return "unicast to port " + daemon.port();
        }
        if (way == PathProbe.TOKEN) {
            return "unicast to port " + daemon.tokenPort() + " (tokens)";
        }
        InetAddress address = segment(to).addresses().get(way - PathProbe.SEGMENT);
        return (address.isMulticastAddress() ? "multicast " : "broadcast ") + AddressText.display(address) + " port "
                + segment(to).port();
    }

    /** The way as a word for programs. */
    static String wayName(int way) {
        return switch (way) {
            case PathProbe.DATA -> "data";
            case PathProbe.TOKEN -> "token";
            default -> "segment" + (way - PathProbe.SEGMENT + 1);
        };
    }
}
