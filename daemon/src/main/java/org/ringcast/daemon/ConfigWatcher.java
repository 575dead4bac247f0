package org.ringcast.daemon;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.ringcast.daemon.config.Configuration;

/**
 * {@code WatchConfig}: tells when a file has other contents. The directory is watched and not the file, because editors and
 * tools for configuration write another file and rename it; and now and then the file is looked at without an event, since file
 * systems in the network and links to other directories bring none. A file that still changes, or that is away for a moment, is
 * left alone until it has come to rest.
 *
 * <p>Has a thread of its own.
 */
final class ConfigWatcher implements AutoCloseable {
    private static final int MAX_BYTES = 4 << 20;

    private final Path file;
    private final Runnable changed;
    private final long lookMs;
    private final long restMs;
    private final WatchService events;
    private final Thread thread;
    private byte[] known;

    /**
     * Begins to watch.
     *
     * @param lookMs the file is looked at without an event after so many milliseconds
     * @param restMs it must not have changed for so many milliseconds
     * @param changed called on the watcher's thread
     * @throws IOException when its directory cannot be watched
     */
    ConfigWatcher(Path file, long lookMs, long restMs, Runnable changed) throws IOException {
        this.file = file.toAbsolutePath();
        this.lookMs = lookMs;
        this.restMs = restMs;
        this.changed = changed;
        known = contents();
        events = this.file.getFileSystem().newWatchService();
        try {
            var unused = this.file
                    .getParent()
                    .register(
                            events,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE);
        } catch (IOException e) {
            events.close();
            throw e;
        }
        thread = new Thread(this::watch, "watch configuration");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                await(lookMs);
                byte[] now = contents();
                if (now == null || Arrays.equals(now, known)) {
                    continue;
                }
                if (isAtRest(now)) {
                    known = now;
                    changed.run();
                }
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            // The end.
        }
    }

    private boolean isAtRest(byte[] now) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(restMs);
        return Arrays.equals(now, contents());
    }

    private void await(long millis) throws InterruptedException {
        WatchKey key = events.poll(millis, TimeUnit.MILLISECONDS);
        if (key != null) {
            key.pollEvents();
            key.reset();
        }
    }

    /** Null when the file cannot be read now. */
    private byte[] contents() {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            events.close();
        } catch (IOException e) {
            thread.interrupt();
        }
    }

    /** Whether a configuration wants to be watched. */
    static boolean isWanted(Configuration configuration) {
        return configuration.extensions().flag(org.ringcast.daemon.config.ExtensionOption.WATCH_CONFIG);
    }
}
