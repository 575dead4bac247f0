package org.ringcast.client.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A byte stream over TCP or a Unix-domain socket that one thread reads and one thread writes, and any thread closes.
 *
 * <p>The channel is in non-blocking mode and waiting is done on selectors. That way a waiting reader can be woken without
 * harm to the connection: by {@link #wakeReader()}, by a time limit or by an interrupt. (An interrupt of a thread that
 * reads a <em>blocking</em> channel closes the channel.)
 */
final class Transport {
    private final SocketChannel channel;
    private final Selector readSelector;
    private final Selector writeSelector;
    private volatile boolean closed;

    private Transport(SocketChannel channel, Selector readSelector, Selector writeSelector) {
        this.channel = channel;
        this.readSelector = readSelector;
        this.writeSelector = writeSelector;
    }

    static Transport open(ConnectSettings settings, Deadline deadline) throws IOException {
        SocketAddress address = settings.address();
        boolean unix = address instanceof UnixDomainSocketAddress;
        SocketChannel channel = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        Transport transport = null;
        try {
            if (!unix) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, settings.tcpNoDelay());
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, settings.keepAlive());
            }
            connect(channel, address, deadline);
            transport = wrap(channel);
            return transport;
        } finally {
            if (transport == null) {
                channel.close();
            }
        }
    }

    private static Transport wrap(SocketChannel channel) throws IOException {
        Selector readSelector = Selector.open();
        Selector writeSelector = null;
        try {
            writeSelector = Selector.open();
            channel.configureBlocking(false);
            channel.register(readSelector, SelectionKey.OP_READ);
            channel.register(writeSelector, SelectionKey.OP_WRITE);
            return new Transport(channel, readSelector, writeSelector);
        } catch (IOException e) {
            readSelector.close();
            if (writeSelector != null) {
                writeSelector.close();
            }
            throw e;
        }
    }

    /**
     * Connects in blocking mode, because a Unix-domain socket whose listener is busy cannot be waited for in the other.
     * The time limit closes the channel under the waiting thread.
     */
    private static void connect(SocketChannel channel, SocketAddress address, Deadline deadline) throws IOException {
        CompletableFuture<Void> watchdog = null;
        if (deadline.isLimited()) {
            var later = CompletableFuture.delayedExecutor(deadline.waitMillis(), TimeUnit.MILLISECONDS);
            watchdog = CompletableFuture.runAsync(() -> closeQuietly(channel), later);
        }
        try {
            channel.connect(address);
        } catch (ClosedChannelException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(e);
            }
            throw timedOut(e);
        } finally {
            if (watchdog != null) {
                watchdog.cancel(false);
            }
        }
        if (deadline.isPast()) {
            throw timedOut(null);
        }
    }

    /**
     * Reads at least one byte, waiting as long as need be.
     *
     * @param cancelled asked whenever there is nothing to read; see {@link #wakeReader()}
     * @return number of bytes, -1 at the end of the stream, 0 when cancelled
     * @throws SocketTimeoutException when the deadline passed
     * @throws InterruptedIOException when the thread was interrupted while it had to wait; its interrupt is cleared
     * @throws SocketException when the connection failed, or was closed on this side
     */
    int read(ByteBuffer target, BooleanSupplier cancelled, Deadline deadline) throws IOException {
        while (true) {
            int count = readNow(target);
            if (count != 0) {
                return count;
            }
            if (cancelled.getAsBoolean()) {
                return 0;
            }
            if (Thread.interrupted()) {
                throw interrupted(null);
            }
            if (deadline.isPast()) {
                throw timedOut(null);
            }
            await(readSelector, deadline);
        }
    }

    /** Reads what is there; 0 when nothing is, -1 at the end of the stream. */
    int readNow(ByteBuffer target) throws IOException {
        try {
            return channel.read(target);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Writes everything. Interrupts do not stop it (a message is written wholly or the connection is lost) and are kept.
     *
     * @throws SocketTimeoutException when the deadline passed before everything was written
     * @throws SocketException when the connection failed, or was closed on this side
     */
    void write(ByteBuffer[] buffers, Deadline deadline) throws IOException {
        boolean interrupted = false;
        try {
            while (channel.write(buffers) >= 0 && hasRemaining(buffers)) {
                if (deadline.isPast()) {
                    throw timedOut(null);
                }
                await(writeSelector, deadline);
                interrupted |= Thread.interrupted();
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw failed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean hasRemaining(ByteBuffer[] buffers) {
        for (ByteBuffer buffer : buffers) {
            if (buffer.hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    /** Lets a reader that waits, or the next one that would, look again whether it is cancelled. */
    void wakeReader() {
        readSelector.wakeup();
    }

    boolean isClosed() {
        return closed;
    }

    /** Closes the socket; reader and writer get a {@link SocketException}. May be called again. */
    void close() {
        closed = true;
        closeQuietly(channel);
        // closing a selector wakes who waits on it and lets go of the socket
        closeQuietly(readSelector);
        closeQuietly(writeSelector);
    }

    private void await(Selector selector, Deadline deadline) throws IOException {
        try {
            selector.select(key -> {}, deadline.waitMillis());
        } catch (ClosedSelectorException e) {
            throw failed(e);
        }
        if (closed) {
            throw failed(null);
        }
    }

    /** Failures in the words of the socket classes, which is what applications have always been shown. */
    private SocketException failed(Exception cause) {
        String text;
        if (closed || cause instanceof ClosedChannelException) {
            text = "Socket closed";
        } else {
            text = cause.getMessage();
        }
        SocketException exception = new SocketException(text);
        exception.initCause(cause);
        return exception;
    }

    private static SocketTimeoutException timedOut(Exception cause) {
        SocketTimeoutException exception = new SocketTimeoutException("timed out");
        exception.initCause(cause);
        return exception;
    }

    private static InterruptedIOException interrupted(Exception cause) {
        InterruptedIOException exception = new InterruptedIOException("interrupted");
        exception.initCause(cause);
        return exception;
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // there is nobody left whom the failure could concern
        }
    }
}
