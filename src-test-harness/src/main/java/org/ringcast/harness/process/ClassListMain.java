package org.ringcast.harness.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the list of classes that a daemon loads until it serves clients, for the archive that {@code ringcast-archive}
 * makes: starts a daemon of a distribution, lets a client come and go, and ends it. The distribution's build runs it.
 */
public final class ClassListMain {
    private ClassListMain() {}

    /**
     * Writes the list.
     *
     * @param args the distribution's directory, and the file to write
     */
    public static void main(String[] args) throws IOException {
        Path distribution = Path.of(args[0]).toAbsolutePath();
        Path list = Path.of(args[1]).toAbsolutePath();
        Path directory = Files.createTempDirectory("ringcast-classes");
        try {
            run(distribution, list, directory);
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static void run(Path distribution, Path list, Path directory) throws IOException {
        int port = FreePorts.next();
        Path configuration = directory.resolve("spread.conf");
        Files.writeString(
                configuration, "#+ UnixSocketDir = " + directory + "\n" + DaemonProcess.loneConfiguration(port));
        List<String> jars;
        try (Stream<Path> files = Files.list(distribution.resolve("lib"))) {
            jars = files.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .toList();
        }
        List<String> command = new ArrayList<>(List.of(
                Installation.java().toString(),
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:DumpLoadedClassList=" + list,
                "-Dio.netty.jfr.enabled=false",
                "-Djava.library.path=" + distribution.resolve("lib/native"),
                "-Dlogback.configurationFile=" + distribution.resolve("conf/logback.xml"),
                "-cp",
                String.join(":", jars),
                "org.ringcast.daemon.DaemonMain",
                "-c",
                configuration.toString(),
                "-n",
                "d1"));
        try (CapturedProcess daemon = new CapturedProcess("daemon", directory, command)) {
            daemon.awaitLine("is ready for clients on port", DaemonProcess.START_PATIENCE);
            try (Socket client = new Socket()) {
                client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
                client.setSoTimeout(10_000);
                // Version 5.0.1, no priority, with membership messages, a private name of five letters.
                client.getOutputStream().write(new byte[] {5, 0, 1, 1, 5, 'c', 'l', 'a', 's', 's'});
                int length = client.getInputStream().read();
                if (length < 0) {
                    throw new IOException("the daemon does not answer: " + daemon.output());
                }
            }
            daemon.terminate();
        }
    }
}
