package org.ringcast.daemon.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/** Asks the machine's name service and its list of network interfaces. */
final class SystemHostResolver implements HostResolver {
    static final SystemHostResolver INSTANCE = new SystemHostResolver();

    /** The words that the C library's resolver has for it. */
    static final String UNKNOWN_NAME = "Name or service not known";

    private static final int MAX_HOST_NAME_LENGTH = 255;
    private static final int MAX_NUMBERS_LENGTH = 64;

    private SystemHostResolver() {}

    @Override
    public List<InetAddress> resolve(String hostName) throws UnknownHostException {
        // The C library takes old-style numbers (10.88.2, 10.88.0.010, 0x7f000001) for addresses, and the JDK takes
        // some
        // of them for other addresses than the C library does. So they never get as far as the JDK.
        Inet4Address oldStyle = parseOldStyle(hostName);
        if (oldStyle != null) {
            return List.of(oldStyle);
        }
        if (hostName.isEmpty()
                || hostName.length() > MAX_HOST_NAME_LENGTH
                || hostName.indexOf(':') >= 0
                || isNumeric(hostName)) {
            throw new UnknownHostException(UNKNOWN_NAME);
        }
        try {
            return List.of(InetAddress.getAllByName(Text.display(hostName)));
        } catch (UnknownHostException | SecurityException e) {
            throw unknown(hostName, e);
        }
    }

    private static UnknownHostException unknown(String hostName, Exception cause) {
        String message = cause.getMessage();
        String prefix = Text.display(hostName) + ": ";
        boolean hasReason = message != null && message.startsWith(prefix) && message.length() > prefix.length();
        UnknownHostException e =
                new UnknownHostException(hasReason ? message.substring(prefix.length()) : UNKNOWN_NAME);
        e.initCause(cause);
        return e;
    }

    private static boolean isNumeric(String text) {
        return text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    /**
     * An IPv4 address as inet_aton reads it: one to four numbers, decimal, octal with a leading 0 or hexadecimal with 0x,
     * the last of which fills the remaining bytes. Null if the text is none.
     */
    static Inet4Address parseOldStyle(String text) {
        if (text.length() > MAX_NUMBERS_LENGTH) {
            return null;
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length > 4) {
            return null;
        }
        long value = 0;
        for (int i = 0; i < parts.length; i++) {
            long part = number(parts[i]);
            int bits = i < parts.length - 1 ? 8 : 8 * (5 - parts.length);
            if (part < 0 || part >= 1L << bits) {
                return null;
            }
            value |= i < parts.length - 1 ? part << (24 - 8 * i) : part;
        }
        return AddressText.ipv4(
                new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value});
    }

    private static long number(String text) {
        int radix = 10;
        String digits = text;
        if (text.startsWith("0x") || text.startsWith("0X")) {
            radix = 16;
            digits = text.substring(2);
        } else if (text.length() > 1 && text.charAt(0) == '0') {
            radix = 8;
        }
        if (digits.isEmpty() || digits.length() > 12 || Character.digit(digits.charAt(0), radix) < 0) {
            return -1;
        }
        try {
            return Long.parseLong(digits, radix);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    @Override
    public int interfaceIndex(String interfaceName) {
        try {
            NetworkInterface found = NetworkInterface.getByName(interfaceName);
            return found == null ? 0 : Math.max(found.getIndex(), 0);
        } catch (SocketException | IllegalArgumentException e) {
            return 0;
        }
    }
}
