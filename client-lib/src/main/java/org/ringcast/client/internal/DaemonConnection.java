package org.ringcast.client.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.ringcast.client.internal.ConnectionException.Kind;
import org.ringcast.protocol.AcceptMessage;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.ServiceType;

/**
 * One session with a daemon, from handshake to end.
 *
 * <p>Any thread may call any method. Readers take turns, frame by frame; a frame that a reader left unfinished is finished
 * by the next. Writers take turns, message by message. Closing waits for nobody.
 */
public final class DaemonConnection {
    /** For saying goodbye to a daemon that does not read; it understands the end of the stream as well. */
    private static final long KILL_TIMEOUT_MILLIS = 1000;

    private static final byte[] NO_DATA = new byte[0];

    private final Transport transport;
    private final AcceptMessage accept;
    private final FrameAssembler assembler = new FrameAssembler();
    private final ReadTurn readTurn = new ReadTurn();
    private final ReentrantLock writeLock = new ReentrantLock();
    /** Set when the daemon or the network ended the connection, or when it can no longer be trusted. */
    private volatile boolean lost;

    private volatile boolean streamEnded;

    private DaemonConnection(Transport transport, AcceptMessage accept) {
        this.transport = transport;
        this.accept = accept;
    }

    /**
     * Connects and runs the handshake.
     *
     * @throws ConnectionException when there is no session; nothing is left open then
     */
    public static DaemonConnection open(ConnectSettings settings) throws ConnectionException {
        Deadline deadline = Deadline.in(settings.timeoutMillis());
        Transport transport = openTransport(settings, deadline);
        DaemonConnection connection = null;
        try {
            connection = new DaemonConnection(transport, new ClientHandshake(transport, settings, deadline).run());
            return connection;
        } catch (ConnectionException e) {
            throw e;
        } catch (IOException e) {
            throw new ConnectionException(Kind.CONNECT_FAILED, "read(): " + e, e);
        } finally {
            if (connection == null) {
                transport.close();
            }
        }
    }

    private static Transport openTransport(ConnectSettings settings, Deadline deadline) throws ConnectionException {
        try {
            return Transport.open(settings, deadline);
        } catch (IOException | RuntimeException e) {
            boolean refused = e instanceof ConnectException || e instanceof NoRouteToHostException;
            throw new ConnectionException(refused ? Kind.REFUSED : Kind.UNREACHABLE, "Socket(): " + e, e);
        }
    }

    /** The private group that the daemon gave to the client. */
    public GroupName privateGroup() {
        return accept.privateGroup();
    }

    /** What the daemon said when it accepted the session. */
    public AcceptMessage acceptMessage() {
        return accept;
    }

    /** False when the connection was closed, or is known to be lost. */
    public boolean isOpen() {
        return !lost && !transport.isClosed();
    }

    /**
     * Waits for the right to read; {@link #endReading()} gives it back.
     *
     * @param cancelled asked when another thread is reading
     * @return false when cancelled
     * @throws InterruptedIOException when the thread was interrupted while it waited
     */
    public boolean beginReading(BooleanSupplier cancelled) throws InterruptedIOException {
        return readTurn.take(cancelled);
    }

    /** Gives the right to read back. */
    public void endReading() {
        readTurn.giveBack();
    }

    /**
     * Reads one message. Only between {@link #beginReading} and {@link #endReading()}.
     *
     * @param cancelled asked whenever there is nothing to read; {@link #wakeReaders()} makes that happen
     * @param timeoutMillis how long to wait for the whole message; 0 waits without limit
     * @return null when cancelled; what was read of the message is kept
     * @throws SocketTimeoutException when the time was up; what was read of the message is kept
     * @throws InterruptedIOException when the thread was interrupted; what was read of the message is kept
     * @throws ConnectionException when the connection ended. Every further call throws it again.
     */
    public IncomingFrame read(BooleanSupplier cancelled, long timeoutMillis) throws IOException {
        Deadline deadline = Deadline.in(timeoutMillis);
        while (true) {
            IncomingFrame frame = nextFrame();
            if (frame != null) {
                return frame;
            }
            if (streamEnded) {
                throw streamEnded();
            }
            int count = receive(cancelled, deadline);
            if (count == 0) {
                return null;
            }
            if (count < 0) {
                streamEnded = true;
                giveUp();
            }
        }
    }

    private IncomingFrame nextFrame() throws ConnectionException {
        try {
            return assembler.next();
        } catch (ConnectionException e) {
            streamEnded = true;
            giveUp();
            throw e;
        }
    }

    private int receive(BooleanSupplier cancelled, Deadline deadline) throws IOException {
        try {
            int count = transport.read(assembler.target(), cancelled, deadline);
            assembler.received(Math.max(0, count));
            return count;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            Kind kind = transport.isClosed() && !lost ? Kind.CLOSED : Kind.LOST;
            streamEnded = true;
            giveUp();
            throw new ConnectionException(kind, "readBytesFromSocketListener(): read() " + e, e);
        }
    }

    private ConnectionException streamEnded() {
        return new ConnectionException(Kind.LOST, "Connection closed while reading " + assembler.partBeingRead());
    }

    /** Gives back a frame that was read, to be read again. Only between begin and end of reading. */
    public void unread(IncomingFrame frame) {
        assembler.pushBack(frame);
    }

    /** Makes readers that wait ask whether they are cancelled. */
    public void wakeReaders() {
        readTurn.wakeAll();
        transport.wakeReader();
    }

    /** True when there are bytes to read, not necessarily a whole message. Never waits. */
    public boolean poll() {
        if (!readTurn.tryTake()) {
            return assembler.hasBytes();
        }
        try {
            if (!assembler.hasBytes() && !streamEnded) {
                int count = transport.readNow(assembler.target());
                assembler.received(Math.max(0, count));
                if (count < 0) {
                    streamEnded = true;
                    giveUp();
                }
            }
            return assembler.hasBytes();
        } catch (IOException e) {
            // the next read will tell
            return false;
        } finally {
            readTurn.giveBack();
        }
    }

    /**
     * Bytes that have come and belong to messages not yet read. Takes them from the socket, so that they can be counted;
     * never waits.
     *
     * @param limit when this many are there, no more are looked for
     * @return the number; may exceed the limit by what came with the last of them
     */
    public int available(int limit) {
        if (!readTurn.tryTake()) {
            return assembler.hasBytes() ? 1 : 0;
        }
        try {
            int count = 1;
            while (count > 0 && !streamEnded && assembler.size() < limit) {
                assembler.assembleAhead();
                count = transport.readNow(assembler.target());
                assembler.received(Math.max(0, count));
            }
            if (count < 0) {
                streamEnded = true;
                giveUp();
            }
        } catch (IOException e) {
            // the next read will tell
        } finally {
            readTurn.giveBack();
        }
        return assembler.size();
    }

    /**
     * Writes one message; waits as long as the daemon does not read.
     *
     * @param head header and groups
     * @param data the body
     * @throws ConnectionException when the connection can no longer be written to
     */
    public void write(byte[] head, byte[] data) throws ConnectionException {
        writeLock.lock();
        try {
            writeLocked(head, data, Deadline.NONE);
        } finally {
            writeLock.unlock();
        }
    }

    private void writeLocked(byte[] head, byte[] data, Deadline deadline) throws ConnectionException {
        try {
            if (lost) {
                throw new SocketException("Broken pipe");
            }
            transport.write(new ByteBuffer[] {ByteBuffer.wrap(head), ByteBuffer.wrap(data)}, deadline);
        } catch (IOException e) {
            Kind kind = transport.isClosed() && !lost ? Kind.CLOSED : Kind.LOST;
            // part of a message may be out, so no more can follow; what the daemon sent before can still be read
            lost = lost || !transport.isClosed();
            throw new ConnectionException(kind, "write(): " + e, e);
        }
    }

    /**
     * Tells the daemon that the session ends, then closes. Does not wait longer than a second for a daemon that does not
     * read.
     *
     * @throws ConnectionException when the daemon could not be told; the connection is closed nevertheless
     */
    public void disconnect() throws ConnectionException {
        boolean locked = writeLock.tryLock();
        try {
            locked = locked || writeLock.tryLock(KILL_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            if (locked && isOpen()) {
                GroupName self = privateGroup();
                byte[] kill = OutgoingFrames.head(ServiceType.KILL, self, List.of(self.toString()), (short) 0, 0);
                writeLocked(kill, NO_DATA, Deadline.in(KILL_TIMEOUT_MILLIS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
            if (locked) {
                writeLock.unlock();
            }
        }
    }

    /** Closes without telling the daemon anything. Readers and writers get an exception. May be called again. */
    public void close() {
        transport.close();
        readTurn.wakeAll();
    }

    private void giveUp() {
        lost = lost || !transport.isClosed();
        transport.close();
    }
}
