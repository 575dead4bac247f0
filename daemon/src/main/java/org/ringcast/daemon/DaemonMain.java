package org.ringcast.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ringcast.daemon.config.ConfigError;
import org.ringcast.daemon.config.ConfigFiles;
import org.ringcast.daemon.config.ConfigReport;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.ConfigurationLoader;
import org.ringcast.daemon.config.ExtensionSettings;
import org.ringcast.daemon.config.HostResolver;
import org.ringcast.daemon.config.LocalAddresses;
import org.ringcast.daemon.config.ProtocolLevel;
import org.ringcast.daemon.config.ReloadReport;
import org.ringcast.daemon.observe.AsyncOutput;
import org.ringcast.daemon.observe.EventLog;
import org.ringcast.daemon.observe.OutputFile;
import org.ringcast.daemon.runtime.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The command {@code spread}: runs one daemon in the foreground. */
@Command(
        name = "spread",
        description = "Runs a Ringcast daemon in the foreground.",
        sortOptions = false,
        mixinStandardHelpOptions = false,
        versionProvider = DaemonMain.Version.class)
public final class DaemonMain implements Callable<ExitCode> {
    private static final int MAX_NAME_LENGTH = 19;

    @Option(names = "-l", paramLabel = "y|n", description = "Keep a membership and session log.")
    private String sessionLog = "n";

    @Option(
            names = "-n",
            paramLabel = "NAME",
            description = "Name of this daemon; default: by this machine's addresses.")
    private String name;

    @Option(
            names = "-c",
            paramLabel = "FILE",
            description = "Configuration file; default: spread.conf here, then in /etc.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Set an extension option; wins over the configuration file. May be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--check-config",
            paramLabel = "FILE",
            description = "Print what a configuration file amounts to, and end: 0 when it can be used, 1 when not.")
    private Path checked;

    @Option(
            names = "--against",
            paramLabel = "OLD",
            description =
                    "With --check-config: print what a reload from the file OLD to that file costs instead, and end: 0 when it"
                            + " costs nothing, 10 with one membership change, 11 when every daemon becomes a ring of its"
                            + " own for a moment, 12 when daemons have to be restarted.")
    private Path against;

    @Option(
            names = "--strict",
            description =
                    "With --check-config: also end with 1 when anything is warned of, or when this machine has none of"
                            + " the daemons; with -n the latter does not count.")
    private boolean strict;

    @Option(names = "--version", versionHelp = true, description = "Print the version, and end.")
    private boolean versionAsked;

    @Option(names = "--help", usageHelp = true, description = "Print this, and end.")
    private boolean helpAsked;

    private final EventLog log;
    private final OutputFile output;

    private DaemonMain(EventLog log, OutputFile output) {
        this.log = log;
        this.output = output;
    }

    public static void main(String[] args) {
        OutputFile output = new OutputFile(AsyncOutput.install());
        System.exit(run(EventLog.standard(), output, args).code());
    }

    /** Runs the command; returns what the process is to end with. */
    static ExitCode run(EventLog log, String... args) {
        return run(log, new OutputFile(), args);
    }

    private static ExitCode run(EventLog log, OutputFile output, String... args) {
        DaemonMain main = new DaemonMain(log, output);
        CommandLine command = new CommandLine(main);
        try {
            command.parseArgs(CommandArguments.normalised(args));
            main.checkValues(command);
        } catch (CommandLine.ParameterException e) {
            return main.usage(e);
        }
        if (main.versionAsked) {
            command.printVersionHelp(System.out);
            return ExitCode.OK;
        }
        if (main.helpAsked) {
            command.usage(System.out);
            return ExitCode.OK;
        }
        return main.call();
    }

    /** The command with its flags. */
    static CommandLine commandLine() {
        return new CommandLine(new DaemonMain(EventLog.standard(), new OutputFile()));
    }

    private void checkValues(CommandLine command) {
        if (!sessionLog.equals("y") && !sessionLog.equals("n")) {
            throw new CommandLine.ParameterException(command, "-l takes y or n, not " + sessionLog);
        }
        if (against != null && checked == null) {
            throw new CommandLine.ParameterException(command, "--against goes with --check-config");
        }
        if (name != null && name.length() > MAX_NAME_LENGTH) {
            throw new CommandLine.ParameterException(command, "Usage: proc name " + name + " too long");
        }
    }

    private ExitCode usage(CommandLine.ParameterException error) {
        Banner.lines(ProtocolLevel.LEVEL_5, Version.number()).forEach(log::print);
        log.exit(error.getMessage());
        log.exit(CommandArguments.USAGE);
        return ExitCode.USAGE;
    }

    @Override
    public ExitCode call() {
        try {
            ExtensionSettings overrides = ExtensionSettings.parseOverrides(settings);
            ConfigurationLoader loader = new ConfigurationLoader(HostResolver.system(), overrides);
            return checked == null
                    ? new Launch(log, output, loader)
                            .run(Optional.ofNullable(file), Optional.ofNullable(name), sessionLog.equals("y"))
                    : check(loader);
        } catch (ConfigError e) {
            Banner.lines(ProtocolLevel.LEVEL_5, Version.number()).forEach(log::print);
            e.logLines().forEach(log::exit);
            return e.stage() == ConfigError.Stage.COMMAND_LINE ? ExitCode.USAGE : ExitCode.CONFIGURATION;
        }
    }

    private ExitCode check(ConfigurationLoader loader) {
        try {
            Configuration configuration = loader.load(Optional.of(checked), ConfigFiles.standard());
            if (against != null) {
                return compare(loader.load(Optional.of(against), ConfigFiles.standard()), configuration);
            }
            ConfigReport.IdentityResult found = ConfigReport.IdentityResult.find(
                    configuration, LocalAddresses.ofThisMachine(), Optional.ofNullable(name));
            System.out.print(ConfigReport.of(configuration, found));
            return strict && isDoubtful(configuration, found) ? ExitCode.CHECK_FAILED : ExitCode.OK;
        } catch (ConfigError e) {
            System.out.print(ConfigReport.of(e));
            return ExitCode.CHECK_FAILED;
        }
    }

    private ExitCode compare(Configuration before, Configuration after) {
        ReloadReport report = ReloadReport.of(before, after);
        System.out.print(report.text());
        if (strict && report.warned()) {
            return ExitCode.CHECK_FAILED;
        }
        return switch (report.cost()) {
            case NOTHING -> ExitCode.OK;
            case ONE_CHANGE -> ExitCode.COSTS_CHANGE;
            case SINGLETONS -> ExitCode.COSTS_SINGLETONS;
            case RESTART -> ExitCode.COSTS_RESTART;
        };
    }

    private boolean isDoubtful(Configuration configuration, ConfigReport.IdentityResult found) {
        boolean warned =
                !configuration.warnings().isEmpty() || !found.warnings().isEmpty();
        boolean named = name != null && configuration.daemons().stream().anyMatch(d -> d.isNamed(name));
        return warned || !(found.identity().isPresent() || named);
    }

    /** Tells the version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Ringcast " + number()};
        }

        static String number() {
            String version = DaemonMain.class.getPackage().getImplementationVersion();
            return version == null ? "(unpackaged build)" : version;
        }
    }
}
