package org.ringcast.harness.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Ringcast daemon in a JVM of its own, run by its main class with the class path of the test. */
public final class DaemonProcess extends CapturedProcess {
    /** Longer than any start on a machine that is busy with other tests. */
    public static final Duration START_PATIENCE = Duration.ofSeconds(90);

    private static final String READY = "is ready for clients on port";

    private DaemonProcess(String name, Path directory, List<String> command) throws IOException {
        super(name, directory, command);
    }

    /**
     * Starts a daemon and does not wait for anything.
     *
     * @param directory its working directory
     * @param arguments its command line
     */
    public static DaemonProcess launch(Path directory, String... arguments) throws IOException {
        return launch(directory, List.of(), arguments);
    }

    /**
     * Starts a daemon and does not wait for anything.
     *
     * @param prefix words before the command, for example those that enter a namespace
     */
    public static DaemonProcess launch(Path directory, List<String> prefix, String... arguments) throws IOException {
        return launchPrefixed(directory, prefix, List.of(), arguments);
    }

    /**
     * As {@link #launch(Path, List, String...)}, with more options for the JVM.
     *
     * @param prefix words before the command
     * @param jvmOptions options for the JVM besides the usual ones
     */
    public static DaemonProcess launchPrefixed(
            Path directory, List<String> prefix, List<String> jvmOptions, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Installation.java().toString(),
                "-ea",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx256m",
                "-Dio.netty.leakDetection.level=paranoid",
                "-Dlogback.configurationFile=" + Installation.top().resolve("conf/logback.xml"),
                "-cp",
                Installation.classPath()));
        command.addAll(jvmOptions);
        command.add("org.ringcast.daemon.DaemonMain");
        command.addAll(List.of(arguments));
        return new DaemonProcess("ringcast " + String.join(" ", arguments), directory, command);
    }

    /**
     * Starts the daemon {@code name} of a configuration, and does not wait for anything.
     *
     * @param configuration contents of its {@code spread.conf}
     */
    public static DaemonProcess launchConfigured(Path directory, String configuration, String name) throws IOException {
        Path file = directory.resolve(name + ".conf");
        Files.writeString(file, configuration);
        return launch(directory, "-n", name, "-c", file.toString());
    }

    /** As {@link #launchConfigured}, and waits until it serves clients. */
    public static DaemonProcess start(Path directory, String configuration, String name) throws IOException {
        DaemonProcess daemon = launchConfigured(directory, configuration, name);
        try {
            daemon.awaitReady();
            return daemon;
        } catch (AssertionError e) {
            daemon.close();
            throw e;
        }
    }

    /** Waits until it serves clients, that is until its first ring is installed. */
    public void awaitReady() {
        awaitLine(READY, START_PATIENCE);
    }

    /** A configuration with the one daemon {@code d1} on 127.0.0.1. */
    public static String loneConfiguration(int port) {
        return "Spread_Segment 127.0.0.255:" + port + " {\n\td1 127.0.0.1\n}\n";
    }

    /** Bytes of memory that the process occupies now, of all kinds. */
    public long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("no VmRSS");
    }
}
