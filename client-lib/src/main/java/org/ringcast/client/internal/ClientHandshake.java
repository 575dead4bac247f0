package org.ringcast.client.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import org.ringcast.client.internal.ConnectionException.Kind;
import org.ringcast.protocol.AcceptMessage;
import org.ringcast.protocol.AcceptParser;
import org.ringcast.protocol.AuthChoice;
import org.ringcast.protocol.ConnectRequest;
import org.ringcast.protocol.LibraryVersion;
import org.ringcast.protocol.MethodListParser;

/** The client's side of the handshake, from the first byte to the accept message. */
final class ClientHandshake {
    private static final int OLDEST_DAEMON = 30100;
    private static final int OLDEST_DAEMON_WITH_PRIORITY = 30800;
    private static final LibraryVersion VERSION = LibraryVersion.JAVA;

    private final Transport transport;
    private final ConnectSettings settings;
    private final Deadline deadline;
    /** One byte at a time: what the daemon sends after the accept message is not for the handshake. */
    private final ByteBuffer input = ByteBuffer.allocate(1);

    ClientHandshake(Transport transport, ConnectSettings settings, Deadline deadline) {
        this.transport = transport;
        this.settings = settings;
        this.deadline = deadline;
    }

    /** Runs the handshake and returns the daemon's accept message. */
    AcceptMessage run() throws IOException {
        send(ConnectRequest.of(VERSION, settings.membership(), settings.priority(), settings.privateName())
                .encode());
        readMethodList();
        send(new AuthChoice(List.of(settings.authMethod())).encode());
        authenticate();
        AcceptMessage accept = readAccept();
        String version = accept.major() + "." + accept.minor() + "." + accept.patch();
        if (accept.versionNumber() < OLDEST_DAEMON) {
            throw new ConnectionException(Kind.OLD_VERSION, "Old version " + version + " not supported");
        }
        if (settings.priority() && accept.versionNumber() < OLDEST_DAEMON_WITH_PRIORITY) {
            throw new ConnectionException(Kind.OLD_VERSION, "Old version " + version + " does not support priority");
        }
        return accept;
    }

    /** The list is not used: the method was chosen beforehand, and the daemon says when it does not offer it. */
    private void readMethodList() throws IOException {
        MethodListParser parser = new MethodListParser();
        while (!parser.isDone()) {
            if (!readByte()) {
                String text = parser.isLengthKnown()
                        ? "Connection closed while reading authname"
                        : "Connection closed during connect attempt to read authlen";
                throw new ConnectionException(Kind.CONNECT_FAILED, text);
            }
            parser.feed(input.array(), 0, 1);
        }
        if (parser.isRejected()) {
            throw rejected(parser.rejectByte());
        }
    }

    private void authenticate() throws ConnectionException {
        try {
            settings.authenticator().call();
        } catch (Exception e) {
            throw new ConnectionException(Kind.AUTHENTICATION_FAILED, "Connection Rejected: Authentication failed", e);
        }
    }

    private AcceptMessage readAccept() throws IOException {
        AcceptParser parser = new AcceptParser(VERSION);
        while (parser.state() == AcceptParser.State.NEED_MORE) {
            if (!readByte()) {
                String text = parser.isReadingGroup()
                        ? "Connection closed while reading group name"
                        : "Connection closed during connect attempt";
                throw new ConnectionException(Kind.CONNECT_FAILED, text);
            }
            parser.feed(input.array(), 0, 1);
        }
        return switch (parser.state()) {
            case REJECTED -> throw rejected(parser.resultByte());
            case MALFORMED ->
                throw new ConnectionException(Kind.ILLEGAL_FRAME, "Illegal private group in the accept message");
            default -> parser.accept();
        };
    }

    /** Numbers that no daemon sends come out as they always did: 2 as -254. */
    private static ConnectionException rejected(byte code) {
        int number = 0xffffff00 | code;
        return new ConnectionException(Kind.REJECTED, "Connection attempt rejected=" + number, number);
    }

    private void send(byte[] message) throws IOException {
        try {
            transport.write(new ByteBuffer[] {ByteBuffer.wrap(message)}, deadline);
        } catch (SocketTimeoutException e) {
            throw timedOut("write(): ", e);
        } catch (IOException e) {
            throw new ConnectionException(Kind.CONNECT_FAILED, "write(): " + e, e);
        }
    }

    /** Returns false at the end of the stream. */
    private boolean readByte() throws IOException {
        input.clear();
        try {
            return transport.read(input, () -> false, deadline) > 0;
        } catch (SocketTimeoutException e) {
            throw timedOut("readBytesFromSocket(): InterruptedIOException ", e);
        } catch (InterruptedIOException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionException(Kind.CONNECT_FAILED, "readBytesFromSocket(): InterruptedIOException " + e, e);
        } catch (IOException e) {
            throw new ConnectionException(Kind.CONNECT_FAILED, "readBytesFromSocket(): read() " + e, e);
        }
    }

    private static ConnectionException timedOut(String where, IOException cause) {
        return new ConnectionException(Kind.TIMED_OUT, where + cause, cause);
    }
}
