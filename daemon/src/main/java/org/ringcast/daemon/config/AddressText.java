package org.ringcast.daemon.config;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses as text: strict reading, the full form that the configuration hash uses, the short form of log lines. */
public final class AddressText {
    private static final int V6_GROUPS = 8;

    private AddressText() {}

    /** Whether the text has the shape of an IPv4 address: four runs of one to three digits. */
    static boolean looksLikeIpv4(String text) {
        int digits = 0;
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (digits == 0 || ++dots > 3) {
                    return false;
                }
                digits = 0;
            } else if (!isDigit(c) || ++digits > 3) {
                return false;
            }
        }
        return dots == 3 && digits > 0;
    }

    /** The address, or null: every part 0..255 without leading zeros. */
    static Inet4Address parseIpv4(String text) {
        if (!looksLikeIpv4(text)) {
            return null;
        }
        byte[] bytes = new byte[4];
        String[] parts = text.split("\\.", -1);
        for (int i = 0; i < 4; i++) {
            int value = Integer.parseInt(parts[i]);
            if (value > 255 || (parts[i].length() > 1 && parts[i].charAt(0) == '0')) {
                return null;
            }
            bytes[i] = (byte) value;
        }
        return ipv4(bytes);
    }

    /**
     * Whether the text has the shape of an IPv6 address as the configuration file knows it: eight groups, or up to seven on
     * each side of one {@code ::}; one to four hexadecimal digits each; no embedded dotted quad, no zone.
     */
    static boolean looksLikeIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == V6_GROUPS;
        }
        int left = gap == 0 ? 0 : groups(text.substring(0, gap));
        String rest = text.substring(gap + 2);
        int right = rest.isEmpty() ? 0 : groups(rest);
        return left >= 0 && right >= 0 && left < V6_GROUPS && right < V6_GROUPS;
    }

    /** Number of groups separated by single colons, or -1. */
    private static int groups(String text) {
        int count = 1;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':') {
                if (digits == 0) {
                    return -1;
                }
                count++;
                digits = 0;
            } else if (Character.digit(c, 16) < 0 || c > 0x7F || ++digits > 4) {
                return -1;
            }
        }
        return digits == 0 ? -1 : count;
    }

    /**
     * The address, or null when it has the shape but is none (too many groups beside {@code ::}).
     *
     * @param scope index of the interface that the zone names, 0 for none
     */
    static Inet6Address parseIpv6(String text, int scope) {
        if (!looksLikeIpv6(text)) {
            return null;
        }
        byte[] bytes = new byte[16];
        int gap = text.indexOf("::");
        String left = gap < 0 ? text : text.substring(0, gap);
        String right = gap < 0 ? "" : text.substring(gap + 2);
        String[] head = left.isEmpty() ? new String[0] : left.split(":", -1);
        String[] tail = right.isEmpty() ? new String[0] : right.split(":", -1);
        if (gap >= 0 && head.length + tail.length >= V6_GROUPS) {
            return null;
        }
        for (int i = 0; i < head.length; i++) {
            put(bytes, i, head[i]);
        }
        for (int i = 0; i < tail.length; i++) {
            put(bytes, V6_GROUPS - tail.length + i, tail[i]);
        }
        return ipv6(bytes, scope);
    }

    private static void put(byte[] bytes, int group, String hex) {
        int value = Integer.parseInt(hex, 16);
        bytes[2 * group] = (byte) (value >> 8);
        bytes[2 * group + 1] = (byte) value;
    }

    static Inet4Address ipv4(byte[] bytes) {
        try {
            return (Inet4Address) InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("an IPv4 address has 4 bytes", impossible);
        }
    }

    static Inet6Address ipv6(byte[] bytes, int scope) {
        try {
            // Not InetAddress.getByAddress: that makes an IPv4 address of ::ffff:a.b.c.d.
            return Inet6Address.getByAddress(null, bytes, scope == 0 ? -1 : scope);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("an IPv6 address has 16 bytes", impossible);
        }
    }

    /** The interface index that an address carries, 0 for none and for IPv4. */
    public static int scopeOf(InetAddress address) {
        return address instanceof Inet6Address v6 ? v6.getScopeId() : 0;
    }

    /** The same address with another interface index; an IPv4 address comes back as it is. */
    public static InetAddress withScope(InetAddress address, int scope) {
        return address instanceof Inet6Address ? ipv6(address.getAddress(), scope) : address;
    }

    /**
     * The form that enters the configuration hash: IPv4 dotted decimal; IPv6 eight groups of four lower-case hexadecimal
     * digits; never a zone.
     */
    public static String canonical(InetAddress address) {
        byte[] bytes = address.getAddress();
        StringBuilder out = new StringBuilder(39);
        if (bytes.length == 4) {
            return dotted(bytes, 0);
        }
        for (int i = 0; i < bytes.length; i += 2) {
            if (i > 0) {
                out.append(':');
            }
            out.append(String.format("%02x%02x", bytes[i] & 0xFF, bytes[i + 1] & 0xFF));
        }
        return out.toString();
    }

    /** The form of log lines: IPv6 shortened, with {@code %index} if the address carries an interface index. */
    public static String display(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return dotted(bytes, 0);
        }
        int scope = scopeOf(address);
        return shortForm(bytes) + (scope == 0 ? "" : "%" + scope);
    }

    private static String dotted(byte[] bytes, int from) {
        return (bytes[from] & 0xFF) + "." + (bytes[from + 1] & 0xFF) + "." + (bytes[from + 2] & 0xFF) + "."
                + (bytes[from + 3] & 0xFF);
    }

    /** What inet_ntop prints: the first longest run of two or more zero groups becomes {@code ::}. */
    private static String shortForm(byte[] bytes) {
        int[] groups = new int[V6_GROUPS];
        for (int i = 0; i < V6_GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF);
        }
        int gapStart = -1;
        int gapLength = 1;
        for (int i = 0; i < V6_GROUPS; i++) {
            int end = i;
            while (end < V6_GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > gapLength) {
                gapStart = i;
                gapLength = end - i;
            }
            i = Math.max(i, end - 1);
        }
        if (gapStart == 0 && (gapLength == 6 || (gapLength == 5 && groups[5] == 0xFFFF))) {
            return (gapLength == 6 ? "::" : "::ffff:") + dotted(bytes, 12);
        }
        StringBuilder out = new StringBuilder(39);
        for (int i = 0; i < V6_GROUPS; i++) {
            if (i == gapStart) {
                out.append("::");
                i += gapLength - 1;
                continue;
            }
            if (i > 0 && out.charAt(out.length() - 1) != ':') {
                out.append(':');
            }
            out.append(Integer.toHexString(groups[i]));
        }
        return out.toString();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
