package org.ringcast.daemon.runtime;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells the service manager how the daemon is, by the datagram socket that {@code NOTIFY_SOCKET} names (systemd, see
 * sd_notify(3)). Without that variable, or where there is no native transport to send with, it does nothing. A state that
 * cannot be told is told to nobody but, once, the log: no daemon ends because its service manager does not listen.
 *
 * <p>May be used by any thread.
 */
public final class ServiceNotifier implements AutoCloseable {
    private static final ServiceNotifier NONE = new ServiceNotifier(null, null, 0, message -> {});

    private final Socket socket;
    private final byte[] address;
    private final long watchdogNs;
    private final Consumer<String> log;
    private boolean failed;
    private boolean ready;
    private int reloads;
    private String lastStatus = "";

    private ServiceNotifier(Socket socket, byte[] address, long watchdogNs, Consumer<String> log) {
        this.socket = socket;
        this.address = address;
        this.watchdogNs = watchdogNs;
        this.log = log;
    }

    /**
     * The service manager that started this process, if one did and wants to know.
     *
     * @param environment the variables of the process
     * @param pid of this process: a watchdog may be meant for another one
     * @param log takes one line when something is wrong
     */
    public static ServiceNotifier of(Map<String, String> environment, long pid, Consumer<String> log) {
        String name = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (name.isEmpty()) {
            return NONE;
        }
        if (!(name.startsWith("/") || name.startsWith("@"))) {
            log.accept("NOTIFY_SOCKET: '" + name + "' is neither a path nor an abstract name: nothing is sent there");
            return NONE;
        }
        if (!Epoll.isAvailable()) {
            log.accept("NOTIFY_SOCKET: there is no native transport for this machine: nothing is sent there, so use"
                    + " Type=exec for the service");
            return NONE;
        }
        byte[] address = name.getBytes(StandardCharsets.UTF_8);
        if (address[0] == '@') {
            address[0] = 0;
        }
        return new ServiceNotifier(Socket.newSocketDomainDgram(), address, watchdogNs(environment, pid), log);
    }

    private static long watchdogNs(Map<String, String> environment, long pid) {
        String forPid = environment.getOrDefault("WATCHDOG_PID", "");
        if (!forPid.isEmpty() && !forPid.equals(Long.toString(pid))) {
            return 0;
        }
        try {
            long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
            return Math.max(0, TimeUnit.MICROSECONDS.toNanos(micros));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Whether anybody listens. */
    public boolean isListening() {
        return socket != null;
    }

    /** A sign of life is due at least this often, in nanoseconds; 0 when nobody waits for one. */
    public long watchdogNs() {
        return watchdogNs;
    }

    /** Clients are served. */
    public synchronized void ready(String status) {
        ready = true;
        send("READY=1", status);
    }

    /** Files are read or opened again; {@link #reloaded} tells when that is done. Says nothing before {@link #ready}. */
    public synchronized void reloading() {
        reloads++;
        if (ready) {
            // The time lets the service manager tell this reload from an earlier one.
            send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()), "");
        }
    }

    /**
     * What {@link #reloading} has announced is done. When it was announced several times the last one counts.
     *
     * @param status empty when all is well
     */
    public synchronized void reloaded(String status) {
        reloads--;
        if (ready && reloads == 0) {
            send("READY=1", status);
        }
    }

    /** The daemon ends. */
    public void stopping() {
        send("STOPPING=1", "ending");
    }

    /** A sign of life, with the state in one line; the same line is not sent twice. */
    public void alive(String status) {
        boolean news;
        synchronized (this) {
            news = !status.equals(lastStatus);
        }
        if (watchdogNs > 0) {
            send("WATCHDOG=1", news ? status : "");
        } else if (news) {
            send("", status);
        }
    }

    private synchronized void send(String state, String status) {
        if (socket == null || !socket.isOpen()) {
            return;
        }
        StringBuilder text = new StringBuilder(state);
        if (!status.isEmpty()) {
            lastStatus = status;
            text.append(state.isEmpty() ? "" : "\n").append("STATUS=").append(status.replace('\n', ' '));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer datagram = ByteBuffer.allocateDirect(bytes.length).put(bytes);
        try {
            socket.sendToDomainSocket(datagram, 0, bytes.length, address);
        } catch (IOException e) {
            if (!failed) {
                failed = true;
                log.accept("NOTIFY_SOCKET: the service manager cannot be told: " + e.getMessage());
            }
        }
    }

    @Override
    public synchronized void close() {
        if (socket == null || !socket.isOpen()) {
            return;
        }
        try {
            socket.close();
        } catch (IOException e) {
            log.accept("NOTIFY_SOCKET: " + e.getMessage());
        }
    }
}
