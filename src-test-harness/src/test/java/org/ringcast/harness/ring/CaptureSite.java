package org.ringcast.harness.ring;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringcast.daemon.config.ConfigurationHash;
import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.CoreSettings.SessionSettings;
import org.ringcast.daemon.core.CoreSettings.TimerSettings;
import org.ringcast.daemon.core.Topology;
import org.ringcast.harness.vectors.CapturedDatagram;
import org.ringcast.harness.vectors.DatagramCapture;

/** The daemons of a capture, from the configuration beside it. */
final class CaptureSite {
    /** Address, with or without brackets, with or without a port. */
    private static final Pattern SEGMENT_ADDRESS = Pattern.compile("(?:\\[(.*)\\]|([^\\[\\]:]+))(?::([0-9]+))?");

    private final int level;
    private final int port;
    private final boolean accelerated;
    private final List<Topology.Daemon> daemons = new ArrayList<>();
    private final List<InetAddress> addresses = new ArrayList<>();
    private final List<List<InetAddress>> segmentAddresses = new ArrayList<>();

    private CaptureSite(DatagramCapture capture, List<String> lines) {
        level = capture.protocolLevel();
        int firstPort = 0;
        for (String line : lines) {
            String[] words = line.strip().split("[\\s{}]+", -1);
            if (words.length < 2 || words[1].isEmpty()) {
                continue;
            }
            if (words[0].equals("Spread_Segment")) {
                List<InetAddress> segment = new ArrayList<>();
                for (int i = 1; i < words.length; i++) {
                    Matcher address = SEGMENT_ADDRESS.matcher(words[i]);
                    if (address.matches()) {
                        segment.add(address(address.group(1) == null ? address.group(2) : address.group(1)));
                        if (address.group(3) != null && firstPort == 0) {
                            firstPort = Integer.parseInt(address.group(3));
                        }
                    }
                }
                segmentAddresses.add(segment);
            } else if (words[0].matches("d[0-9]")) {
                daemons.add(new Topology.Daemon(
                        words[0], id(words[0], words[1]), segmentAddresses.size() - 1, daemons.size()));
                addresses.add(address(words[1]));
            }
        }
        port = firstPort;
        accelerated = lines.stream().anyMatch(line -> line.matches("(?i)\\s*AcceleratedRing\\s*=\\s*(yes|true).*"));
    }

    static CaptureSite of(DatagramCapture capture) {
        String name = capture.name();
        String file = name.startsWith("membership/")
                ? name.substring(0, name.lastIndexOf('/')) + "/spread.conf"
                : name + ".conf";
        return new CaptureSite(capture, DatagramCapture.linesOf(file));
    }

    /** All addresses in the files are numbers: nothing is looked up. */
    private static InetAddress address(String number) {
        try {
            return InetAddress.getByName(number);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(number, e);
        }
    }

    private int id(String name, String address) {
        if (level == 5) {
            return ConfigurationHash.level5(name.getBytes(StandardCharsets.UTF_8));
        }
        int id = 0;
        for (String part : address.split("\\.", -1)) {
            id = (id << 8) | Integer.parseInt(part);
        }
        return id;
    }

    Topology topology(int self) {
        return new Topology(daemons, segmentAddresses.size(), self);
    }

    int size() {
        return daemons.size();
    }

    int indexOf(String name) {
        return topology(0).indexOfName(name);
    }

    /** Index of the daemon with this address, -1 for none. */
    int indexOf(InetAddress address) {
        return addresses.indexOf(address);
    }

    /** The address of a daemon. */
    InetAddress address(int daemon) {
        return addresses.get(daemon);
    }

    boolean isTokenPort(CapturedDatagram datagram) {
        return (datagram.destination().getPort() - port) % 2 == 1;
    }

    /** Whether the datagram is sent to a daemon: to itself or to its segment. */
    boolean isFor(int daemon, CapturedDatagram datagram) {
        InetAddress to = datagram.destination().getAddress();
        return to.equals(addresses.get(daemon))
                || segmentAddresses.get(daemons.get(daemon).segment()).contains(to);
    }

    /** Level 4 daemons on one machine, whose datagrams all come from 127.0.0.1. */
    boolean isFromOneAddress() {
        return level == 4 && addresses.get(0).isLoopbackAddress();
    }

    boolean isWide() {
        return level == 5 && segmentAddresses.size() > 1;
    }

    boolean hasAcceleratedRing() {
        return accelerated;
    }

    CoreSettings settings(int hash) {
        return new CoreSettings(
                level,
                hash,
                160,
                20,
                accelerated,
                15,
                isWide(),
                true,
                isWide() ? TimerSettings.WAN : TimerSettings.LAN,
                new SessionSettings(1000, 1 << 26, 997));
    }
}
