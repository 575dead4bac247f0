package org.ringcast.daemon.session;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.ServerChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.core.session.SessionTable;
import org.ringcast.daemon.session.auth.Authenticator;

/**
 * Serves clients on TCP and Unix sockets: the adapter between Netty channels and the core's {@link SessionTable}.
 *
 * <p>Everything runs on one event loop, the ring loop: sockets are read, and their frames handed to the core, while the event
 * loop runs. Whoever drives it calls {@link #readWaiting} and {@link #flush} in each duty cycle, and passes on the core's
 * {@link #outputReady}, {@link #drainNow}, {@link #setReading}, {@link #close} and {@link #ended}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failing write or close shows as the end of the channel
public final class SessionServer {
    private static final int BACKLOG = 1024;

    private final SessionServerSettings settings;
    private final EventLoop loop;
    private final SocketTransport transport;
    private final CoreLog log;
    private final Connections connections;
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<InetSocketAddress, Listener> tcpListeners = new LinkedHashMap<>();
    private final List<InetSocketAddress> boundAddresses = new ArrayList<>();
    private UnixSocketFile unixSocketFile;
    private boolean accepting = true;

    /**
     * A server that does not listen yet.
     *
     * @param loop the ring loop, on epoll or NIO
     * @param acceptsClients asked whenever a client could be read or accepted
     * @param clockNs time of the duty cycle in the core's nanoseconds
     */
    public SessionServer(
            SessionServerSettings settings,
            IoEventLoop loop,
            ByteBufAllocator allocator,
            SessionTable sessions,
            Authenticator authenticator,
            BooleanSupplier acceptsClients,
            LongSupplier clockNs,
            CoreLog log) {
        this.settings = settings;
        this.loop = loop;
        this.transport = SocketTransport.of(loop);
        this.log = log;
        this.connections = new Connections(settings, sessions, authenticator, allocator, acceptsClients, clockNs, log);
    }

    /**
     * Binds all listeners. Called on the loop's thread. When one fails the others are closed.
     *
     * @throws ListenException with one line that says which address cannot be bound and why
     */
    public void bind() throws ListenException {
        try {
            for (InetSocketAddress address : settings.tcpAddresses()) {
                bindTcp(address);
            }
            if (settings.unixSocket() != null) {
                bindUnix(settings.unixSocket());
            }
            log("Sess_init: ended ok");
        } catch (ListenException e) {
            close();
            throw e;
        }
    }

    private void bindTcp(InetSocketAddress address) throws ListenException {
        ServerChannel channel = transport.newTcpServer(SocketTransport.familyOf(address.getAddress()));
        channel.config().setOption(ChannelOption.SO_REUSEADDR, settings.reuseAddress());
        channel.config().setOption(ChannelOption.SO_RCVBUF, settings.socketBufferBytes());
        Listener listener = new Listener(connections, channel);
        String shown = "[%s]:%d".formatted(address.getAddress().getHostAddress(), address.getPort());
        try {
            listen(channel, listener, address);
        } catch (ListenFailure e) {
            String likely = e.error == SystemError.EADDRINUSE ? "; likely already bound by another process" : "";
            throw new ListenException(
                    "Sess_init: unable to bind to port %s%s: -1 %d '%s'".formatted(shown, likely, e.error, e.text),
                    e.getCause());
        }
        boundAddresses.add((InetSocketAddress) channel.localAddress());
        listeners.add(listener);
        tcpListeners.put(address, listener);
        listener.setAccepting(accepting);
        log("Sess_init: TCP bind on %s went ok for mailbox %d".formatted(shown, connections.mailboxes.take()));
    }

    /**
     * Listens on more TCP addresses; those that there are already stay.
     *
     * @throws ListenException when one cannot be bound; nothing has changed then
     */
    public void listenOn(List<InetSocketAddress> addresses) throws ListenException {
        List<InetSocketAddress> added = new ArrayList<>();
        for (InetSocketAddress address : addresses) {
            if (tcpListeners.containsKey(address)) {
                continue;
            }
            try {
                bindTcp(address);
                added.add(address);
            } catch (ListenException e) {
                stopListeningOn(added);
                throw e;
            }
        }
    }

    /** Accepts nobody on these TCP addresses any more; sessions stay. */
    public void stopListeningOn(List<InetSocketAddress> addresses) {
        for (InetSocketAddress address : addresses) {
            Listener listener = tcpListeners.remove(address);
            if (listener != null) {
                boundAddresses.remove((InetSocketAddress) listener.channel().localAddress());
                listeners.remove(listener);
                listener.close();
            }
        }
    }

    /** TCP addresses that are listened on, as they were asked for. */
    public List<InetSocketAddress> listeningOn() {
        return List.copyOf(tcpListeners.keySet());
    }

    /** Clients that come from now on are admitted by this. */
    public void setAuthenticator(Authenticator authenticator) {
        connections.setAuthenticator(authenticator);
    }

    /**
     * From now on so many clients are accepted; those that there are stay.
     *
     * @param clients at once, those in the handshake included
     * @param perAddress the same for one client address, 0 for no such limit
     */
    public void setQuota(int clients, int perAddress) {
        connections.setQuota(clients, perAddress);
    }

    private void bindUnix(Path path) throws ListenException {
        UnixSocketFile file = new UnixSocketFile(path);
        ServerChannel channel = transport.newUnixServer();
        Listener listener = new Listener(connections, channel);
        try {
            listen(channel, listener, transport.unixAddress(file.bindPath()));
        } catch (ListenFailure e) {
            throw new ListenException(
                    "Sess_init: AF_UNIX unable to bind to name '%s': %d '%s'; for another directory: UnixSocketDir"
                                    .formatted(path, e.error, e.text)
                            + " (--set UnixSocketDir=DIR)",
                    e.getCause());
        }
        listeners.add(listener);
        file.publish();
        unixSocketFile = file;
        log("Sess_init: UNIX bind for name %s ok".formatted(path));
        log("Sess_init: UNIX went ok on mailbox " + connections.mailboxes.take());
    }

    private void listen(ServerChannel channel, Listener listener, SocketAddress address) throws ListenFailure {
        channel.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
        channel.pipeline().addLast(listener);
        ChannelFuture registered = loop.register(channel).awaitUninterruptibly();
        ChannelFuture bound = registered.isSuccess() ? channel.bind(address).awaitUninterruptibly() : registered;
        if (!bound.isSuccess()) {
            channel.close();
            throw new ListenFailure(bound.cause());
        }
    }

    /** Addresses of the TCP listeners, with the port the system chose where the settings say 0. */
    public List<InetSocketAddress> boundAddresses() {
        return List.copyOf(boundAddresses);
    }

    /** The listeners, TCP first. */
    List<Listener> listeners() {
        return List.copyOf(listeners);
    }

    /** Ends the service: no listener, no connection, no Unix socket file of ours. Called on the loop's thread. */
    public void close() {
        listeners.forEach(Listener::close);
        listeners.clear();
        tcpListeners.clear();
        boundAddresses.clear();
        if (unixSocketFile != null) {
            unixSocketFile.remove();
            unixSocketFile = null;
        }
        connections.closeAll();
    }

    // ---- The duty cycle ------------------------------------------------------------------------------------------

    /**
     * Takes input that was read before and had to wait: the session input of a duty cycle, besides what the event loop
     * reads.
     *
     * @return 0 when there was none
     */
    public int readWaiting() {
        return connections.readWaiting();
    }

    /** End of a duty cycle: writes what the core has for clients, stops or resumes reading and accepting as it says. */
    public void flush() {
        boolean open = connections.flush();
        if (open != accepting) {
            accepting = open;
            listeners.forEach(listener -> listener.setAccepting(open));
        }
    }

    /**
     * Who is told of faults of the daemon's own code that show while a connection is served.
     *
     * @param handler gets what was being done, and the fault
     */
    public void setFaultHandler(BiConsumer<String, Throwable> handler) {
        connections.setFaultHandler(handler);
    }

    // ---- What the core asks for, see CoreOutputs -----------------------------------------------------------------

    /** The session has output; {@link #flush} writes it. */
    public void outputReady(Session session) {
        if (session.attachment() instanceof ClientConnection connection) {
            connection.outputReady();
        }
    }

    /** Writes now what the socket takes. */
    public void drainNow(Session session) {
        if (session.attachment() instanceof ClientConnection connection) {
            connection.drainNow();
        }
    }

    /** Reads the session's socket, or not. */
    public void setReading(Session session, boolean reading) {
        if (session.attachment() instanceof ClientConnection connection) {
            connection.setReading(reading);
        }
    }

    /**
     * The session is over: nothing more is read or written.
     *
     * @param reason as the session table tells it
     */
    public void close(Session session, String reason) {
        if (session.attachment() instanceof ClientConnection connection) {
            connection.sessionClosed(!reason.equals(SessionTable.NOT_READING));
        }
    }

    /** The ring has ordered the end of the session: its socket is closed after what the kernel has. */
    public void ended(Session session) {
        if (session.attachment() instanceof ClientConnection connection) {
            connection.sessionEnded();
        }
    }

    /** What the kernel knows of the client's side, for log lines; empty when it tells nothing. */
    public String socketState(Session session) {
        return session.attachment() instanceof ClientConnection connection ? connection.socketState() : "";
    }

    // ---- For observers -------------------------------------------------------------------------------------------

    /** A counter since the start. */
    public long counter(SessionCounter counter) {
        return connections.counter(counter);
    }

    /** Client sockets open, those in the handshake and those about to close included. */
    public int connectionCount() {
        return connections.count();
    }

    private void log(String line) {
        if (log.enabled(Kind.SESSION, Level.INFO)) {
            log.line(Kind.SESSION, Level.INFO, line);
        }
    }

    /** Why a socket cannot listen, in the words of the system. */
    private static final class ListenFailure extends Exception {
        private static final long serialVersionUID = 1L;

        final int error;
        final String text;

        ListenFailure(Throwable cause) {
            super(cause);
            text = SystemError.text(cause);
            error = SystemError.number(cause);
        }
    }
}
