package org.ringcast.daemon.session;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.session.SessionMemory;
import org.ringcast.daemon.core.session.SessionTable;
import org.ringcast.daemon.session.auth.Authenticator;
import org.ringcast.daemon.session.auth.Peer;
import org.ringcast.protocol.LogText;

/** All client connections: who may come, who has work to do at the end of the duty cycle, and what they share. */
final class Connections {
    /** Connections that were ended and may still read what was sent to them; more are closed at once. */
    private static final int MAX_LINGERING = 512;

    /** A frame of which nothing came for so long does not get on, even over a line that loses packets. */
    static final long STANDSTILL_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long RELIEF_PERIOD_NS = TimeUnit.MILLISECONDS.toNanos(50);

    final SessionServerSettings settings;
    final SessionTable sessions;
    Authenticator authenticator;
    final ByteBufAllocator allocator;
    private final BooleanSupplier acceptsClients;
    private final LongSupplier clockNs;
    private final CoreLog log;

    final Mailboxes mailboxes = new Mailboxes();
    private BiConsumer<String, Throwable> faultHandler = (where, fault) -> {};
    private final long[] counters = new long[SessionCounter.values().length];
    private final Set<ClientConnection> open = new LinkedHashSet<>();
    private final Map<Peer, Integer> perPeer = new HashMap<>();
    private List<ClientConnection> withOutput = new ArrayList<>();
    private List<ClientConnection> withBacklog = new ArrayList<>();
    private int maxConnections;
    private int maxConnectionsPerAddress;
    private int inHandshake;
    private long relievedNs = Long.MIN_VALUE / 2;
    private int lingering;
    private boolean gateOpen;

    Connections(
            SessionServerSettings settings,
            SessionTable sessions,
            Authenticator authenticator,
            ByteBufAllocator allocator,
            BooleanSupplier acceptsClients,
            LongSupplier clockNs,
            CoreLog log) {
        this.settings = settings;
        this.sessions = sessions;
        this.authenticator = authenticator;
        this.allocator = allocator;
        this.acceptsClients = acceptsClients;
        this.clockNs = clockNs;
        this.log = log;
        setQuota(settings.maxConnections(), settings.maxConnectionsPerAddress());
        this.gateOpen = acceptsClients.getAsBoolean();
    }

    // ---- Shared by the connections -------------------------------------------------------------------------------

    long nowNs() {
        return clockNs.getAsLong();
    }

    /** Whether clients may be read; false while the daemons exchange the state of groups. */
    boolean isGateOpen() {
        return acceptsClients.getAsBoolean();
    }

    /** A line about one client. */
    void log(Supplier<String> line) {
        log(Kind.SESSION, Level.WARNING, line);
    }

    void log(Kind kind, Level level, Supplier<String> line) {
        if (log.enabled(kind, level)) {
            log.line(kind, level, LogText.oneLine(line.get()));
        }
    }

    void setAuthenticator(Authenticator newAuthenticator) {
        authenticator = newAuthenticator;
    }

    /** From now on so many connections are accepted; those that there are stay. */
    void setQuota(int connections, int perAddress) {
        maxConnections = connections;
        maxConnectionsPerAddress = perAddress;
    }

    /** For one read of one connection: enough to read large messages in few calls, and shared fairly. */
    int mostReadBytes() {
        return sessions.memory().readBytes(maxConnections);
    }

    void setFaultHandler(BiConsumer<String, Throwable> handler) {
        faultHandler = handler;
    }

    /** The daemon's own code threw; the connection that it served is lost, the daemon is not. */
    void fault(String where, Throwable fault) {
        count(SessionCounter.INTERNAL_ERRORS);
        faultHandler.accept(where, fault);
    }

    void count(SessionCounter counter) {
        count(counter, 1);
    }

    @SuppressWarnings("EnumOrdinal")
    void count(SessionCounter counter, long amount) {
        counters[counter.ordinal()] += amount;
    }

    @SuppressWarnings("EnumOrdinal")
    long counter(SessionCounter counter) {
        return counters[counter.ordinal()];
    }

    // ---- Coming and going ----------------------------------------------------------------------------------------

    /** A connection is there. Null when it may stay, else the reason why there is no room for it. */
    SessionCounter admit(ClientConnection connection) {
        open.add(connection);
        int fromPeer = perPeer.merge(connection.peer(), 1, Integer::sum);
        inHandshake++;
        if (inHandshake + sessions.count() > maxConnections) {
            return SessionCounter.REFUSED_QUOTA;
        }
        boolean limited = maxConnectionsPerAddress > 0;
        return limited && fromPeer > maxConnectionsPerAddress ? SessionCounter.REFUSED_ADDRESS_QUOTA : null;
    }

    /** The connection has a session now, or never will: it is counted by the session table, or not at all. */
    void leftHandshake() {
        inHandshake--;
    }

    /** The connection no longer counts against the limit of its address. */
    void leftPeer(ClientConnection connection) {
        perPeer.computeIfPresent(connection.peer(), (peer, count) -> count == 1 ? null : count - 1);
    }

    /** The socket is closed. */
    void closed(ClientConnection connection) {
        if (open.remove(connection)) {
            mailboxes.giveBack(connection.mailbox());
        }
    }

    int count() {
        return open.size();
    }

    boolean mayLinger() {
        return lingering < MAX_LINGERING;
    }

    void lingers(int change) {
        lingering += change;
    }

    // ---- The duty cycle ------------------------------------------------------------------------------------------

    /** The session of the connection has output; {@link #flush} writes it. */
    void hasOutput(ClientConnection connection) {
        withOutput.add(connection);
    }

    /** The connection has bytes that were read and could not be taken; {@link #readWaiting} takes them. */
    void hasBacklog(ClientConnection connection) {
        withBacklog.add(connection);
    }

    /**
     * Takes input that was read before and had to wait.
     *
     * @return number of connections that were looked at
     */
    int readWaiting() {
        if (withBacklog.isEmpty() || !isGateOpen()) {
            return 0;
        }
        List<ClientConnection> ready = withBacklog;
        withBacklog = new ArrayList<>();
        ready.forEach(ClientConnection::takeBacklog);
        return ready.size();
    }

    /**
     * Writes what the core has for the clients, and stops or resumes reading when the core says so.
     *
     * @return whether clients may be read and accepted
     */
    boolean flush() {
        boolean nowOpen = isGateOpen();
        if (nowOpen != gateOpen) {
            gateOpen = nowOpen;
            List.copyOf(open).forEach(ClientConnection::updateReading);
        }
        while (!withOutput.isEmpty()) {
            List<ClientConnection> ready = withOutput;
            withOutput = new ArrayList<>();
            ready.forEach(ClientConnection::drain);
        }
        return nowOpen;
    }

    /**
     * Ends sessions whose unfinished frames stand still while all such frames together take more than they should: first those
     * that got no byte for the longest time.
     */
    void relieveInput() {
        SessionMemory memory = sessions.memory();
        if (!memory.isInputOver()) {
            return;
        }
        long now = nowNs();
        if (!memory.isInputFarOver() && now - relievedNs < RELIEF_PERIOD_NS) {
            return;
        }
        relievedNs = now;
        List<ClientConnection> unfinished = new ArrayList<>();
        for (ClientConnection connection : open) {
            if (connection.unfinishedBytes() > 0) {
                unfinished.add(connection);
            }
        }
        unfinished.sort(Comparator.comparingLong(ClientConnection::inputProgressNs));
        for (ClientConnection connection : unfinished) {
            boolean stands = now - connection.inputProgressNs() >= STANDSTILL_NS;
            if (!memory.isInputOver() || !(stands || memory.isInputFarOver())) {
                return;
            }
            connection.endUnfinished(now);
        }
    }

    /** Closes everything at once; the sessions die with the process. */
    void closeAll() {
        List.copyOf(open).forEach(ClientConnection::abort);
    }
}
