package org.ringcast.monitor;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that all commands of {@code spmonitor} have. */
final class MonitorArguments {
    @Option(
            names = "-c",
            paramLabel = "FILE",
            description = "Configuration file. Default: spread.conf here, then in /etc.")
    private Path file;

    @Option(
            names = "-n",
            paramLabel = "NAME",
            description =
                    "Daemon to pose as; replies go to its address, which must be this machine's. Default: the first"
                            + " of this machine.")
    private String name;

    @Option(names = "-p", paramLabel = "PORT", description = "UDP port for replies. Default: a free one.")
    private int port;

    @Option(
            names = "--level",
            paramLabel = "4|5",
            description = "Level of the ring protocol: 4 for 4.4 daemons. Default: by the configuration.")
    private String level;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description =
                    "Time for daemons to answer, and for what was asked for to come true. Default: 2 for answers, 10"
                            + " for the rest.")
    private Double waitSeconds;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Option(names = "--help", usageHelp = true, description = "Show this text.")
    private boolean help;

    boolean isHelpAsked() {
        return help;
    }

    MonitorOptions options(int periodSeconds) {
        return new MonitorOptions(
                port, Optional.ofNullable(name), periodSeconds, Optional.ofNullable(file), Optional.ofNullable(level));
    }

    boolean isJson() {
        return json;
    }

    /** Time for something, milliseconds. */
    long waitMs(long defaultMs) {
        return waitSeconds == null ? defaultMs : Math.round(waitSeconds * 1000);
    }
}
