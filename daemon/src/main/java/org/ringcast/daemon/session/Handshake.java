package org.ringcast.daemon.session;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.session.OpenResult;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.session.auth.AuthDecision;
import org.ringcast.daemon.session.auth.AuthMethod;
import org.ringcast.protocol.AcceptMessage;
import org.ringcast.protocol.AuthChoice;
import org.ringcast.protocol.ConnectParser;
import org.ringcast.protocol.ConnectRequest;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.MethodList;
import org.ringcast.protocol.RejectCode;

/**
 * The first part of a connection, up to the accept message: connect message, list of methods, choice, whatever the methods
 * ask; see docs/client-protocol.md. Input comes in any pieces, what follows an item is the next item. Each answer is one
 * write: old libraries read once.
 */
final class Handshake implements ItemReader {
    private static final byte[] NOTHING = {};
    private static final byte[] CREDENTIALS_GOOD = {1};
    private static final byte[] CREDENTIALS_BAD = {0};

    private final Connections connections;
    private final ClientConnection connection;
    private final int mailbox;
    private final ConnectParser connect = new ConnectParser();
    private ConnectRequest request;
    private Session session;

    /** Methods still to pass; null until the client has chosen. */
    private Deque<AuthMethod> methods;

    Handshake(Connections connections, ClientConnection connection) {
        this.connections = connections;
        this.connection = connection;
        this.mailbox = connection.mailbox();
    }

    // ---- Items ---------------------------------------------------------------------------------------------------

    @Override
    public boolean mayTake() {
        return true;
    }

    @Override
    public int itemBytes(ByteBuf head) {
        if (session == null) {
            return 1;
        }
        return methods == null ? Limits.AUTH_CHOICE : methods.element().credentialBytes();
    }

    @Override
    public void take(ByteBuf item) {
        byte[] bytes = new byte[item.readableBytes()];
        item.getBytes(item.readerIndex(), bytes);
        if (session == null) {
            takeConnectByte(bytes);
        } else if (methods == null) {
            takeChoice(AuthChoice.read(bytes, 0));
        } else {
            takeCredentials(bytes);
        }
    }

    private void takeConnectByte(byte[] bytes) {
        connect.feed(bytes, 0, bytes.length);
        if (connect.state() == ConnectParser.State.REJECTED) {
            connections.log(() -> connect.rejectLogLine(mailbox));
            connections.count(counterOf(connect.rejectCode()));
            connection.refuse(connect.rejectCode());
        } else if (connect.state() == ConnectParser.State.ACCEPTED) {
            open(connect.request());
        }
    }

    private void open(ConnectRequest wanted) {
        OpenResult result = connections.sessions.open(
                mailbox,
                wanted.privateName(),
                wanted.wantsMembership(),
                wanted.priority(),
                connection.peer().forLog(),
                connections.nowNs());
        if (!result.isAccepted()) {
            RejectCode code = rejectCodeOf(result.rejectCode());
            connections.count(counterOf(code));
            connection.refuse(code);
            return;
        }
        request = wanted;
        session = result.session();
        connection.sessionOpened(session);
        if (request.version().exchangesAuthentication()) {
            offerMethods();
        } else {
            decide(connections.authenticator.decideForOldLibrary(mailbox));
        }
    }

    private void offerMethods() {
        MethodList list = new MethodList(connections.authenticator.offeredNames());
        connection.write(list.encode());
        if (list.methods().isEmpty()) {
            deny("no method is offered; see AllowedAuthMethods");
        }
    }

    private void takeChoice(AuthChoice choice) {
        decide(connections.authenticator.decide(choice.methods(), mailbox));
    }

    private void decide(AuthDecision decision) {
        if (decision.isDenied()) {
            connections.log(decision::denial);
            deny(decision.reason());
            return;
        }
        if (request.version().exchangesAuthentication()) {
            for (AuthMethod method : decision.methods()) {
                connections.log(
                        () -> "Sess_recv_client_auth: Client requested " + method.name() + " type authentication");
            }
        }
        methods = new ArrayDeque<>(decision.methods());
        runMethods();
    }

    /** Passes methods until one has to ask the client. */
    private void runMethods() {
        while (!methods.isEmpty()) {
            AuthMethod method = methods.element();
            if (method.credentialBytes() > 0) {
                return;
            }
            if (!method.admits(connection.peer(), NOTHING)) {
                deny(method.denialReason(connection.peer()));
                return;
            }
            methods.remove();
        }
        accept();
    }

    private void takeCredentials(byte[] credentials) {
        AuthMethod method = methods.remove();
        boolean good = method.admits(connection.peer(), credentials);
        connection.write(good ? CREDENTIALS_GOOD : CREDENTIALS_BAD);
        if (good) {
            runMethods();
        } else {
            deny(method.denialReason(connection.peer()));
        }
    }

    private void accept() {
        SessionServerSettings.Version version = connections.settings.version();
        AcceptMessage message = new AcceptMessage(
                version.major(), version.minor(), version.patch(), GroupName.of(session.privateGroup()));
        connection.write(message.encode(request.version()));
        connection.operational();
    }

    /** Tells the operator even if SESSION is not in {@code DebugFlags}: the client only learns that it may not in. */
    private void deny(String reason) {
        connections.log(
                Kind.PRINT,
                Level.PRINT,
                () -> "Sess_recv_client_auth: refused session %s ( mailbox %d ) from %s: %s"
                        .formatted(
                                session.privateName(),
                                mailbox,
                                connection.peer().forLog(),
                                reason));
        deny();
    }

    private void deny() {
        connections.count(SessionCounter.REFUSED_AUTH);
        connections.sessions.denied(session, connections.nowNs());
        connection.refuse(RejectCode.AUTH);
    }

    // ---- Nothing more comes --------------------------------------------------------------------------------------

    /** The client ended its stream, or the connection is gone. */
    void onInputEnd() {
        endUnfinished();
    }

    /** The client took too long. */
    void onTimeout() {
        endUnfinished();
    }

    private void endUnfinished() {
        if (session == null) {
            connections.log(() -> connect.incompleteLogLine(mailbox));
            connection.closeSilently();
        } else {
            String item = methods == null ? "auth string" : "credentials";
            connections.log(() -> "Sess_recv_client_auth: reading %s SHORT on mailbox %d".formatted(item, mailbox));
            deny();
        }
    }

    private static RejectCode rejectCodeOf(int code) {
        for (RejectCode candidate : RejectCode.values()) {
            if (candidate.code() == code) {
                return candidate;
            }
        }
        return RejectCode.QUOTA;
    }

    private static SessionCounter counterOf(RejectCode code) {
        return switch (code) {
            case QUOTA -> SessionCounter.REFUSED_QUOTA;
            case NO_NAME, ILLEGAL_NAME -> SessionCounter.REFUSED_NAME;
            case NOT_UNIQUE -> SessionCounter.REFUSED_NOT_UNIQUE;
            case VERSION -> SessionCounter.REFUSED_VERSION;
            case AUTH -> SessionCounter.REFUSED_AUTH;
        };
    }
}
