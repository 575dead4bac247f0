package org.ringcast.monitor;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.ringcast.client.DaemonAddress;
import org.ringcast.client.internal.ConnectSettings;
import org.ringcast.client.internal.ConnectionException;
import org.ringcast.client.internal.DaemonConnection;
import org.ringcast.client.internal.IncomingFrame;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.ServiceType;

/**
 * A session with a daemon that behaves as one of a C program does: it writes in the byte order of this machine, tells
 * byte order mismatches relative to it, names errors by their numbers, and answers everything with -18 once the
 * connection has failed.
 *
 * <p>Messages come whole, of whatever size; there are no buffers that could be too short.
 *
 * <p>Threads: one uses the session, any may call {@link #wake()}.
 */
final class Mailbox implements AutoCloseable {
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    /** About what a kernel keeps for a session that is not read. */
    private static final int MAX_WAITING_BYTES = 256 * 1024;

    /** Addresses with a number where the port should be; it may be none that a port can have. */
    private static final Pattern NUMBERED = Pattern.compile("[-+]?\\d+(@.+)?");

    private static final byte[] NO_DATA = {};

    private final DaemonConnection connection;
    private boolean failed;

    private Mailbox(DaemonConnection connection) {
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @param address {@code port} or {@code port@host}
     * @param privateName cut to 10 characters; empty lets the daemon choose
     * @param membership whether membership messages are wanted
     * @param timeoutMillis 0 waits without limit
     */
    static Mailbox connect(String address, String privateName, boolean membership, long timeoutMillis)
            throws MailboxException {
        String name = privateName.substring(0, Math.min(privateName.length(), Limits.MAX_PRIVATE_NAME));
        SocketAddress daemon = resolve(address.strip());
        ConnectSettings settings =
                new ConnectSettings(daemon, name, false, membership, "NULL", () -> null, timeoutMillis, true, true);
        try {
            return new Mailbox(DaemonConnection.open(settings));
        } catch (ConnectionException e) {
            int code = switch (e.kind()) {
                case REFUSED, UNREACHABLE -> SpError.COULD_NOT_CONNECT.code();
                case REJECTED -> e.rejectCode();
                case AUTHENTICATION_FAILED -> SpError.REJECT_AUTH.code();
                case OLD_VERSION -> SpError.REJECT_VERSION.code();
                default -> SpError.CONNECTION_CLOSED.code();
            };
            throw new MailboxException(code, ConnectTrouble.text(daemon, e), e);
        }
    }

    private static SocketAddress resolve(String address) throws MailboxException {
        try {
            return DaemonAddress.parse(address);
        } catch (UnknownHostException e) {
            throw new MailboxException(
                    SpError.ILLEGAL_SPREAD.code(), "no address is known for the host of " + address, e);
        } catch (IllegalArgumentException e) {
            boolean numbered = NUMBERED.matcher(address).matches();
            SpError error = numbered ? SpError.COULD_NOT_CONNECT : SpError.ILLEGAL_SPREAD;
            throw new MailboxException(
                    error.code(), address + " is not PORT or PORT@HOST, with a port of 1 to 65535", e);
        }
    }

    /** The private group of this mailbox. */
    GroupName privateGroup() {
        return connection.privateGroup();
    }

    /** Joins a group. */
    void join(String group) throws MailboxException {
        request(ServiceType.JOIN, group);
    }

    /** Leaves a group. */
    void leave(String group) throws MailboxException {
        request(ServiceType.LEAVE, group);
    }

    private void request(int type, String group) throws MailboxException {
        checkNotFailed();
        GroupName name = cutToField(group);
        if (name.length() < group.length() || !name.isLegalToJoin()) {
            throw new MailboxException(SpError.ILLEGAL_GROUP);
        }
        send(type, List.of(name), 0, NO_DATA);
    }

    private static GroupName cutToField(String group) {
        int nul = group.indexOf('\0');
        int length = nul < 0 ? group.length() : nul;
        return GroupName.of(group.substring(0, Math.min(length, Limits.MAX_GROUP_NAME_LENGTH)));
    }

    /**
     * Sends a message; waits while the daemon does not take it.
     *
     * @param service one service bit, and SELF_DISCARD
     * @param groups cut to 31 characters each
     * @param messageType the lower 16 bits are sent
     */
    void multicast(int service, List<String> groups, int messageType, byte[] data) throws MailboxException {
        checkNotFailed();
        if (data.length + Limits.GROUP_NAME * groups.size() > Limits.MAX_BODY) {
            throw new MailboxException(SpError.MESSAGE_TOO_LONG);
        }
        List<GroupName> names = new ArrayList<>(groups.size());
        for (String group : groups) {
            names.add(cutToField(group));
        }
        send(service, names, messageType, data);
    }

    private void send(int type, List<GroupName> groups, int messageType, byte[] data) throws MailboxException {
        byte[] head = new byte[Limits.HEADER + groups.size() * Limits.GROUP_NAME];
        int hint = FrameHeader.rawHintOf((short) messageType, LITTLE_ENDIAN);
        FrameHeader.write(head, 0, LITTLE_ENDIAN, type, privateGroup(), groups.size(), hint, data.length);
        int offset = Limits.HEADER;
        for (GroupName group : groups) {
            group.writeField(head, offset);
            offset += Limits.GROUP_NAME;
        }
        try {
            connection.write(head, data);
        } catch (ConnectionException e) {
            throw failed(e);
        }
    }

    /** Waits for a message without limit. */
    Received receive() throws MailboxException {
        return receive(() -> false, 0);
    }

    /**
     * Waits for a message.
     *
     * @param cancelled asked when no whole message is there; {@link #wake()} makes it be asked again
     * @param timeoutMillis 0 waits without limit
     * @return null when cancelled, when the time was up, or when the thread was interrupted
     */
    Received receive(BooleanSupplier cancelled, long timeoutMillis) throws MailboxException {
        checkNotFailed();
        try {
            if (!connection.beginReading(cancelled)) {
                return null;
            }
            try {
                IncomingFrame frame = connection.read(cancelled, timeoutMillis);
                return frame == null ? null : received(frame);
            } finally {
                connection.endReading();
            }
        } catch (SocketTimeoutException e) {
            return null;
        } catch (InterruptedIOException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private Received received(IncomingFrame frame) {
        int type = frame.serviceType();
        List<GroupName> groups = new ArrayList<>(frame.groupCount());
        for (int i = 0; i < frame.groupCount(); i++) {
            groups.add(frame.group(i));
        }
        boolean membership = ServiceType.isMembership(type);
        int messageType = frame.messageType();
        if (membership) {
            messageType = ServiceType.isRegularMembership(type) ? groups.indexOf(privateGroup()) : -1;
        }
        boolean mismatch = !membership && frame.isSenderLittleEndian() != LITTLE_ENDIAN;
        return new Received(type, frame.sender(), groups, messageType, mismatch, frame.isLittleEndian(), frame.data());
    }

    /** Bytes that wait to be received. */
    int available() {
        return failed ? 0 : connection.available(MAX_WAITING_BYTES);
    }

    /** Makes a waiting {@link #receive(BooleanSupplier, long)} ask whether it is cancelled. */
    void wake() {
        connection.wakeReaders();
    }

    /** Ends the session. Nothing can go wrong that would matter any more. */
    @Override
    public void close() {
        try {
            connection.disconnect();
        } catch (ConnectionException e) {
            // the daemon is gone, and so is the session
            failed = true;
        }
    }

    private void checkNotFailed() throws MailboxException {
        if (failed) {
            throw new MailboxException(SpError.NET_ERROR_ON_SESSION);
        }
    }

    private MailboxException failed(IOException e) {
        failed = true;
        boolean illegal =
                e instanceof ConnectionException cause && cause.kind() == ConnectionException.Kind.ILLEGAL_FRAME;
        SpError error = illegal ? SpError.ILLEGAL_MESSAGE : SpError.CONNECTION_CLOSED;
        return new MailboxException(error.code(), e);
    }
}
