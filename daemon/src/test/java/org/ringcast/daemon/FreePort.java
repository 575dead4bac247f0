package org.ringcast.daemon;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for daemons in this JVM. */
public final class FreePort {
    private static final int TRIES = 200;

    // Below those that the system gives to whoever asks for any; each test JVM of the build has a range of its own.
    private static final int FIRST = 10_000;
    private static final int RANGE_LENGTH = 5_000;
    private static final int RANGE_START = FIRST + (Integer.getInteger("ringcast.fork", 1) - 1) % 4 * RANGE_LENGTH;

    private FreePort() {}

    /** An even port that is free on loopback for clients and data, and the one above for tokens. */
    public static int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = RANGE_START + 2 * ThreadLocalRandom.current().nextInt(RANGE_LENGTH / 2);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free ports found in " + TRIES + " tries");
    }

    private static boolean isFree(int port) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket clients = new ServerSocket(port, 1, loopback);
                DatagramSocket data = new DatagramSocket(port, loopback);
                DatagramSocket token = new DatagramSocket(port + 1, loopback)) {
            return clients.isBound() && data.isBound() && token.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
