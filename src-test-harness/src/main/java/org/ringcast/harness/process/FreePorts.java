package org.ringcast.harness.process;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Ports for daemons: P for UDP, TCP and the Unix socket, P + 1 for UDP. Never gives out the same one twice in one JVM. */
public final class FreePorts {
    private static final int TRIES = 200;
    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /** A port that is free now, and the one above. */
    public static synchronized int next() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try (ServerSocket clients = new ServerSocket(0)) {
                int port = clients.getLocalPort();
                if (port < 65_534 && !GIVEN.contains(port) && !GIVEN.contains(port + 1) && isFree(port)) {
                    GIVEN.add(port);
                    GIVEN.add(port + 1);
                    return port;
                }
            }
        }
        throw new IOException("no free ports found in " + TRIES + " tries");
    }

    private static boolean isFree(int port) {
        // What a daemon that crashed left behind.
        if (Files.exists(Path.of("/tmp", Integer.toString(port)))) {
            return false;
        }
        try (DatagramSocket data = new DatagramSocket(port);
                DatagramSocket token = new DatagramSocket(port + 1)) {
            return data.isBound() && token.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
