package org.ringcast.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringcast.protocol.Limits;

/**
 * Addresses of daemons as people write them: {@code port} or {@code port@host}.
 *
 * <p>A port alone is the Unix-domain socket {@code /tmp/<port>} of a daemon on this machine; nothing at all is port 4803
 * of this machine. A host is a name or a numeric address; IPv6 addresses stand without brackets.
 */
public final class DaemonAddress {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(?:@(.+))?");
    private static final int LAST_PORT = 65535;

    private DaemonAddress() {}

    /**
     * Reads an address and looks the host up.
     *
     * @param text the address; null or empty stands for port 4803
     * @throws IllegalArgumentException when the text has not the form of an address, or the port is not in 1..65535
     * @throws UnknownHostException when the host is not known
     */
    public static SocketAddress parse(String text) throws UnknownHostException {
        if (text == null || text.isEmpty()) {
            return unixSocket(Limits.DEFAULT_PORT);
        }
        Matcher matcher = FORM.matcher(text);
        int port = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("not a daemon address: " + text);
        }
        String host = matcher.group(2);
        return host == null ? unixSocket(port) : new InetSocketAddress(InetAddress.getByName(host), port);
    }

    /** The Unix-domain socket on which a daemon with this port listens by default. */
    public static UnixDomainSocketAddress unixSocket(int port) {
        return UnixDomainSocketAddress.of(Path.of("/tmp", Integer.toString(port)));
    }
}
