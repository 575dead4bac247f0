package org.ringcast.harness.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ringcast.client.internal.ConnectSettings;
import org.ringcast.client.internal.ConnectionException;
import org.ringcast.client.internal.DaemonConnection;
import org.ringcast.client.internal.OutgoingFrames;

/** A session that sends messages up to the limit of the ring, which is above that of the Java interface. It never receives. */
final class LargeSender implements AutoCloseable {
    private static final int CONNECT_MS = 15_000;

    private final DaemonConnection connection;
    private final String privateGroup;
    private int sent;

    LargeSender(InetAddress address, int port, String name) throws IOException {
        connection = DaemonConnection.open(new ConnectSettings(
                new InetSocketAddress(address, port), name, false, false, "NULL", () -> null, CONNECT_MS, true, false));
        privateGroup = connection.privateGroup().toString();
    }

    /** A message of each service with each of these sizes; their uids. */
    Set<String> send(String group, int... sizes) throws IOException {
        Set<String> uids = new LinkedHashSet<>();
        for (int bytes : sizes) {
            for (int service : Trial.SERVICES) {
                int number = sent++;
                byte[] head =
                        OutgoingFrames.head(service, connection.privateGroup(), List.of(group), (short) number, bytes);
                connection.write(head, Body.of(privateGroup, number, bytes));
                uids.add(privateGroup + "/" + number);
            }
        }
        return uids;
    }

    @Override
    public void close() throws ConnectionException {
        connection.disconnect();
    }
}
