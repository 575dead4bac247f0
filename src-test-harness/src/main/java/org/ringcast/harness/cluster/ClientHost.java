package org.ringcast.harness.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.harness.process.CapturedProcess;
import org.ringcast.harness.process.Installation;

/** Where clients run: in this process, or in one of their own, for example inside a network namespace. */
public abstract class ClientHost implements AutoCloseable {
    ClientHost() {}

    /** Clients in this process. */
    public static ClientHost local(RunLog log) {
        ClientAgent agent = new ClientAgent(log::add);
        return new ClientHost() {
            @Override
            void send(String command) {
                try {
                    agent.execute(command);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted", e);
                }
            }

            @Override
            public void close() {
                // Its threads are no hindrance for the end of the process.
            }
        };
    }

    /**
     * Clients in a new process.
     *
     * @param prefix words before the command, for example those that enter a namespace
     */
    public static ClientHost process(RunLog log, Path directory, List<String> prefix) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Installation.java().toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx128m",
                "-cp",
                Installation.classPath(),
                ClientAgent.class.getName()));
        CapturedProcess process = new CapturedProcess("clients", directory, command, line -> {
            if (EventLines.isEvent(line)) {
                log.add(EventLines.parse(line));
            }
        });
        return new ClientHost() {
            @Override
            void send(String command) {
                process.send(command);
            }

            @Override
            public void close() {
                process.close();
            }
        };
    }

    abstract void send(String command);

    /** Connects {@code #name#daemon}; waits for the daemon to be ready, here or there. */
    public void connect(String privateGroup, int connection, String host, int port) {
        send("connect " + privateGroup + " " + connection + " " + host + " " + port);
    }

    /** Joins a group. */
    public void join(String privateGroup, String group) {
        send("join " + privateGroup + " " + group);
    }

    /** Leaves a group. */
    public void leave(String privateGroup, String group) {
        send("leave " + privateGroup + " " + group);
    }

    /** Sends messages of all services in turn, of up to {@code maxBytes} bytes. */
    public void multicast(String privateGroup, String groups, int count, int maxBytes) {
        send("send " + privateGroup + " " + groups + " " + count + " " + maxBytes);
    }

    /** Ends the connection. */
    public void disconnect(String privateGroup) {
        send("disconnect " + privateGroup);
    }

    @Override
    public abstract void close();
}
