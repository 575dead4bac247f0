package org.ringcast.harness.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.ringcast.client.internal.ConnectionException;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientId;

/**
 * Clients that do what lines of text tell them. As a process of its own it reads commands from standard input and prints what
 * the clients do and see; it ends with its input.
 *
 * <pre>
 * connect #NAME#DAEMON CONNECTION HOST PORT
 * join #NAME#DAEMON GROUP
 * leave #NAME#DAEMON GROUP
 * send #NAME#DAEMON GROUP,GROUP COUNT MAXBYTES
 * disconnect #NAME#DAEMON
 * </pre>
 */
public final class ClientAgent {
    private static final long CONNECT_PATIENCE_NS = 20_000_000_000L;
    private static final int RETRY_MS = 50;

    private final Map<String, LoggedClient> clients = new LinkedHashMap<>();
    private final Consumer<ClientEvent> sink;

    ClientAgent(Consumer<ClientEvent> sink) {
        this.sink = sink;
    }

    /** Reads commands until there are no more. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ClientAgent agent = new ClientAgent(event -> {
            synchronized (System.out) {
                System.out.println(EventLines.format(event));
            }
        });
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                agent.execute(line);
            }
        }
    }

    /** Obeys one line. Connecting waits for the daemon; the rest is done by the client's own thread. */
    void execute(String line) throws InterruptedException {
        String[] words = line.split(" ", -1);
        String name = words[1];
        if (words[0].equals("connect")) {
            InetSocketAddress daemon = new InetSocketAddress(words[3], Integer.parseInt(words[4]));
            clients.put(name, connect(daemon, new ClientId(name, Integer.parseInt(words[2]))));
            return;
        }
        LoggedClient client = clients.get(name);
        switch (words[0]) {
            case "join" -> client.join(words[2]);
            case "leave" -> client.leave(words[2]);
            case "send" ->
                client.send(List.of(words[2].split(",", -1)), Integer.parseInt(words[3]), Integer.parseInt(words[4]));
            case "disconnect" -> client.disconnect();
            default -> throw new IllegalArgumentException("no command: " + line);
        }
    }

    /** Tries again while the daemon starts, or has not yet ordered the end of an earlier connection of the name. */
    private LoggedClient connect(InetSocketAddress daemon, ClientId id) throws InterruptedException {
        long end = System.nanoTime() + CONNECT_PATIENCE_NS;
        while (true) {
            try {
                return LoggedClient.connect(daemon, id, sink);
            } catch (ConnectionException e) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException(id + " cannot connect to " + daemon, e);
                }
                synchronized (this) {
                    wait(RETRY_MS);
                }
            }
        }
    }
}
