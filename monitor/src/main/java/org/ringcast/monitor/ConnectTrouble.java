package org.ringcast.monitor;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.ringcast.client.internal.ConnectionException;

/** Why a daemon could not be reached, in words for people: the numbers of the protocol tell neither where nor why. */
final class ConnectTrouble {
    private ConnectTrouble() {}

    /** {@code /tmp/4803: No such file or directory (is the daemon running? ...)}. */
    static String text(SocketAddress daemon, ConnectionException trouble) {
        Throwable root = trouble;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why = root.getMessage() == null ? "no answer" : root.getMessage();
        String where = daemon.toString();
        String hint = "";
        boolean unreached = trouble.kind() == ConnectionException.Kind.REFUSED
                || trouble.kind() == ConnectionException.Kind.UNREACHABLE;
        if (daemon instanceof UnixDomainSocketAddress unix) {
            where = "Unix socket " + unix.getPath();
            hint = " (is a daemon running on this port? PORT@HOST goes by TCP)";
        } else if (daemon instanceof InetSocketAddress inet) {
            where = inet.getHostString() + " port " + inet.getPort();
            hint = " (is a daemon running there?)";
        }
        return where + ": " + why + (unreached ? hint : "");
    }
}
