package org.ringcast.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.ringcast.daemon.config.ConfigError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command {@code spmonitor}: looks at daemons, and tells them to partition, to change their windows, to end, and to read
 * their configuration again. Without a command it asks for them.
 */
@Command(
        name = "spmonitor",
        description = {
            "Looks at daemons and controls them.",
            "Without a command it shows a menu and asks what to do. It poses as one of the daemons of the configuration, so"
                    + " it must run on the machine of one; that daemon need not run."
        },
        versionProvider = ToolVersion.class)
public final class SpMonitor {
    static final int OK = 0;
    /** Something that was asked for did not come true, or a daemon did not answer. */
    static final int FAILED = 1;
    /** A daemon that answered has another configuration. */
    static final int OTHER_CONFIGURATION = 2;
    /** The daemons would refuse it, or refused it. */
    static final int REFUSED = 3;
    /** Numbers of {@code sysexits.h}. */
    static final int USAGE = 64;

    static final int SOCKET = 71;
    static final int CONFIGURATION = 78;

    private static final int MAX_PORT = 65_535;
    private static final int MAX_NAME_BYTES = 19;

    private static final String USAGE_TEXT = """
            Usage: spmonitor
            \t[-p <port number>]    : specify port number
            \t[-n <proc name>]      : force computer name
            \t[-t <status timeout>] : specify number of seconds between status queries
            \t[-c <file name>]      : specify configuration file

            Also:
            \t[--level 4|5]         : ring protocol level of the daemons, default by the configuration
            \t[--compatible]        : do exactly as Spread's monitor does
            \t[--help] [--version]
            spmonitor COMMAND [OPTIONS] [...], without questions:
            """;

    @Option(names = "-p", paramLabel = "PORT", description = "UDP port for replies. Default: ${DEFAULT-VALUE}.")
    private int port = MonitorOptions.DEFAULT_PORT;

    @Option(
            names = "-t",
            paramLabel = "SECONDS",
            description = "Time between two queries of the status. Default: ${DEFAULT-VALUE}.")
    private int periodSeconds = MonitorOptions.DEFAULT_PERIOD_SECONDS;

    @Option(
            names = "-n",
            paramLabel = "NAME",
            description = "Daemon to pose as. Default: the first with an address of this machine.")
    private String name;

    @Option(
            names = "-c",
            paramLabel = "FILE",
            description = "Configuration of the daemons. Default: spread.conf here, then in /etc.")
    private String file;

    @Option(
            names = "--level",
            paramLabel = "4|5",
            description = "Ring protocol level of the daemons. Default: by the configuration.")
    private String level;

    @Option(names = "--compatible", description = "Do exactly as Spread's monitor does.")
    private boolean compatible;

    // Only picocli looks at it.
    @SuppressWarnings("UnusedVariable")
    @Mixin
    private final ToolQuestions questions = new ToolQuestions();

    /** A wrong command line; the message says what is wrong. */
    private static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    private SpMonitor() {}

    /** The command with its own commands, as manual and completion describe it; it is not what reads the command line. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new SpMonitor());
        MonitorCommands.addTo(line);
        return line;
    }

    public static void main(String[] args) throws InterruptedException {
        System.exit(run(args, System.in, SpOutput.standard()));
    }

    /** Runs the command and returns its exit status. */
    public static int run(String[] args, InputStream in, PrintStream out) throws InterruptedException {
        try {
            int command = MonitorCommands.find(args);
            if (command >= 0) {
                List<String> arguments = new ArrayList<>(List.of(args[command]));
                arguments.addAll(Arrays.asList(args).subList(0, command));
                arguments.addAll(Arrays.asList(args).subList(command + 1, args.length));
                return MonitorCommands.run(arguments.toArray(String[]::new), in, out);
            }
            if (Arrays.asList(args).contains("--version")) {
                out.print(String.join("\n", new ToolVersion().getVersion()) + "\n");
                return OK;
            }
            if (Arrays.asList(args).contains("--help")) {
                out.print(USAGE_TEXT + MonitorCommands.summary());
                return OK;
            }
            return new SpMonitor().runConsole(args, in, out);
        } finally {
            out.flush();
        }
    }

    private int runConsole(String[] args, InputStream in, PrintStream out) throws InterruptedException {
        try {
            parse(args);
        } catch (UsageException e) {
            out.print(e.getMessage() + "\n\n" + USAGE_TEXT + MonitorCommands.summary());
            return USAGE;
        }
        out.print(MonitorBanner.TEXT);
        MonitorOptions options = new MonitorOptions(
                port,
                Optional.ofNullable(name),
                periodSeconds,
                Optional.ofNullable(file).map(Path::of),
                Optional.ofNullable(level));
        try {
            MonitorSite site = MonitorSite.load(options);
            site.optionLines().forEach(line -> out.print(line + "\n"));
            MonitorInbox inbox = new MonitorInbox();
            try (MonitorLink link = MonitorLink.open(site, port, inbox)) {
                LineInput input = new LineInput(in, inbox::wake);
                new MonitorConsole(options, compatible, site, link, inbox, input, out).run();
            }
            return OK;
        } catch (ConfigError e) {
            out.print(String.join("\n", e.logLines()) + "\n");
            return CONFIGURATION;
        } catch (IOException e) {
            out.print(e.getMessage() + "\n");
            return SOCKET;
        }
    }

    private void parse(String... args) throws UsageException {
        Iterator<String> words = List.of(args).iterator();
        while (words.hasNext()) {
            String flag = words.next();
            if (flag.equals("--compatible")) {
                compatible = true;
            } else if (words.hasNext()) {
                set(flag, words.next());
            } else {
                throw new UsageException("Unknown or missing parameter: " + flag);
            }
        }
    }

    private void set(String flag, String value) throws UsageException {
        switch (flag) {
            case "-p" -> port = number(value, 0, MAX_PORT, "Port number must be in range [0, 65536): ");
            case "-t" ->
                periodSeconds =
                        number(value, 1, Integer.MAX_VALUE, "Status query timeout must be a positive integer: ");
            case "-n" -> {
                if (value.length() > MAX_NAME_BYTES) {
                    throw new UsageException("Proc name too long: " + value);
                }
                name = value;
            }
            case "-c" -> file = value;
            case "--level" -> {
                if (!value.equals("4") && !value.equals("5")) {
                    throw new UsageException("Level must be 4 or 5: " + value);
                }
                level = value;
            }
            default -> throw new UsageException("Unknown parameter: " + flag);
        }
    }

    /** A number as C programs read it: decimal, 0x.. or 0... */
    private static int number(String text, int min, int max, String complaint) throws UsageException {
        try {
            long value = Long.decode(text);
            if (value >= min && value <= max) {
                return (int) value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException(complaint + text);
    }
}
