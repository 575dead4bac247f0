package spread;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ringcast.client.internal.ConnectionException;
import org.ringcast.client.internal.DaemonConnection;
import org.ringcast.client.internal.IncomingFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener thread of a connection and everything that has to be in step with it.
 *
 * <p>The thread runs while the connection is open and has listeners. One message and the calls for it are a round. The
 * lock guards the fields below, the vectors of listeners and the attachment of the daemon connection. It is never held
 * while anybody waits for input, for output or for a listener to return; waiting for the thread to end gives it up.
 */
final class ListenerDispatch {
    static final Logger LOG = LoggerFactory.getLogger(SpreadConnection.class);

    private final SpreadConnection connection;
    private final Object lock = new Object();
    /** What was asked for during a round, to be done after it. */
    private final Queue<Runnable> postponed = new ArrayDeque<>();

    private boolean inRound;
    private Thread thread;
    /** The connection that the thread reads; null when there is no thread. */
    private DaemonConnection source;
    /** Makes the thread stop waiting for input and look at the state again. */
    private volatile boolean lookAgain;

    private volatile Consumer<SpreadException> lostHandler;

    ListenerDispatch(SpreadConnection connection) {
        this.connection = connection;
    }

    void setConnectionLostHandler(Consumer<SpreadException> handler) {
        lostHandler = handler;
    }

    /** Attaches a daemon connection and starts the thread when there are listeners. */
    void connected(Runnable attach) {
        synchronized (lock) {
            attach.run();
            startIfNeeded();
        }
    }

    /** Adds or removes a listener: now, or after the round that is going on. */
    void change(Runnable change) {
        synchronized (lock) {
            if (inRound) {
                postponed.add(() -> runLocked(change));
                return;
            }
            change.run();
            startIfNeeded();
            stopIfNotNeeded();
            awaitThreadLocked(() -> !shouldRun(source));
        }
    }

    private void runLocked(Runnable change) {
        synchronized (lock) {
            change.run();
        }
    }

    /** Puts disconnecting off when a round is going on. */
    boolean postponeDisconnect() {
        synchronized (lock) {
            if (inRound) {
                postponed.add(this::disconnectAfterRound);
            }
            return inRound;
        }
    }

    /** What was asked for after it is dropped with it. */
    private void disconnectAfterRound() {
        synchronized (lock) {
            postponed.clear();
        }
        try {
            connection.disconnectNow();
        } catch (SpreadException e) {
            LOG.debug("disconnect() asked for by a listener", e);
        }
    }

    /** Detaches the daemon connection, whose closing will end the thread. */
    DaemonConnection disconnecting(Supplier<DaemonConnection> detach) {
        synchronized (lock) {
            DaemonConnection detached = detach.get();
            stopIfNotNeeded();
            return detached;
        }
    }

    /** Waits for the thread to end, unless a new connection needs it already. */
    void awaitEnd() {
        synchronized (lock) {
            DaemonConnection ending = source;
            awaitThreadLocked(() -> source == ending && !shouldRun(ending));
        }
    }

    private boolean shouldRun(DaemonConnection reading) {
        return reading != null && connection.isAttached(reading) && connection.hasListeners();
    }

    private void startIfNeeded() {
        DaemonConnection daemon = connection.openDaemon();
        if (thread == null && shouldRun(daemon)) {
            source = daemon;
            thread = new Thread(() -> run(daemon), "spread-listener-" + connection.getPrivateGroup());
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void stopIfNotNeeded() {
        if (thread != null && !shouldRun(source)) {
            lookAgain = true;
            source.wakeReaders();
        }
    }

    /** Waits while there is a thread that the condition says is to end. The thread itself does not wait for itself. */
    private void awaitThreadLocked(BooleanSupplier ending) {
        boolean interrupted = false;
        while (thread != null && thread != Thread.currentThread() && !inRound && ending.getAsBoolean()) {
            try {
                lock.wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(DaemonConnection daemon) {
        SpreadException reason = null;
        try {
            while (reason == null && stillNeeded(daemon)) {
                reason = readAndDispatch(daemon);
            }
        } finally {
            ended();
        }
        if (reason != null) {
            tellLost(reason);
        }
    }

    private boolean stillNeeded(DaemonConnection daemon) {
        synchronized (lock) {
            lookAgain = false;
            return shouldRun(daemon);
        }
    }

    private void ended() {
        synchronized (lock) {
            thread = null;
            source = null;
            // somebody may have added a listener, or connected again, since this thread looked last
            startIfNeeded();
            lock.notifyAll();
        }
    }

    /** One round; returns the reason when the connection is lost. */
    private SpreadException readAndDispatch(DaemonConnection daemon) {
        // an interrupt is meant for a listener that waits, and is over when the listener has returned
        Thread.interrupted();
        IncomingFrame frame;
        try {
            frame = readAndBeginRound(daemon);
        } catch (InterruptedIOException e) {
            return null;
        } catch (IOException e) {
            boolean closedHere =
                    e instanceof ConnectionException known && known.kind() == ConnectionException.Kind.CLOSED;
            return closedHere ? null : SpreadException.of(e.getMessage(), e);
        }
        if (frame != null) {
            try {
                dispatch(connection.toMessage(daemon, frame));
            } catch (SpreadException e) {
                LOG.warn("{}: {}: {}", daemon.privateGroup(), e.getMessage(), String.valueOf(e.getCause()));
            } finally {
                endRound();
            }
        }
        return null;
    }

    /** Returns null when the thread is to look at the state again; no message is lost then. */
    private IncomingFrame readAndBeginRound(DaemonConnection daemon) throws IOException {
        if (!daemon.beginReading(() -> lookAgain)) {
            return null;
        }
        try {
            IncomingFrame frame = daemon.read(() -> lookAgain, 0);
            if (frame != null && !beginRound(daemon)) {
                daemon.unread(frame);
                return null;
            }
            return frame;
        } finally {
            daemon.endReading();
        }
    }

    private boolean beginRound(DaemonConnection daemon) {
        synchronized (lock) {
            inRound = shouldRun(daemon);
            return inRound;
        }
    }

    /** Does what was asked for, one by one and without the lock: disconnecting may take a while. */
    private void endRound() {
        Runnable next = nextPostponed();
        while (next != null) {
            next.run();
            next = nextPostponed();
        }
    }

    private Runnable nextPostponed() {
        synchronized (lock) {
            Runnable next = postponed.poll();
            if (next == null) {
                inRound = false;
                lock.notifyAll();
            }
            return next;
        }
    }

    private void dispatch(SpreadMessage message) {
        for (Object listener : connection.basicListeners.toArray()) {
            call(() -> ((BasicMessageListener) listener).messageReceived(message));
        }
        for (Object listener : connection.advancedListeners.toArray()) {
            AdvancedMessageListener advanced = (AdvancedMessageListener) listener;
            if (message.isRegular()) {
                call(() -> advanced.regularMessageReceived(message));
            } else {
                call(() -> advanced.membershipMessageReceived(message));
            }
        }
    }

    private void call(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("a listener failed", e);
        }
    }

    private void tellLost(SpreadException reason) {
        LOG.warn("connection lost: {}", reason.getMessage());
        Consumer<SpreadException> handler = lostHandler;
        if (handler != null) {
            call(() -> handler.accept(reason));
        }
    }
}
