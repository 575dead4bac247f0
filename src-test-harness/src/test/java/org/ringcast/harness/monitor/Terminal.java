package org.ringcast.harness.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A program of this build in a thread of its own, at a terminal that shows what is typed. */
final class Terminal implements AutoCloseable {
    private static final long PATIENCE_MS = 20_000;

    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final StringBuilder screen = new StringBuilder();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();

    /** What is run. */
    interface Program {
        int run(InputStream in, PrintStream out) throws Exception;
    }

    Terminal(Program program) throws IOException {
        PipedInputStream in = new PipedInputStream(keyboard, 1 << 16);
        PrintStream out = new PrintStream(new Screen(), false, StandardCharsets.ISO_8859_1);
        Thread thread = new Thread(
                () -> {
                    try {
                        int code = program.run(in, out);
                        out.flush();
                        status.complete(code);
                    } catch (Throwable e) {
                        status.completeExceptionally(e);
                    }
                    synchronized (screen) {
                        screen.notifyAll();
                    }
                },
                "program");
        thread.setDaemon(true);
        thread.start();
    }

    private final class Screen extends OutputStream {
        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
        }
    }

    private void append(String text) {
        synchronized (screen) {
            screen.append(text);
            screen.notifyAll();
        }
    }

    /** Types a line; it is seen on the screen. */
    void type(String line) throws IOException {
        append(line + "\n");
        keyboard.write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
        keyboard.flush();
    }

    /** What terminals show when the operator ends the input. */
    void showEndOfInput() {
        append("\n");
    }

    /** All that was on the screen so far. */
    String screen() {
        synchronized (screen) {
            return screen.toString();
        }
    }

    /** Waits until the screen shows a text; returns all of the screen. */
    String await(String text) throws InterruptedException {
        return await("'" + text + "'", () -> screen.indexOf(text) >= 0);
    }

    /** Waits until the screen ends with a text; returns all of the screen. */
    String awaitEnding(String text) throws InterruptedException {
        return await("ending '" + text + "'", () -> screen.toString().endsWith(text));
    }

    /** Waits until all that was on the screen is exactly this. */
    void awaitExactly(String text) throws InterruptedException {
        await("exactly\n" + text + "\n--- but ---", () -> screen.length() >= text.length());
        if (!screen().equals(text)) {
            throw new AssertionError("expected\n" + text + "\n--- but there is ---\n" + screen());
        }
    }

    private String await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        synchronized (screen) {
            while (!condition.getAsBoolean()) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (leftMs <= 0 || status.isDone()) {
                    throw new AssertionError("no " + what + " on\n" + screen);
                }
                screen.wait(leftMs);
            }
            return screen.toString();
        }
    }

    void endInput() throws IOException {
        keyboard.close();
    }

    /** Waits for the program's end; returns its exit status. */
    int awaitEnd() throws Exception {
        return status.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws IOException {
        keyboard.close();
    }
}
