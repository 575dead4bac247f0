package org.ringcast.daemon.config;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Address family of a ring. One configuration has one. */
public enum IpFamily {
    IPV4("IPv4", 2),
    IPV6("IPv6", 10);

    private final String word;
    private final int number;

    IpFamily(String word, int number) {
        this.word = word;
        this.number = number;
    }

    /** The word of {@code ActiveIPVersion}. */
    public String word() {
        return word;
    }

    /** The number that log lines show: that of the address family on Linux. */
    int number() {
        return number;
    }

    /** Family of an address. */
    public static IpFamily of(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }
}
