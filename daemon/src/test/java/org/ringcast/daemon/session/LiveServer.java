package org.ringcast.daemon.session;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.session.SessionTable;
import org.ringcast.daemon.session.auth.Authenticator;

/**
 * A {@link SessionServer} on real sockets, driven as the daemon drives it: a thread of its own that runs the event loop, then
 * the ring (a {@link FakeRing}), then the clients' part of the duty cycle.
 */
final class LiveServer implements AutoCloseable {
    /** Kinds of sockets. */
    enum Transport {
        EPOLL,
        NIO;

        IoHandlerFactory handlers() {
            if (this == EPOLL) {
                Assumptions.assumeTrue(Epoll.isAvailable(), "no native epoll transport on this system");
                return EpollIoHandler.newFactory();
            }
            return NioIoHandler.newFactory();
        }
    }

    /** Longest time a turn of an idle server takes. */
    static final int TURN_MS = 5;

    final LogLines log = new LogLines();
    final FakeRing ring = new FakeRing();
    private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final Thread thread;
    private final ManualIoEventLoop[] loop = new ManualIoEventLoop[1];
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private SessionTable sessions;
    private SessionServer server;
    private volatile boolean stop;

    private final AtomicLong turns = new AtomicLong();

    private boolean accepts = true;

    /** How a server differs from the default. */
    record Options(
            Transport transport, CoreSettings core, SessionServerSettings settings, Authenticator authenticator) {
        static Options of(Transport transport, SessionServerSettings.Builder settings) {
            return new Options(
                    transport,
                    EmbeddedRig.SETTINGS,
                    settings.build(),
                    new Authenticator(List.of(), List.of("NULL"), List.of()));
        }

        Options with(CoreSettings other) {
            return new Options(transport, other, settings, authenticator);
        }
    }

    private LiveServer(Options options) {
        thread = new Thread(() -> live(options), "live-server");
        thread.start();
    }

    static LiveServer start(Options options) throws ListenException {
        LiveServer server = new LiveServer(options);
        try {
            server.started.get(10, TimeUnit.SECONDS);
            return server;
        } catch (Exception e) {
            server.stop = true;
            if (e.getCause() instanceof ListenException listen) {
                throw listen;
            }
            throw new AssertionError(e);
        }
    }

    static SessionServerSettings.Builder loopback() {
        return SessionServerSettings.builder()
                .tcpAddresses(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    static SessionServerSettings.Builder unix(Path path) {
        return SessionServerSettings.builder().unixSocket(path);
    }

    private void live(Options options) {
        ManualIoEventLoop eventLoop = new ManualIoEventLoop(
                Thread.currentThread(), options.transport().handlers());
        loop[0] = eventLoop;
        SessionOutputs outputs = new SessionOutputs();
        sessions = EmbeddedRig.newTable(options.core(), ring, outputs, log, System::nanoTime);
        server = new SessionServer(
                options.settings(),
                eventLoop,
                allocator,
                sessions,
                options.authenticator(),
                () -> accepts && sessions.acceptsInput(),
                System::nanoTime,
                log);
        try {
            server.bind();
            started.complete(null);
            while (!stop) {
                eventLoop.run(TimeUnit.MILLISECONDS.toNanos(TURN_MS));
                turns.incrementAndGet();
                ring.turn();
                server.readWaiting();
                server.flush();
            }
        } catch (Throwable e) {
            failure.set(e);
            started.completeExceptionally(e);
        } finally {
            server.close();
            sessions.close();
            var unused = eventLoop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
            while (!eventLoop.isTerminated()) {
                eventLoop.runNow();
            }
        }
    }

    /** Runs something on the server's thread and waits for it. */
    <T> T call(Supplier<T> what) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop[0].execute(() -> {
            try {
                result.complete(what.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result.orTimeout(10, TimeUnit.SECONDS).join();
    }

    void run(Runnable what) {
        call(() -> {
            what.run();
            return null;
        });
    }

    InetSocketAddress address() {
        return call(() -> server.boundAddresses().get(0));
    }

    /** Turns of the loop so far. */
    long turns() {
        return turns.get();
    }

    SessionServer server() {
        return server;
    }

    SessionTable sessions() {
        return sessions;
    }

    void accept(boolean accept) {
        run(() -> accepts = accept);
    }

    /** Ends the server; fails if anything was thrown on its thread. */
    @Override
    public void close() {
        stop = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (thread.isAlive() || failure.get() != null) {
            throw new AssertionError("server thread", failure.get());
        }
    }
}
