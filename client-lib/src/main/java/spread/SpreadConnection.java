package spread;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.Vector;
import java.util.function.Consumer;
import org.ringcast.client.internal.ConnectSettings;
import org.ringcast.client.internal.ConnectionException;
import org.ringcast.client.internal.DaemonConnection;
import org.ringcast.client.internal.IncomingFrame;
import org.ringcast.client.internal.OutgoingFrames;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;

/**
 * A connection of an application to a daemon: connect, join groups with {@link SpreadGroup}, send with
 * {@link #multicast(SpreadMessage)}, and receive either with {@link #receive()} or through listeners.
 *
 * <p>Threads: any thread may send at any time; a message is sent whole, and those of one thread stay in order. One thread
 * receives at a time, others wait for their turn. {@link #disconnect()} ends a waiting {@link #receive()} with a
 * {@link SpreadException} and waits for nobody.
 *
 * <p>Listeners are called by one daemon thread of the connection, one message at a time, basic listeners before advanced
 * ones, each kind in the order of addition. While listeners are being called, adding and removing listeners and
 * disconnecting are put off until all have been called, whichever thread asks.
 *
 * <p>When the connection is lost, {@link #receive()} throws, {@link #isConnected()} turns false, and the object can
 * connect again. With listeners, see {@link #setConnectionLostHandler}.
 */
public class SpreadConnection implements AutoCloseable {
    /** Bytes of a group name on the wire. */
    protected static final int MAX_GROUP_NAME = Limits.GROUP_NAME;

    private static final int LAST_PORT = 65535;
    private static final String NOT_CONNECTED = "Not connected.";

    /** The {@link BasicMessageListener} objects. */
    @SuppressWarnings({"rawtypes", "JdkObsolete"}) // older than generics
    protected Vector basicListeners = new Vector();

    /** The {@link AdvancedMessageListener} objects. */
    @SuppressWarnings({"rawtypes", "JdkObsolete"})
    protected Vector advancedListeners = new Vector();

    private final ListenerDispatch dispatch = new ListenerDispatch(this);
    /** Held while connecting, so that two attempts do not mix. Nobody else waits for it. */
    private final Object connectLock = new Object();

    private volatile DaemonConnection daemon;
    private volatile SpreadGroup privateGroup;
    private volatile String authName = "NULL";
    private volatile String authClassName = NULLAuth.class.getName();
    private volatile int connectTimeoutMillis;
    private volatile int receiveTimeoutMillis;
    private volatile boolean tcpNoDelay = true;
    private volatile boolean keepAlive = true;

    /** A connection that is not connected yet. */
    public SpreadConnection() {}

    /**
     * Chooses the authentication method of later connects. The default is NULL with {@link NULLAuth}.
     *
     * @param authName name of the method, as the daemon knows it; cut to 30 characters
     * @param authClassName class that implements {@link SpreadAuthInterface}
     * @throws SpreadException when connected
     */
    public void registerAuthentication(String authName, String authClassName) throws SpreadException {
        synchronized (connectLock) {
            checkNotConnected();
            this.authName = cut(authName, Limits.AUTH_NAME);
            this.authClassName = authClassName;
        }
    }

    /**
     * Limits the time that connecting may take, socket and handshake together.
     *
     * @param millis for later connects; 0, the default, waits without limit
     */
    public void setConnectTimeout(int millis) {
        connectTimeoutMillis = checkTimeout(millis);
    }

    /**
     * Limits the time that {@link #receive()} waits for each message. It then throws a
     * {@link java.net.SocketTimeoutException}, and nothing is lost: the next call goes on. Listeners are not concerned.
     *
     * @param millis for later receives; 0, the default, waits without limit
     */
    public void setReceiveTimeout(int millis) {
        receiveTimeoutMillis = checkTimeout(millis);
    }

    /** Sets TCP_NODELAY for later connects; on by default. */
    public void setTcpNoDelay(boolean on) {
        tcpNoDelay = on;
    }

    /** Sets SO_KEEPALIVE for later connects; on by default, so that a vanished daemon machine is noticed in the end. */
    public void setKeepAlive(boolean on) {
        keepAlive = on;
    }

    /**
     * Names who is to be told when a connection with listeners is lost. Called on the listener thread, once for each lost
     * connection, with the reason; not for {@link #disconnect()}.
     *
     * @param handler replaces an earlier one; null for none
     */
    public void setConnectionLostHandler(Consumer<SpreadException> handler) {
        dispatch.setConnectionLostHandler(handler);
    }

    /**
     * Connects over TCP.
     *
     * @param address of the daemon, IPv4 or IPv6; null for this machine, by its own name first and, when nobody listens
     *     there, by the loopback address
     * @param port of the daemon; 0 for 4803
     * @param privateName wanted name, unique on the daemon, cut to 10 characters; null or empty lets the daemon choose
     * @param priority a flag that daemons take and do nothing with
     * @param groupMembership whether to receive membership messages
     * @throws SpreadException when connected, or when the daemon cannot be reached or refuses: the message then ends in
     *     {@code rejected=} and -3 too many users, -5 illegal name, -6 name in use, -7 version, -9 authentication
     */
    public void connect(InetAddress address, int port, String privateName, boolean priority, boolean groupMembership)
            throws SpreadException {
        synchronized (connectLock) {
            checkNotConnected();
            InetAddress first = address == null ? localHost() : address;
            if (port < 0 || port > LAST_PORT) {
                throw new SpreadException("Bad port (" + port + ").");
            }
            int usedPort = port == 0 ? Limits.DEFAULT_PORT : port;
            try {
                open(new InetSocketAddress(first, usedPort), privateName, priority, groupMembership);
            } catch (ConnectionException e) {
                if (address != null || e.kind() != ConnectionException.Kind.REFUSED) {
                    throw SpreadException.of(e.getMessage(), e);
                }
                InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), usedPort);
                connectTo(loopback, privateName, priority, groupMembership);
            }
        }
    }

    /**
     * Connects over TCP or, with a {@link java.net.UnixDomainSocketAddress}, over a Unix-domain socket. A daemon with port
     * 4803 listens on {@code /tmp/4803}.
     *
     * @param address of the daemon
     * @param privateName as in the other method
     * @param priority as in the other method
     * @param groupMembership as in the other method
     * @throws SpreadException as in the other method
     */
    public void connect(SocketAddress address, String privateName, boolean priority, boolean groupMembership)
            throws SpreadException {
        Objects.requireNonNull(address, "address");
        synchronized (connectLock) {
            checkNotConnected();
            connectTo(address, privateName, priority, groupMembership);
        }
    }

    private void connectTo(SocketAddress address, String name, boolean priority, boolean membership)
            throws SpreadException {
        try {
            open(address, name, priority, membership);
        } catch (ConnectionException e) {
            throw SpreadException.of(e.getMessage(), e);
        }
    }

    private void open(SocketAddress address, String name, boolean priority, boolean membership)
            throws ConnectionException, SpreadException {
        SpreadAuthInterface authentication = newAuthentication();
        ConnectSettings settings = new ConnectSettings(
                address,
                encodable(name == null ? "" : cut(name, Limits.MAX_PRIVATE_NAME)),
                priority,
                membership,
                authName,
                () -> {
                    authentication.authenticate();
                    return null;
                },
                connectTimeoutMillis,
                tcpNoDelay,
                keepAlive);
        DaemonConnection opened = DaemonConnection.open(settings);
        dispatch.connected(() -> {
            DaemonConnection lost = daemon;
            if (lost != null) {
                lost.close();
            }
            privateGroup = SpreadGroup.of(this, opened.privateGroup());
            daemon = opened;
        });
    }

    private SpreadAuthInterface newAuthentication() throws SpreadException {
        String className = authClassName;
        try {
            Class<?> type = loadClass(className);
            return (SpreadAuthInterface) type.getConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            throw SpreadException.of("Cannot use authentication class " + className + ": " + e, e);
        }
    }

    private static Class<?> loadClass(String name) throws ClassNotFoundException {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            // in containers the library may be loaded by a loader that does not see the application's classes
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            if (context == null) {
                throw e;
            }
            return Class.forName(name, true, context);
        }
    }

    /**
     * Ends the session. A thread that waits in {@link #receive()} gets a {@link SpreadException}. While listeners are being
     * called, the session ends when all have been called, and this method returns before.
     *
     * @throws SpreadException when not connected, or when the daemon could not be told; the connection is closed then, too
     */
    public void disconnect() throws SpreadException {
        if (daemon == null) {
            throw new SpreadException(NOT_CONNECTED);
        }
        if (!dispatch.postponeDisconnect()) {
            disconnectNow();
        }
    }

    /** Ends the session whether or not listeners are being called. */
    final void disconnectNow() throws SpreadException {
        DaemonConnection closing = dispatch.disconnecting(this::detach);
        if (closing == null) {
            throw new SpreadException(NOT_CONNECTED);
        }
        try {
            closing.disconnect();
        } catch (ConnectionException e) {
            throw SpreadException.of(e.getMessage(), e);
        } finally {
            dispatch.awaitEnd();
        }
    }

    private DaemonConnection detach() {
        DaemonConnection detached = daemon;
        daemon = null;
        privateGroup = null;
        return detached;
    }

    /**
     * Ends the session if there is one; otherwise does nothing.
     *
     * @throws SpreadException never from here; declared so that subclasses may
     */
    @Override
    public void close() throws SpreadException {
        if (daemon != null) {
            try {
                disconnect();
            } catch (SpreadException e) {
                ListenerDispatch.LOG.debug("while closing", e);
            }
        }
    }

    /** The private group of this connection, {@code #name#daemon}; null when not connected. */
    public SpreadGroup getPrivateGroup() {
        return privateGroup;
    }

    /**
     * Waits for a message.
     *
     * @throws SpreadException when there are listeners, when not connected, or when the connection is lost or closed
     * @throws InterruptedIOException when the thread was interrupted while it waited, or when the time set with
     *     {@link #setReceiveTimeout} was up. The connection stays as it is and no message is lost.
     */
    public SpreadMessage receive() throws SpreadException, InterruptedIOException {
        return receive(1)[0];
    }

    /**
     * Waits for a number of messages, which no other thread gets parts of.
     *
     * @param numMessages how many; 0 gives an empty array at once
     * @throws SpreadException as {@link #receive()}; messages that were received before are lost
     * @throws InterruptedIOException as {@link #receive()}; messages that were received before are lost
     */
    public SpreadMessage[] receive(int numMessages) throws SpreadException, InterruptedIOException {
        SpreadMessage[] messages = new SpreadMessage[numMessages];
        if (numMessages == 0) {
            return messages;
        }
        checkNoListeners();
        DaemonConnection connection = connectedDaemon();
        connection.beginReading(() -> false);
        try {
            checkNoListeners();
            for (int i = 0; i < numMessages; i++) {
                messages[i] = toMessage(connection, read(connection));
            }
            return messages;
        } finally {
            connection.endReading();
        }
    }

    private IncomingFrame read(DaemonConnection connection) throws SpreadException, InterruptedIOException {
        try {
            return connection.read(() -> false, receiveTimeoutMillis);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw SpreadException.of(e.getMessage(), e);
        }
    }

    /** Makes a message of what the daemon sent. */
    final SpreadMessage toMessage(DaemonConnection connection, IncomingFrame frame) throws SpreadException {
        return IncomingMessages.toMessage(this, connection.privateGroup(), frame);
    }

    /**
     * Whether there is something to receive; it may be less than a whole message. False when the connection is lost.
     *
     * @throws SpreadException when not connected
     */
    public boolean poll() throws SpreadException {
        return connectedDaemon().poll();
    }

    /** Adds a listener. Adding it again makes it called again for each message. */
    @SuppressWarnings("unchecked")
    public void add(BasicMessageListener listener) {
        Objects.requireNonNull(listener, "listener");
        dispatch.change(() -> basicListeners.add(listener));
    }

    /** Adds a listener. Adding it again makes it called again for each message. */
    @SuppressWarnings("unchecked")
    public void add(AdvancedMessageListener listener) {
        Objects.requireNonNull(listener, "listener");
        dispatch.change(() -> advancedListeners.add(listener));
    }

    /**
     * Removes a listener once. After the last one {@link #receive()} can be used; messages that came in between are not
     * lost.
     */
    public void remove(BasicMessageListener listener) {
        dispatch.change(() -> basicListeners.remove(listener));
    }

    /**
     * Removes a listener once. After the last one {@link #receive()} can be used; messages that came in between are not
     * lost.
     */
    public void remove(AdvancedMessageListener listener) {
        dispatch.change(() -> advancedListeners.remove(listener));
    }

    /**
     * Sends a message to its groups. Waits when the daemon does not take it yet; does not wait for delivery.
     *
     * @param message at most 140000 bytes with 48 for the header and 32 for each group, and at most 100 groups. Daemons
     *     of Spread itself deliver to at most 43.
     * @throws SpreadException when not connected, when the message is too large, or when the connection is lost
     */
    public void multicast(SpreadMessage message) throws SpreadException {
        DaemonConnection connection = connectedDaemon();
        byte[] data = message.getData();
        List<SpreadGroup> groups = message.groupList();
        if (Limits.HEADER + (long) Limits.GROUP_NAME * groups.size() + data.length > Limits.MAX_JAVA_MESSAGE) {
            throw new SpreadException("Message is too long for a Spread Message");
        }
        if (groups.size() > Limits.MAX_GROUPS) {
            throw new SpreadException(
                    "Message is to " + groups.size() + " groups, at most " + Limits.MAX_GROUPS + " are possible");
        }
        send(connection, message.getServiceType(), SpreadGroup.names(groups), message.getType(), data);
    }

    /**
     * Sends messages one after the other. Other threads may send in between; the first failure ends it.
     *
     * @throws SpreadException as {@link #multicast(SpreadMessage)}
     */
    public void multicast(SpreadMessage[] messages) throws SpreadException {
        for (SpreadMessage message : messages) {
            multicast(message);
        }
    }

    /** Sends a JOIN or LEAVE. */
    final void sendRequest(int serviceType, String group) throws SpreadException {
        send(connectedDaemon(), serviceType, List.of(group), (short) 0, new byte[0]);
    }

    private static void send(DaemonConnection connection, int serviceType, List<String> groups, short type, byte[] data)
            throws SpreadException {
        byte[] head = OutgoingFrames.head(serviceType, connection.privateGroup(), groups, type, data.length);
        try {
            connection.write(head, data);
        } catch (ConnectionException e) {
            throw SpreadException.of(e.getMessage(), e);
        }
    }

    /** True from connect to disconnect, or until it is noticed that the connection is lost. */
    public boolean isConnected() {
        DaemonConnection connection = daemon;
        return connection != null && connection.isOpen();
    }

    final boolean isAttached(DaemonConnection connection) {
        return connection == daemon;
    }

    /** The connection that listeners may begin to read from, or null. */
    final DaemonConnection openDaemon() {
        DaemonConnection connection = daemon;
        return connection != null && connection.isOpen() ? connection : null;
    }

    /** Turns the four bytes of a number round. */
    protected static int flip(int i) {
        return Integer.reverseBytes(i);
    }

    /** The big-endian number in four bytes. */
    protected static int toInt(byte[] buffer, int bufferIndex) {
        return (buffer[bufferIndex] & 0xff) << 24
                | (buffer[bufferIndex + 1] & 0xff) << 16
                | (buffer[bufferIndex + 2] & 0xff) << 8
                | (buffer[bufferIndex + 3] & 0xff);
    }

    /** The group in a name field of 32 bytes. */
    protected SpreadGroup toGroup(byte[] buffer, int bufferIndex) {
        return SpreadGroup.of(this, GroupName.fromField(buffer, bufferIndex));
    }

    private DaemonConnection connectedDaemon() throws SpreadException {
        DaemonConnection connection = daemon;
        if (connection == null) {
            throw new SpreadException(NOT_CONNECTED);
        }
        return connection;
    }

    private void checkNotConnected() throws SpreadException {
        if (isConnected()) {
            throw new SpreadException("Already connected.");
        }
    }

    private void checkNoListeners() throws SpreadException {
        if (hasListeners()) {
            throw new SpreadException("Tried to receive while there are listeners");
        }
    }

    final boolean hasListeners() {
        return !basicListeners.isEmpty() || !advancedListeners.isEmpty();
    }

    private static InetAddress localHost() throws SpreadException {
        try {
            return InetAddress.getLocalHost();
        } catch (UnknownHostException e) {
            throw SpreadException.of("Error getting local host", e);
        }
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(text.length(), length));
    }

    /** Characters that have no byte become one that no daemon accepts, instead of a question mark that all would. */
    private static String encodable(String name) {
        StringBuilder text = new StringBuilder(name);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                text.setCharAt(i, '\u00ff');
            }
        }
        return text.toString();
    }

    private static int checkTimeout(int millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("negative time-out: " + millis);
        }
        return millis;
    }
}
