package org.ringcast.harness.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A child process whose output (both streams, line by line) is collected. It never outlives the test's JVM, and is ended by
 * its own id only.
 */
public class CapturedProcess implements AutoCloseable {
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    private static final int CLOSE_PATIENCE_S = 3;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final String name;
    private final Consumer<String> onLine;
    private final Process process;
    private final Thread reader;
    private final Thread hook;
    private final List<String> lines = new ArrayList<>();
    /** When each of them came. */
    private final List<Instant> times = new ArrayList<>();

    private boolean outputEnded;

    /**
     * Starts a command.
     *
     * @param name for messages
     * @param directory working directory
     */
    public CapturedProcess(String name, Path directory, List<String> command) throws IOException {
        this(name, directory, command, line -> {});
    }

    /**
     * Starts a command.
     *
     * @param onLine told each line as it comes, by a thread of its own
     */
    public CapturedProcess(String name, Path directory, List<String> command, Consumer<String> onLine)
            throws IOException {
        this.name = name;
        this.onLine = onLine;
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        // A daemon would leave its state file in /tmp.
        builder.environment()
                .putIfAbsent("STATE_DIRECTORY", directory.toAbsolutePath().toString());
        this.process = builder.start();
        this.hook = new Thread(process::destroyForcibly);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This JVM is ending, and nobody else would end the process.
            process.destroyForcibly();
            throw e;
        }
        this.reader = new Thread(this::collect, "output of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void collect() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    times.add(Instant.now());
                    lines.notifyAll();
                }
                onLine.accept(line);
            }
        } catch (IOException e) {
            // The process is gone.
        } finally {
            synchronized (lines) {
                outputEnded = true;
                lines.notifyAll();
            }
        }
    }

    /** What it has printed so far. */
    public List<String> output() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** The same, each line behind the time of the day (UTC) at which it came. */
    public List<String> timedOutput() {
        synchronized (lines) {
            List<String> timed = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                timed.add(TIME.format(times.get(i)) + " " + lines.get(i));
            }
            return timed;
        }
    }

    /**
     * Waits for a line that contains a match of {@code regex}, printed at any time.
     *
     * @return the line
     * @throws AssertionError with the whole output, when it does not come in time or the process ends before
     */
    public String awaitLine(String regex, Duration patience) {
        return awaitLine(regex, 0, patience);
    }

    /** As {@link #awaitLine(String, Duration)}, without the first {@code from} lines of the output. */
    public String awaitLine(String regex, int from, Duration patience) {
        Pattern pattern = Pattern.compile(regex);
        long end = System.nanoTime() + patience.toNanos();
        synchronized (lines) {
            int seen = from;
            while (true) {
                for (; seen < lines.size(); seen++) {
                    if (pattern.matcher(lines.get(seen)).find()) {
                        return lines.get(seen);
                    }
                }
                long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (outputEnded || leftMs <= 0) {
                    throw new AssertionError(name + (outputEnded ? " ended" : " was not in time")
                            + " without a line like '" + regex + "'. It printed:\n" + String.join("\n", lines));
                }
                await(leftMs);
            }
        }
    }

    /**
     * Waits until the output satisfies a condition.
     *
     * @throws AssertionError with the whole output, when it does not in time or the process ends before
     */
    public void await(String what, Duration patience, Predicate<List<String>> condition) {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (lines) {
            while (!condition.test(lines)) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (outputEnded || leftMs <= 0) {
                    throw new AssertionError(name + (outputEnded ? " ended" : " was not in time") + " without " + what
                            + ". It printed:\n" + String.join("\n", lines));
                }
                await(leftMs);
            }
        }
    }

    private void await(long ms) {
        try {
            lines.wait(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Writes a line to its standard input. */
    public void send(String line) {
        try {
            OutputStream in = process.getOutputStream();
            in.write((line + '\n').getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits for its end and for the last of its output.
     *
     * @return exit status; 128 + n when signal n ended it
     */
    public int awaitExit(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        name + " did not end in " + patience + ". It printed:\n" + String.join("\n", output()));
            }
            reader.join(END_PATIENCE.toMillis());
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Sends a signal: TERM, INT, HUP, STOP, CONT, ... */
    public void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("kill -" + signal + " " + process.pid() + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Ends it with SIGTERM; returns its exit status. */
    public int terminate() {
        signal("TERM");
        return awaitExit(END_PATIENCE);
    }

    /** Ends it with SIGKILL: a crash. */
    public void crash() {
        process.destroyForcibly();
        awaitExit(END_PATIENCE);
    }

    /** Ends it, if it still runs: in order if it can, so that it leaves nothing behind. */
    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            try {
                if (!process.waitFor(CLOSE_PATIENCE_S, TimeUnit.SECONDS)) {
                    crash();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
