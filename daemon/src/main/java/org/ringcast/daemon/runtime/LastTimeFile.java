package org.ringcast.daemon.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.ringcast.daemon.config.FileTrouble;

/**
 * A small file with the last time that this daemon used in a membership id, so that a later life of it uses none again, whatever
 * the clock does meanwhile. Reading and writing is done by a thread of its own: a disk that is full, slow or hangs costs the
 * protection and nothing else. What is in the file is not trusted: damage and times that leave no room are told and ignored, and
 * any other time is as good as the clock's, because ids are only ever compared for equality.
 *
 * <p>Owning thread: the ring loop.
 */
public final class LastTimeFile implements AutoCloseable {
    /** What {@link #read} returns when there is nothing to go by. */
    public static final int UNKNOWN = -1;

    /** Times of an attempt to form a ring: what the last life may have used while the disk was still writing the one before. */
    static final int MARGIN = 3;

    /** Later times are ignored: half a year is left before ids would count from the beginning. */
    static final int LATEST = Integer.MAX_VALUE - (1 << 24);

    private static final long AHEAD_TO_TELL_SECONDS = TimeUnit.DAYS.toSeconds(1);
    private static final int MAX_BYTES = 64;
    private static final Pattern CONTENT = Pattern.compile("membership-time (\\d{1,10}) ([0-9a-f]{8})\n");

    private final Path file;
    private final Path unfinished;
    private final Consumer<String> log;
    private final LongSupplier wallClockSeconds;
    private final long patienceMs;
    private final AtomicInteger wanted = new AtomicInteger(UNKNOWN);
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ThreadPoolExecutor disk =
            new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), LastTimeFile::thread);
    private volatile int written = UNKNOWN;
    private boolean failing;

    /**
     * The file of one daemon. Nothing is read or written yet.
     *
     * @param log told what is wrong, and when it is over
     * @param wallClockSeconds since 1970
     */
    public LastTimeFile(Path file, Consumer<String> log, LongSupplier wallClockSeconds) {
        this(file, log, wallClockSeconds, 1_000);
    }

    /** @param patienceMs how long the daemon's start, and its end, may wait for the disk */
    LastTimeFile(Path file, Consumer<String> log, LongSupplier wallClockSeconds, long patienceMs) {
        this.file = file;
        this.unfinished = file.resolveSibling(file.getFileName() + ".part");
        this.log = log;
        this.wallClockSeconds = wallClockSeconds;
        this.patienceMs = patienceMs;
        disk.allowCoreThreadTimeOut(true);
    }

    /**
     * Name of the file.
     *
     * @param name of the daemon; what is no letter, digit, dot or dash in it becomes an underscore
     * @param port the daemon's, since daemons of several configurations on one machine may have one name
     */
    public static String nameOf(String name, int port) {
        return "ringcast-" + name.replaceAll("[^A-Za-z0-9.-]", "_") + "-" + port + ".state";
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "state file");
        thread.setDaemon(true);
        return thread;
    }

    // ---- Reading -------------------------------------------------------------------------------------------------

    /** The time from which a daemon that starts goes on; {@link #UNKNOWN} when there is no file or nothing of use in it. */
    public int read() {
        Future<Integer> reading = disk.submit(this::readFile);
        try {
            return reading.get(patienceMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            String why = e.getCause() instanceof IOException trouble
                    ? FileTrouble.text(trouble)
                    : e.getCause().toString();
            ignored(why);
        } catch (TimeoutException e) {
            reading.cancel(true);
            ignored("it could not be read within " + patienceMs + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return UNKNOWN;
    }

    private int readFile() throws IOException {
        byte[] bytes;
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                ignored("it is not a regular file");
                return UNKNOWN;
            }
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                bytes = in.readNBytes(MAX_BYTES + 1);
            }
        } catch (NoSuchFileException e) {
            return UNKNOWN; // the first start
        }
        long time = parse(new String(bytes, StandardCharsets.ISO_8859_1));
        if (time < 0) {
            ignored("it is damaged");
            return UNKNOWN;
        }
        if (time > LATEST) {
            ignored("time " + time + " in it leaves no room for later ones");
            return UNKNOWN;
        }
        long ahead = time - wallClockSeconds.getAsLong();
        if (ahead > AHEAD_TO_TELL_SECONDS) {
            log.accept("The wall clock is " + TimeUnit.SECONDS.toHours(ahead)
                    + " hours behind the last membership id of this daemon; ids go on from there (" + file + ")");
        }
        return (int) time + MARGIN;
    }

    private void ignored(String why) {
        log.accept("State file " + file + " is ignored: " + why
                + "; a membership id could come twice if the clock was set back");
    }

    /** The time in a file's content, -1 when it is damaged. */
    static long parse(String content) {
        Matcher matcher = CONTENT.matcher(content);
        if (!matcher.matches() || !checksum(matcher.group(1)).equals(matcher.group(2))) {
            return -1;
        }
        return Long.parseLong(matcher.group(1));
    }

    static String content(int time) {
        return "membership-time " + time + " " + checksum(Integer.toString(time)) + "\n";
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    // ---- Writing -------------------------------------------------------------------------------------------------

    /** Has a time written soon; returns at once. */
    public void used(int time) {
        wanted.set(time);
        // At most one task waits, however long the disk takes for the one before.
        if (asked.compareAndSet(false, true) && !disk.isShutdown()) {
            disk.execute(this::write);
        }
    }

    private void write() {
        asked.set(false);
        int time = wanted.get();
        try {
            Files.deleteIfExists(unfinished); // of a life that was killed while it wrote
            try (FileChannel out = FileChannel.open(
                    unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                ByteBuffer content = ByteBuffer.wrap(content(time).getBytes(StandardCharsets.ISO_8859_1));
                while (content.hasRemaining()) {
                    out.write(content);
                }
                out.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            written = time;
            if (failing) {
                failing = false;
                log.accept("State file " + file + " is written again");
            }
        } catch (IOException e) {
            failed(FileTrouble.text(e));
        } catch (RuntimeException e) {
            failed(e.toString());
        }
    }

    /** Told once, not at each ring. */
    private void failed(String why) {
        if (!failing) {
            failing = true;
            log.accept("State file " + file + " cannot be written: " + why
                    + "; after a restart a membership id could come twice if the clock is set back. For another place:"
                    + " StateDirectory");
        }
    }

    /** Waits a moment for what is being written. What could not be written before is tried once more. */
    @Override
    public void close() {
        if (written != wanted.get()) {
            used(wanted.get());
        }
        disk.shutdown();
        try {
            if (!disk.awaitTermination(patienceMs, TimeUnit.MILLISECONDS)) {
                disk.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
