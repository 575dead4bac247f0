package org.ringcast.harness.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.ringcast.client.internal.ConnectSettings;
import org.ringcast.client.internal.ConnectionException;
import org.ringcast.client.internal.DaemonConnection;
import org.ringcast.client.internal.IncomingFrame;
import org.ringcast.client.internal.OutgoingFrames;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientEvent.Cause;
import org.ringcast.harness.check.history.ClientEvent.End;
import org.ringcast.harness.check.history.ClientId;
import org.ringcast.harness.check.history.GroupId;
import org.ringcast.harness.check.history.Service;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.MalformedMessageException;
import org.ringcast.protocol.MembershipBody;
import org.ringcast.protocol.ServiceType;

/**
 * One connection that tells all it does and sees. What it is asked to do is done by a thread of its own, in
 * order; another thread receives. A request is told before it is made, so what follows from it is told later.
 */
final class LoggedClient {
    private static final int CONNECT_MS = 5000;

    private static final Map<Service, Integer> SERVICE_BITS = new EnumMap<>(Map.of(
            Service.UNRELIABLE, ServiceType.UNRELIABLE,
            Service.RELIABLE, ServiceType.RELIABLE,
            Service.FIFO, ServiceType.FIFO,
            Service.CAUSAL, ServiceType.CAUSAL,
            Service.AGREED, ServiceType.AGREED,
            Service.SAFE, ServiceType.SAFE));

    private static final List<Service> SERVICES = List.of(Service.values());

    private final DaemonConnection connection;
    private final ClientId id;
    private final Consumer<ClientEvent> sink;
    private final ExecutorService requests;
    private long numbers;
    private int messages;
    private boolean ending;

    private LoggedClient(DaemonConnection connection, ClientId id, Consumer<ClientEvent> sink) {
        this.connection = connection;
        this.id = id;
        this.sink = sink;
        this.requests = Executors.newSingleThreadExecutor(work -> daemonThread(work, "requests of " + id));
    }

    /**
     * Connects.
     *
     * @param id its name, before it is known whether the daemon gives it
     * @throws ConnectionException when the daemon refuses or cannot be reached
     */
    static LoggedClient connect(InetSocketAddress daemon, ClientId id, Consumer<ClientEvent> sink)
            throws ConnectionException {
        String name = id.name().substring(1, id.name().lastIndexOf('#'));
        DaemonConnection connection = DaemonConnection.open(
                new ConnectSettings(daemon, name, false, true, "NULL", () -> null, CONNECT_MS, true, false));
        if (!connection.privateGroup().toString().equals(id.name())) {
            throw new IllegalStateException("connected as " + connection.privateGroup() + ", not as " + id);
        }
        LoggedClient client = new LoggedClient(connection, id, sink);
        client.tell(number -> new ClientEvent.Connected(id, number, true));
        daemonThread(client::receive, "receiver of " + id).start();
        return client;
    }

    private static Thread daemonThread(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Makes an event with the next number. */
    @FunctionalInterface
    private interface Telling {
        ClientEvent event(long number);
    }

    private synchronized void tell(Telling telling) {
        sink.accept(telling.event(numbers++));
    }

    // ---- Requests ------------------------------------------------------------------------------------------------

    /** Something that a lost connection may end. */
    @FunctionalInterface
    private interface Request {
        void make() throws ConnectionException;
    }

    private void request(Request request) {
        requests.execute(() -> {
            try {
                request.make();
            } catch (ConnectionException e) {
                // The receiver tells how the connection ended.
            }
        });
    }

    void join(String group) {
        request(() -> {
            tell(number -> new ClientEvent.JoinRequested(id, number, group));
            write(ServiceType.JOIN, List.of(group), new byte[0]);
        });
    }

    void leave(String group) {
        request(() -> {
            tell(number -> new ClientEvent.LeaveRequested(id, number, group));
            write(ServiceType.LEAVE, List.of(group), new byte[0]);
        });
    }

    /** Sends so many messages, of all services in turn, of 20 up to {@code maxBytes} bytes. */
    void send(List<String> groups, int count, int maxBytes) {
        for (int i = 0; i < count; i++) {
            request(() -> sendOne(groups, maxBytes));
        }
    }

    private void sendOne(List<String> groups, int maxBytes) throws ConnectionException {
        int place = messages++;
        Service service = SERVICES.get(place % SERVICES.size());
        String uid = id + ":" + place;
        byte[] head = (uid + '\n').getBytes(StandardCharsets.UTF_8);
        int bytes = Math.max(head.length, 20 + place * 977 % Math.max(1, maxBytes - 20));
        tell(number -> new ClientEvent.MessageSent(id, number, uid, service, false, groups));
        write(SERVICE_BITS.get(service), groups, Arrays.copyOf(head, bytes));
    }

    private void write(int type, List<String> groups, byte[] data) throws ConnectionException {
        connection.write(OutgoingFrames.head(type, connection.privateGroup(), groups, (short) 0, data.length), data);
    }

    void disconnect() {
        request(() -> {
            synchronized (this) {
                ending = true;
            }
            connection.disconnect();
        });
    }

    // ---- What comes ----------------------------------------------------------------------------------------------

    private void receive() {
        try {
            connection.beginReading(() -> false);
            while (true) {
                received(connection.read(() -> false, 0));
            }
        } catch (IOException | MalformedMessageException e) {
            boolean asked;
            synchronized (this) {
                asked = ending;
            }
            tell(number -> new ClientEvent.Ended(id, number, asked ? End.DISCONNECT : End.BY_DAEMON));
        }
    }

    private void received(IncomingFrame frame) throws MalformedMessageException {
        if (frame.isMembership()) {
            membership(frame);
            return;
        }
        byte[] data = frame.data();
        int end = 0;
        while (end < data.length && data[end] != '\n') {
            end++;
        }
        String uid = new String(data, 0, end, StandardCharsets.UTF_8);
        String sender = frame.sender().toString();
        int type = frame.serviceType();
        boolean discard = (type & ServiceType.SELF_DISCARD) != 0;
        List<String> destinations = groups(frame);
        tell(number -> new ClientEvent.Data(id, number, uid, sender, serviceOf(type), discard, destinations));
    }

    private static Service serviceOf(int serviceType) {
        for (Service service : Service.values()) {
            if ((serviceType & SERVICE_BITS.get(service)) != 0) {
                return service;
            }
        }
        throw new IllegalStateException("a message without service, 0x" + Integer.toHexString(serviceType));
    }

    private static List<String> groups(IncomingFrame frame) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < frame.groupCount(); i++) {
            names.add(frame.group(i).toString());
        }
        return names;
    }

    private void membership(IncomingFrame frame) throws MalformedMessageException {
        String group = frame.sender().toString();
        int type = frame.serviceType();
        byte[] data = frame.data();
        if (ServiceType.isSelfLeave(type)) {
            tell(number -> new ClientEvent.SelfLeave(id, number, group));
        } else if (ServiceType.isTransition(type)) {
            GroupId ends = id(org.ringcast.protocol.GroupId.read(data, 0, frame.isLittleEndian()));
            tell(number -> new ClientEvent.Transition(id, number, group, ends));
        } else {
            MembershipBody body = MembershipBody.read(data, 0, data.length, frame.isLittleEndian());
            List<List<String>> sets = body.sets().stream()
                    .map(set -> set.members().stream().map(GroupName::toString).toList())
                    .toList();
            tell(number -> new ClientEvent.View(
                    id, number, group, id(body.groupId()), causeOf(type), groups(frame), sets, body.localSetIndex()));
        }
    }

    private static GroupId id(org.ringcast.protocol.GroupId id) {
        return new GroupId(id.processId(), id.timeSeconds(), id.index());
    }

    private static Cause causeOf(int type) {
        if ((type & ServiceType.CAUSED_BY_NETWORK) != 0) {
            return Cause.NETWORK;
        }
        if ((type & ServiceType.CAUSED_BY_JOIN) != 0) {
            return Cause.JOIN;
        }
        return (type & ServiceType.CAUSED_BY_LEAVE) != 0 ? Cause.LEAVE : Cause.DISCONNECT;
    }
}
