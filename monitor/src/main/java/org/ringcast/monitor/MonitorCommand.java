package org.ringcast.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.config.ConfigError;
import org.ringcast.daemon.config.Daemon;
import picocli.CommandLine.Mixin;

/** A command of {@code spmonitor} that asks nothing: it reads the configuration, opens a socket, acts, and looks at the effect. */
abstract class MonitorCommand {
    static final long ANSWER_MS = 2000;
    static final long EFFECT_MS = 10_000;
    private static final long POLL_MS = 250;

    @Mixin
    private final MonitorArguments arguments = new MonitorArguments();

    private InputStream in;
    private PrintStream out;

    /** A wrong argument; the message says which. */
    static final class ArgumentException extends Exception {
        private static final long serialVersionUID = 1L;

        ArgumentException(String message) {
            super(message);
        }
    }

    /** Runs the command and returns the exit status. */
    final int run(InputStream input, PrintStream output) throws InterruptedException {
        in = input;
        out = output;
        try {
            MonitorSite site = MonitorSite.load(arguments.options(1));
            prepare(site);
            try (MonitorClient client =
                    new MonitorClient(site, arguments.options(1).port())) {
                return run(client);
            }
        } catch (ConfigError e) {
            return fail(String.join("\n", e.logLines()), SpMonitor.CONFIGURATION);
        } catch (ArgumentException e) {
            return fail(e.getMessage(), SpMonitor.USAGE);
        } catch (IOException e) {
            return fail(e.getMessage(), SpMonitor.SOCKET);
        }
    }

    /** Checks the arguments before anything is sent. */
    void prepare(MonitorSite site) throws ArgumentException, ConfigError {
        // most have nothing to check
    }

    abstract int run(MonitorClient client) throws InterruptedException, IOException;

    final MonitorArguments arguments() {
        return arguments;
    }

    final InputStream in() {
        return in;
    }

    final PrintStream out() {
        return out;
    }

    final boolean isJson() {
        return arguments.isJson();
    }

    final void print(String line) {
        out.print(line + "\n");
        out.flush();
    }

    /** Says what is wrong, as text or JSON, and returns the exit status. */
    final int fail(String message, int exitStatus) {
        print(
                isJson()
                        ? new JsonObject()
                                .put("error", message)
                                .put("exit_status", exitStatus)
                                .toString()
                        : message);
        return exitStatus;
    }

    /** Says that something was done. */
    final int succeed(String message) {
        print(isJson() ? new JsonObject().put("done", message).toString() : message);
        return SpMonitor.OK;
    }

    /** The daemons with these names; all of them for "all" or no names. */
    static List<Daemon> daemons(MonitorSite site, List<String> names) throws ArgumentException {
        if (names.isEmpty() || names.equals(List.of("all"))) {
            return site.daemons();
        }
        List<Daemon> daemons = new ArrayList<>();
        for (String name : names) {
            Daemon daemon = daemon(site, name);
            if (!daemons.contains(daemon)) {
                daemons.add(daemon);
            }
        }
        return daemons;
    }

    static Daemon daemon(MonitorSite site, String name) throws ArgumentException {
        return site.named(name)
                .orElseThrow(() -> new ArgumentException("No daemon '" + name + "' in "
                        + site.configuration().file() + "; it has "
                        + String.join(
                                ", ",
                                site.daemons().stream().map(Daemon::displayName).toList())));
    }

    /**
     * Whether it makes sense to send what daemons obey with {@code DangerousMonitor} only; else says so.
     *
     * @param force it is sent in any case
     */
    final boolean isDangerAllowed(MonitorSite site, boolean force) {
        if (site.isDangerousMonitor() || force) {
            return true;
        }
        fail(
                "Refused: " + site.configuration().file() + " does not say DangerousMonitor = true, so daemons that run"
                        + " with it refuse this. Nothing was sent (--force sends it all the same).",
                SpMonitor.REFUSED);
        return false;
    }

    /** Says why something may not have come true. */
    static String whyNot(String daemons) {
        return "No effect at " + daemons
                + ". A daemon refuses this unless its own file says DangerousMonitor = true, and"
                + " says so in its log.";
    }

    /** Something that becomes true. */
    interface Condition {
        boolean isTrue() throws InterruptedException;
    }

    /** Waits until it is true; false when it was not in time. */
    final boolean await(Condition condition) throws InterruptedException {
        return await(condition, arguments.waitMs(EFFECT_MS));
    }

    static boolean await(Condition condition, long timeMs) throws InterruptedException {
        long end = System.nanoTime() + timeMs * 1_000_000;
        MonitorInbox pause = new MonitorInbox();
        while (true) {
            if (condition.isTrue()) {
                return true;
            }
            long now = System.nanoTime();
            if (now >= end) {
                return false;
            }
            pause.await(() -> false, Math.min(end, now + POLL_MS * 1_000_000));
        }
    }

    static String names(List<Daemon> daemons) {
        return String.join(", ", daemons.stream().map(Daemon::displayName).toList());
    }
}
