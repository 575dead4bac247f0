package org.ringcast.daemon.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A place to listen.
 *
 * @param host name or address, without brackets
 * @param port 0 for any
 */
public record ListenAddress(String host, int port) {
    private static final String NONE = "none";
    private static final int MAX_PORT = 65_535;

    /**
     * Reads addresses that are separated by blanks; the word {@code none} stands for none.
     *
     * @throws IllegalArgumentException if one of them is none
     */
    public static List<ListenAddress> parseAll(String text) {
        List<ListenAddress> all = new ArrayList<>();
        if (text.equals(NONE)) {
            return all;
        }
        for (String one : text.strip().split("[ \\t]+", -1)) {
            if (!one.isEmpty()) {
                all.add(parse(one));
            }
        }
        return all;
    }

    private static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        String port = text.substring(colon + 1);
        boolean legal = !host.isEmpty() && (bracketed || host.indexOf(':') < 0) && port.matches("[0-9]{1,5}");
        if (!legal || Integer.parseInt(port) > MAX_PORT) {
            throw new IllegalArgumentException("'" + Text.excerpt(text) + "' is not HOST:PORT or [ADDRESS]:PORT");
        }
        return new ListenAddress(host, Integer.parseInt(port));
    }
}
