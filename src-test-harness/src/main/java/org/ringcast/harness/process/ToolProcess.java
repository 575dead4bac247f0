package org.ringcast.harness.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command-line tool of Ringcast in a JVM of its own, with the class path of the test. */
public final class ToolProcess {
    private ToolProcess() {}

    /**
     * Starts a tool.
     *
     * @param directory its working directory
     * @param mainClass name of its class without the package
     * @param arguments its command line
     */
    public static CapturedProcess start(Path directory, String mainClass, String... arguments) throws IOException {
        return startPrefixed(directory, List.of(), mainClass, arguments);
    }

    /**
     * As {@link #start}, with words before the command, for example those that enter a namespace.
     *
     * @param prefix these words
     */
    public static CapturedProcess startPrefixed(
            Path directory, List<String> prefix, String mainClass, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Installation.java().toString(),
                "-ea",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx256m",
                "-Dlogback.configurationFile=" + Installation.top().resolve("conf/logback-tools.xml"),
                "-cp",
                Installation.classPath(),
                "org.ringcast.monitor." + mainClass));
        command.addAll(List.of(arguments));
        return new CapturedProcess(mainClass, directory, command);
    }
}
