package org.ringcast.harness.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ringcast.harness.sim.RunObserver.ClientEnd;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.ServiceType;

/** A program that uses the daemon of its machine. What it asks for is only on its way when the methods return. */
public final class SimClient {
    /** Where a client is in its life. */
    public enum State {
        /** Has no connection. */
        OUT,
        /** Has asked to be let in. */
        CONNECTING,
        CONNECTED
    }

    private final SimCluster cluster;
    private final int number;
    private final String name;
    private final SimDaemon daemon;
    private final boolean membership;
    private final boolean littleEndian;
    private final List<ClientFrame> received = new ArrayList<>();
    private final Map<String, ClientFrame> views = new LinkedHashMap<>();
    private final TreeSet<String> wanted = new TreeSet<>();
    private boolean keepsFrames = true;
    private State state = State.OUT;
    private SimConnection connection;
    private String privateGroup;
    private int connectionNumber = -1;
    private int refusedWith;
    private int sent;
    private long framesReceived;
    private boolean reading = true;
    private long paceNs;

    SimClient(SimCluster cluster, int number, String name, SimDaemon daemon, boolean membership, boolean littleEndian) {
        this.cluster = cluster;
        this.number = number;
        this.name = name;
        this.daemon = daemon;
        this.membership = membership;
        this.littleEndian = littleEndian;
    }

    // ---- For whoever looks ---------------------------------------------------------------------------------------

    /** The name it asks for. */
    public String name() {
        return name;
    }

    public SimDaemon daemon() {
        return daemon;
    }

    public State state() {
        return state;
    }

    public boolean isConnected() {
        return state == State.CONNECTED;
    }

    /** {@code #name#daemon}; null before it was let in for the first time. */
    public String privateGroup() {
        return privateGroup;
    }

    /** How often its name had been let in before the present or last connection; -1 before the first. */
    public int connectionNumber() {
        return connectionNumber;
    }

    /** Whether it is told of memberships. */
    public boolean wantsMembership() {
        return membership;
    }

    /** Why it was not let in the last time, 0 when it was. */
    public int refusedWith() {
        return refusedWith;
    }

    /** What came, of all connections, oldest first; empty when frames are not kept. */
    public List<ClientFrame> received() {
        return Collections.unmodifiableList(received);
    }

    /** Frames that came, of all connections. */
    public long framesReceived() {
        return framesReceived;
    }

    /** The last view of a group in this connection; null when there is none. */
    public ClientFrame view(String group) {
        return views.get(group);
    }

    /** Groups that it asked to be in, and not to be out again. */
    public Set<String> wantedGroups() {
        return new TreeSet<>(wanted);
    }

    /** Whether what it sent waits because the daemon does not read. */
    public boolean isWriteBlocked() {
        return state == State.CONNECTED && connection.isWriteBlocked();
    }

    @Override
    public String toString() {
        return "#" + name + "#" + daemon.name();
    }

    // ---- What it does --------------------------------------------------------------------------------------------

    /** Frames are only counted from now on; for long runs. */
    public SimClient forgetFrames() {
        keepsFrames = false;
        return this;
    }

    /** Asks to be let in. False: it has a connection already, or the daemon is not running. */
    public boolean connect() {
        if (state != State.OUT || !daemon.isRunning()) {
            return false;
        }
        note("connects");
        state = State.CONNECTING;
        connection = new SimConnection(cluster, this, daemon.process());
        daemon.process().sessions().add(connection);
        connection.send(new SimConnection.Connect(name, membership));
        return true;
    }

    public void join(String group) {
        if (mayAct()) {
            note("joins " + group);
            wanted.add(group);
            cluster.observer().onJoinRequested(this, group);
            send(ServiceType.JOIN, (short) 0, new byte[0], group);
        }
    }

    public void leave(String group) {
        if (mayAct()) {
            note("leaves " + group);
            wanted.remove(group);
            cluster.observer().onLeaveRequested(this, group);
            send(ServiceType.LEAVE, (short) 0, new byte[0], group);
        }
    }

    /**
     * Sends a message with a uid of its own.
     *
     * @param service one of the service bits of {@link ServiceType}, perhaps with SELF_DISCARD
     * @param lengthBytes of the data; it has at least the length of the uid
     * @return the message, null when there is no connection
     */
    public SentMessage multicast(int service, int lengthBytes, String... groups) {
        if (!mayAct()) {
            return null;
        }
        String uid = number + "." + sent++;
        boolean selfDiscard = (service & ServiceType.SELF_DISCARD) != 0;
        SentMessage message =
                new SentMessage(uid, service & ServiceType.REGULAR_MASK, selfDiscard, Arrays.asList(groups));
        note("sends " + ClientFrame.serviceName(service) + " " + uid + " of " + lengthBytes + " bytes to "
                + Arrays.toString(groups));
        cluster.observer().onMessageSent(this, message);
        send(service, (short) (sent & 0x7fff), MessageBody.of(uid, lengthBytes), groups);
        return message;
    }

    /** Sends a text as it is. Checkers that tell messages by their uid take the whole text for it. */
    public void say(int service, String text, String... groups) {
        if (mayAct()) {
            note("says " + ClientFrame.serviceName(service) + " \"" + text + "\" to " + Arrays.toString(groups));
            boolean selfDiscard = (service & ServiceType.SELF_DISCARD) != 0;
            cluster.observer()
                    .onMessageSent(
                            this,
                            new SentMessage(
                                    text, service & ServiceType.REGULAR_MASK, selfDiscard, Arrays.asList(groups)));
            send(service, (short) 0, text.getBytes(StandardCharsets.ISO_8859_1), groups);
        }
    }

    /** Writes bytes of its own making; for hostile clients. */
    public void sendRaw(byte[] frame) {
        if (mayAct()) {
            note("sends a raw frame of " + frame.length + " bytes");
            connection.send(new SimConnection.Frame(frame));
        }
    }

    /** Asks to be let out, as a program does that ends in order. */
    public void disconnect() {
        if (mayAct()) {
            note("disconnects");
            send(ServiceType.KILL, (short) 0, new byte[0], privateGroup);
            connection.clientGone(true);
            over(ClientEnd.DISCONNECTED);
        }
    }

    /** The program is gone; what it had not yet written is lost. */
    public void crash() {
        if (state == State.CONNECTED || state == State.CONNECTING) {
            note("crashes");
            boolean wasIn = state == State.CONNECTED;
            connection.clientGone(false);
            if (wasIn) {
                over(ClientEnd.CRASHED);
            } else {
                state = State.OUT;
            }
        }
    }

    /** Stops reading; {@link #read} goes on. */
    public void stopReading() {
        note("stops reading");
        reading = false;
    }

    /** Reads as fast as it can. */
    public void read() {
        readSlowly(0);
    }

    /** Reads one frame in this time. */
    public void readSlowly(long newPaceNs) {
        note(newPaceNs == 0 ? "reads" : "reads a frame in " + newPaceNs / 1000 + " us");
        reading = true;
        paceNs = newPaceNs;
        if (connection != null) {
            connection.planRead();
        }
    }

    /** The present or last connection; null before the first. */
    SimConnection connection() {
        return connection;
    }

    boolean isReading() {
        return reading;
    }

    long paceNs() {
        return paceNs;
    }

    private boolean mayAct() {
        return state == State.CONNECTED;
    }

    private void send(int type, short messageType, byte[] data, String... groups) {
        byte[] frame = new byte[Limits.HEADER + groups.length * Limits.GROUP_NAME + data.length];
        FrameHeader.write(
                frame,
                0,
                littleEndian,
                type,
                GroupName.of(privateGroup),
                groups.length,
                FrameHeader.rawHintOf(messageType, littleEndian),
                data.length);
        for (int i = 0; i < groups.length; i++) {
            GroupName.of(groups[i]).writeField(frame, Limits.HEADER + i * Limits.GROUP_NAME);
        }
        System.arraycopy(data, 0, frame, frame.length - data.length, data.length);
        connection.send(new SimConnection.Frame(frame));
    }

    // ---- What happens to it --------------------------------------------------------------------------------------

    void onAccepted(SimConnection by, String newPrivateGroup) {
        if (by == connection && state == State.CONNECTING) {
            privateGroup = newPrivateGroup;
            state = State.CONNECTED;
            refusedWith = 0;
            connectionNumber = cluster.countConnection(privateGroup);
            wanted.clear();
            views.clear();
            note("is in");
            cluster.observer().onConnected(this);
        }
    }

    void onRefused(SimConnection by, int code) {
        if (by == connection && state == State.CONNECTING) {
            refusedWith = code;
            note("is refused: " + code);
            state = State.OUT;
        }
    }

    void onFrame(SimConnection from, byte[] bytes) {
        if (from != connection || state != State.CONNECTED) {
            return;
        }
        ClientFrame frame = ClientFrame.read(cluster.nowNs(), bytes);
        framesReceived++;
        cluster.trace().onFrame(cluster.nowNs(), toString(), bytes);
        if (keepsFrames) {
            received.add(frame);
        }
        if (frame.isView()) {
            views.put(frame.sender(), frame);
        } else if (frame.isSelfLeave()) {
            views.remove(frame.sender());
        }
        cluster.observer().onFrame(this, frame);
    }

    void onEndOfStream(SimConnection of) {
        if (of != connection) {
            return;
        }
        if (state == State.CONNECTED) {
            note("was thrown out");
            connection.clientGone(false);
            over(ClientEnd.BY_DAEMON);
        } else if (state == State.CONNECTING) {
            note("was not let in");
            state = State.OUT;
        }
    }

    private void over(ClientEnd how) {
        state = State.OUT;
        cluster.observer().onEnded(this, how);
        wanted.clear();
    }

    private void note(String what) {
        cluster.trace().onClient(cluster.nowNs(), toString(), what);
    }
}
