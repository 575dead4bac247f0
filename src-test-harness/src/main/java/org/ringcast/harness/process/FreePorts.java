package org.ringcast.harness.process;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for daemons: P for UDP, TCP and the Unix socket, P + 1 for UDP. Never gives out the same one twice in one JVM. */
public final class FreePorts {
    private static final int TRIES = 200;

    // Below those that the system gives to whoever asks for any: between the look and the use nobody gets one of them.
    private static final int FIRST = 10_000;
    private static final int LAST = 32_000;

    // The build runs tests in several JVMs, numbered from 1: of 4 each has a range of its own. 1 where nobody says.
    private static final int NUM_RANGES = 4;
    private static final int RANGE_LENGTH = (LAST - FIRST) / NUM_RANGES;
    private static final int RANGE_START =
            FIRST + (Integer.getInteger("ringcast.fork", 1) - 1) % NUM_RANGES * RANGE_LENGTH;

    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /**
     * A port that is free now, and the one above.
     *
     * @throws IOException when there seems to be none
     */
    public static synchronized int next() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(RANGE_START, RANGE_START + RANGE_LENGTH - 1);
            if (!GIVEN.contains(port) && !GIVEN.contains(port + 1) && isFree(port)) {
                GIVEN.add(port);
                GIVEN.add(port + 1);
                return port;
            }
        }
        throw new IOException("no free ports found in " + TRIES + " tries");
    }

    private static boolean isFree(int port) {
        // What a daemon that crashed left behind.
        if (Files.exists(Path.of("/tmp", Integer.toString(port)))) {
            return false;
        }
        try (ServerSocket clients = new ServerSocket(port);
                DatagramSocket data = new DatagramSocket(port);
                DatagramSocket token = new DatagramSocket(port + 1)) {
            return clients.isBound() && data.isBound() && token.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
