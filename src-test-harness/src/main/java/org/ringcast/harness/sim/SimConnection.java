package org.ringcast.harness.sim;

import java.util.ArrayDeque;
import org.ringcast.daemon.core.session.OutputFrame;
import org.ringcast.daemon.core.session.Session;

/**
 * The socket between a client and a daemon, both directions. It holds a bounded amount of bytes: a client that does not read
 * makes the daemon's writes wait, a daemon that does not read makes the client's wait.
 */
final class SimConnection {
    static final long DELAY_NS = 30_000;
    /** Bytes that the systems of both sides hold for one direction. */
    static final int CAPACITY_BYTES = 200 << 10;

    /** What a client may send. */
    sealed interface Input permits Connect, Frame, EndOfStream {}

    record Connect(String name, boolean membership) implements Input {}

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Frame(byte[] bytes) implements Input {}

    record EndOfStream() implements Input {}

    private final SimCluster cluster;
    private final SimClient client;
    private final SimProcess process;

    // From the client to the daemon.
    private final ArrayDeque<Input> unsent = new ArrayDeque<>();
    private final ArrayDeque<Input> inbox = new ArrayDeque<>();
    private long towardsDaemonBytes;
    private boolean clientGone;

    // From the daemon to the client.
    private final ArrayDeque<byte[]> pipe = new ArrayDeque<>();
    private long pipeBytes;
    private long writtenFrames;
    private long readFrames;
    private boolean streamEnded;
    private boolean readPlanned;

    // The daemon's side; belongs to SimSessions.
    Session session;
    boolean reading = true;
    boolean closed;
    boolean outputListed;

    SimConnection(SimCluster cluster, SimClient client, SimProcess process) {
        this.cluster = cluster;
        this.client = client;
        this.process = process;
    }

    SimProcess process() {
        return process;
    }

    SimClient client() {
        return client;
    }

    // ---- The client's side ---------------------------------------------------------------------------------------

    /** The client writes; what the socket does not take waits. */
    void send(Input input) {
        if (!clientGone) {
            unsent.add(input);
            push();
        }
    }

    /** Whether the client's writes wait. */
    boolean isWriteBlocked() {
        return !unsent.isEmpty();
    }

    /** The client is gone: what it has sent still arrives, then the end. */
    void clientGone(boolean sendWhatWaits) {
        if (!sendWhatWaits) {
            unsent.clear();
        }
        send(new EndOfStream());
        clientGone = true;
        pipe.clear();
        pipeBytes = 0;
    }

    boolean isClientGone() {
        return clientGone;
    }

    private void push() {
        while (!unsent.isEmpty() && towardsDaemonBytes < CAPACITY_BYTES) {
            Input input = unsent.poll();
            towardsDaemonBytes += bytesOf(input);
            cluster.events().after(DELAY_NS, () -> {
                if (process.isAlive()) {
                    inbox.add(input);
                    process.wake();
                }
            });
        }
    }

    private static int bytesOf(Input input) {
        return input instanceof Frame frame ? frame.bytes().length : 1;
    }

    /** The client looks at what has come; its pace decides when it looks again. */
    void clientReads() {
        readPlanned = false;
        while (!clientGone && client.isReading() && !pipe.isEmpty()) {
            byte[] frame = pipe.poll();
            pipeBytes -= frame.length;
            readFrames++;
            client.onFrame(this, frame);
            if (client.paceNs() > 0) {
                break;
            }
        }
        if (process.isAlive() && session != null) {
            process.sessions().writable(this);
        }
        if (pipe.isEmpty() && streamEnded && client.isReading()) {
            client.onEndOfStream(this);
        } else if (!pipe.isEmpty()) {
            planRead();
        }
    }

    /** Plans that the client looks at what has come, as fast as it does. */
    void planRead() {
        if (!readPlanned && !clientGone && client.isReading()) {
            readPlanned = true;
            cluster.events().after(Math.max(DELAY_NS, client.paceNs()), this::clientReads);
        }
    }

    /** Frames that came to the client so far. */
    long readFrames() {
        return readFrames;
    }

    /** Frames that the daemon has handed to the session so far, those in its queue included. */
    long handedFrames() {
        return writtenFrames + (session == null ? 0 : session.queuedMessages());
    }

    // ---- The daemon's side ---------------------------------------------------------------------------------------

    boolean hasInput() {
        return !inbox.isEmpty();
    }

    Input pollInput() {
        Input input = inbox.poll();
        towardsDaemonBytes -= bytesOf(input);
        push();
        return input;
    }

    void discardInput() {
        while (!inbox.isEmpty()) {
            pollInput();
        }
    }

    boolean isWritable() {
        return !clientGone && !streamEnded && pipeBytes < CAPACITY_BYTES;
    }

    /** Takes a frame of the session's queue over; returns its length. */
    int write(OutputFrame frame) {
        var buffer = frame.takeBuffer();
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        buffer.release();
        pipe.add(bytes);
        pipeBytes += bytes.length;
        writtenFrames++;
        planRead();
        return bytes.length;
    }

    /** The daemon has closed its end, or is gone. */
    void endStream() {
        streamEnded = true;
        planRead();
    }
}
