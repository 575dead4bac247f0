package org.ringcast.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A tool that runs in a thread of its own, while the test types its input and reads its output. */
final class ToolRun implements AutoCloseable {
    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final StringBuilder output = new StringBuilder();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();

    /** What is run. */
    interface Tool {
        int run(InputStream in, PrintStream out) throws Exception;
    }

    ToolRun(Tool tool) throws IOException {
        PipedInputStream in = new PipedInputStream(keyboard, 1 << 16);
        PrintStream out = new PrintStream(new Screen(), false, StandardCharsets.ISO_8859_1);
        Thread thread = new Thread(
                () -> {
                    try {
                        int code = tool.run(in, out);
                        out.flush();
                        status.complete(code);
                    } catch (Throwable e) {
                        status.completeExceptionally(e);
                    } finally {
                        synchronized (output) {
                            output.notifyAll();
                        }
                    }
                },
                "tool");
        thread.setDaemon(true);
        thread.start();
    }

    static ToolRun spuser(String... arguments) throws IOException {
        return new ToolRun((in, out) -> SpUser.run(arguments, in, out));
    }

    private final class Screen extends OutputStream {
        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            synchronized (output) {
                output.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
                output.notifyAll();
            }
        }
    }

    /** Types a line and presses Enter. */
    void type(String line) {
        typeRaw(line + "\n");
    }

    void typeRaw(String text) {
        try {
            keyboard.write(text.getBytes(StandardCharsets.ISO_8859_1));
            keyboard.flush();
        } catch (IOException e) {
            throw new AssertionError("the tool does not read", e);
        }
    }

    /** Ends the input. */
    void endInput() throws IOException {
        keyboard.close();
    }

    /** Everything printed so far. */
    String output() {
        synchronized (output) {
            return output.toString();
        }
    }

    /** Waits until the output ends with a text, and returns the output. */
    String awaitEnding(String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PlayedDaemon.PATIENCE_SECONDS);
        synchronized (output) {
            while (!output.toString().endsWith(text)) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (leftMs <= 0 || (status.isDone() && !output.toString().endsWith(text))) {
                    throw new AssertionError("no '" + text + "' at the end of:\n" + output);
                }
                output.wait(leftMs);
            }
            return output.toString();
        }
    }

    /** Waits until the tool has ended, and returns its exit status. */
    int awaitEnd() throws InterruptedException, TimeoutException, ExecutionException {
        return status.get(PlayedDaemon.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        keyboard.close();
    }
}
