package org.ringcast.daemon.observe;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ringcast.daemon.config.FileTrouble;
import org.ringcast.daemon.core.Topology;

/**
 * Writes what the flight recorder has into files, on a thread of its own: {@code ringcast-NAME-TIME.dump} in one directory. A
 * file is there when it is complete. Only the newest {@link #KEPT} of a daemon are kept, and asked for more often than every
 * {@link #PAUSE_NS} nothing is written. A disk that is full or slow costs the dump and nothing else.
 */
public final class FlightDumps implements AutoCloseable {
    /** Files of one daemon in the directory. */
    public static final int KEPT = 10;

    /** Between two dumps, nanoseconds. */
    public static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(10);

    private static final int WAITING = 2;
    private static final long END_PATIENCE_S = 3;
    private static final DateTimeFormatter FILE_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT);

    private volatile Path directory;
    private final String prefix;
    private final Consumer<String> log;
    private final LongSupplier nowNs;
    private final ThreadPoolExecutor writer =
            new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), FlightDumps::thread);
    private long lastNs;
    private boolean any;

    /**
     * What a dump tells.
     *
     * @param title which daemon and version
     * @param copy the entries
     * @param topology for names of daemons
     * @param wallClock what the clock showed at {@code nowNs}
     * @param nowNs by the clock of the entries
     * @param notes more lines, such as counters
     */
    public record Content(
            String title,
            FlightRecorder.Copy copy,
            Topology topology,
            Instant wallClock,
            long nowNs,
            List<String> notes) {}

    /**
     * Dumps of one daemon.
     *
     * @param name of the daemon; what is no letter, digit, dot or dash in it is an underscore in names of files
     * @param log told what was written where, or why not
     * @param nowNs monotonic nanoseconds
     */
    public FlightDumps(Path directory, String name, Consumer<String> log, LongSupplier nowNs) {
        this.directory = directory;
        this.prefix = "ringcast-" + name.replaceAll("[^A-Za-z0-9.-]", "_") + "-";
        this.log = log;
        this.nowNs = nowNs;
        writer.allowCoreThreadTimeOut(true);
    }

    /** Further dumps go there; of those that are in the directory before, none is removed any more. */
    public void into(Path newDirectory) {
        directory = newDirectory;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "dump");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Has a dump written, if the last one is old enough.
     *
     * @param why goes into the file and into the log
     * @param content asked on the writing thread; may take its time
     * @return the file that will be there; null when nothing is written
     */
    public Path request(String why, Supplier<Content> content) {
        Path into = directory;
        Path file;
        synchronized (this) {
            long now = nowNs.getAsLong();
            if (any && now - lastNs < PAUSE_NS) {
                return null;
            }
            any = true;
            lastNs = now;
            String time = FILE_TIME.format(Instant.now().atZone(ZoneId.systemDefault()));
            file = into.resolve(prefix + time + ".dump");
        }
        try {
            writer.execute(() -> write(into, file, why, content));
            return file;
        } catch (RejectedExecutionException e) {
            return null;
        }
    }

    private void write(Path into, Path file, String why, Supplier<Content> content) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try {
            removeOldest(into);
            try (BufferedWriter out = Files.newBufferedWriter(
                    unfinished, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                print(out, why, content.get());
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            log.accept("Flight recorder written to " + file + ": " + why);
        } catch (IOException e) {
            log.accept("Flight recorder: " + unfinished + ": " + FileTrouble.text(e) + "; nothing was written");
            remove(unfinished);
        } catch (RuntimeException e) {
            log.accept("Flight recorder: nothing was written: " + e);
            remove(unfinished);
        }
    }

    private void print(BufferedWriter out, String why, Content content) throws IOException {
        line(out, "Flight recorder of " + content.title());
        line(out, "Why: " + why);
        for (String note : content.notes()) {
            line(out, note);
        }
        FlightText text = new FlightText(content.copy(), content.topology(), content.wallClock(), content.nowNs());
        line(out, "");
        line(out, "Events, oldest first: time, seconds before the dump, what (x how often within 10 ms)");
        for (int i = 0; i < text.size(); i++) {
            line(out, text.line(i));
        }
        line(out, "");
        line(out, "Threads");
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            line(out, entry.getKey().getName() + ": " + entry.getKey().getState());
            for (StackTraceElement frame : entry.getValue()) {
                line(out, "    at " + frame);
            }
        }
    }

    private static void line(BufferedWriter out, String text) throws IOException {
        out.write(text);
        out.write('\n');
    }

    /** Makes room for one more. Names sort by time. */
    private void removeOldest(Path from) throws IOException {
        List<Path> old;
        try (Stream<Path> files = Files.list(from)) {
            old = files.filter(this::isOurs).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (int i = 0; i <= old.size() - KEPT; i++) {
            Files.delete(old.get(i));
        }
    }

    private boolean isOurs(Path file) {
        return String.valueOf(file.getFileName())
                .matches(Pattern.quote(prefix) + "\\d{8}-\\d{6}-\\d{3}\\.dump(\\.part)?");
    }

    private void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.accept("Flight recorder: " + file + ": " + FileTrouble.text(e));
        }
    }

    /** Waits a moment for what is being written. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(END_PATIENCE_S, TimeUnit.SECONDS)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
