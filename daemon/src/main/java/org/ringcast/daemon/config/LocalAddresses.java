package org.ringcast.daemon.config;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses of a machine.
 *
 * @param entries those of its interfaces, and those that its host name stands for
 * @param broadcasts broadcast addresses of its interfaces: a socket can be bound to them too
 */
public record LocalAddresses(List<Entry> entries, List<InetAddress> broadcasts) {
    /**
     * One address.
     *
     * @param address without a zone
     * @param interfaceIndex index of the interface that has it, 0 if unknown
     */
    public record Entry(InetAddress address, int interfaceIndex) {}

    public LocalAddresses {
        entries = List.copyOf(entries);
        broadcasts = List.copyOf(broadcasts);
    }

    /** Addresses without interface indexes and broadcasts. */
    public static LocalAddresses of(InetAddress... addresses) {
        List<Entry> entries = new ArrayList<>();
        for (InetAddress address : addresses) {
            entries.add(new Entry(address, 0));
        }
        return new LocalAddresses(entries, List.of());
    }

    /** The addresses of this machine. What cannot be found out is left out. */
    public static LocalAddresses ofThisMachine() {
        List<Entry> entries = new ArrayList<>();
        List<InetAddress> broadcasts = new ArrayList<>();
        try {
            NetworkInterface.networkInterfaces().forEach(i -> {
                for (InterfaceAddress address : i.getInterfaceAddresses()) {
                    entries.add(new Entry(address.getAddress(), Math.max(i.getIndex(), 0)));
                    if (address.getBroadcast() != null) {
                        broadcasts.add(address.getBroadcast());
                    }
                }
            });
        } catch (SocketException e) {
            // No list of interfaces: the host name is all there is.
        }
        try {
            String hostName = InetAddress.getLocalHost().getHostName();
            for (InetAddress address : InetAddress.getAllByName(hostName)) {
                entries.add(new Entry(address, 0));
            }
        } catch (UnknownHostException e) {
            // A machine whose name does not resolve still has its interfaces.
        }
        return new LocalAddresses(entries, broadcasts);
    }

    /** Whether the machine has the address. All of 127.0.0.0/8 counts: it can be bound without being listed. */
    public boolean isLocal(InetAddress address) {
        boolean loopbackV4 = IpFamily.of(address) == IpFamily.IPV4 && address.isLoopbackAddress();
        return loopbackV4 || entries.stream().anyMatch(e -> e.address().equals(address));
    }

    /** Index of the interface that has the address, 0 if none is known to. */
    public int interfaceIndex(InetAddress address) {
        return entries.stream()
                .filter(e -> e.address().equals(address))
                .mapToInt(Entry::interfaceIndex)
                .filter(i -> i > 0)
                .findFirst()
                .orElse(0);
    }

    /** Whether a socket can be bound to the address: it is local, unspecified, a multicast or a known broadcast. */
    boolean isBindable(InetAddress address) {
        return isLocal(address)
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || broadcasts.contains(address);
    }
}
