package org.ringcast.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ringcast.daemon.config.AccessList;
import org.ringcast.daemon.config.ConfigError;
import org.ringcast.daemon.config.ConfigFiles;
import org.ringcast.daemon.config.ConfigLogLines;
import org.ringcast.daemon.config.ConfigReport;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.ConfigurationLoader;
import org.ringcast.daemon.config.EffectiveSettings;
import org.ringcast.daemon.config.EventPriority;
import org.ringcast.daemon.config.ExtensionSettings;
import org.ringcast.daemon.config.HostResolver;
import org.ringcast.daemon.config.Identity;
import org.ringcast.daemon.config.LocalAddresses;
import org.ringcast.daemon.config.LogLine;
import org.ringcast.daemon.config.Options;
import org.ringcast.daemon.config.ProtocolLevel;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.net.IoTransport;
import org.ringcast.daemon.observe.EventLog;
import org.ringcast.daemon.observe.OutputFile;
import org.ringcast.daemon.observe.TimeStampFormat;
import org.ringcast.daemon.runtime.ExitCode;
import org.ringcast.daemon.runtime.Signals;
import org.ringcast.daemon.runtime.StartException;
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

    @Option(names = "--version", versionHelp = true, description = "Print the version, and end.")
    private boolean versionAsked;

    @Option(names = "--help", usageHelp = true, description = "Print this, and end.")
    private boolean helpAsked;

    private final EventLog log;
    private final OutputFile output = new OutputFile();

    private DaemonMain(EventLog log) {
        this.log = log;
    }

    public static void main(String[] args) {
        System.exit(run(EventLog.standard(), args).code());
    }

    /** Runs the command; returns what the process is to end with. */
    static ExitCode run(EventLog log, String... args) {
        DaemonMain main = new DaemonMain(log);
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

    private void checkValues(CommandLine command) {
        if (!sessionLog.equals("y") && !sessionLog.equals("n")) {
            throw new CommandLine.ParameterException(command, "-l takes y or n, not " + sessionLog);
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
            return checked == null ? runDaemon(loader) : check(loader);
        } catch (ConfigError e) {
            Banner.lines(ProtocolLevel.LEVEL_5, Version.number()).forEach(log::print);
            e.logLines().forEach(log::exit);
            return e.stage() == ConfigError.Stage.COMMAND_LINE ? ExitCode.USAGE : ExitCode.CONFIGURATION;
        }
    }

    private ExitCode check(ConfigurationLoader loader) {
        try {
            Configuration configuration = loader.load(Optional.of(checked), ConfigFiles.standard());
            System.out.print(ConfigReport.of(
                    configuration,
                    ConfigReport.IdentityResult.find(
                            configuration, LocalAddresses.ofThisMachine(), Optional.ofNullable(name))));
            return ExitCode.OK;
        } catch (ConfigError e) {
            System.out.print(ConfigReport.of(e));
            return ExitCode.CHECK_FAILED;
        }
    }

    private ExitCode runDaemon(ConfigurationLoader loader) throws ConfigError {
        ConfigFiles files = ConfigFiles.standard();
        Configuration configuration = loader.load(Optional.ofNullable(file), files);
        Banner.lines(configuration.level(), Version.number()).forEach(log::print);
        applyLogOptions(configuration.options());
        AccessList access = readAccessFile(files);
        LocalAddresses local = LocalAddresses.ofThisMachine();
        Identity identity;
        try {
            identity = Identity.find(configuration, local, Optional.ofNullable(name));
        } catch (ConfigError e) {
            printProgress(configuration, configuration.daemons().get(0));
            e.logLines().forEach(log::exit);
            return ExitCode.CONFIGURATION;
        }
        printProgress(configuration, identity.me());
        print(ConfigLogLines.identity(configuration, identity));
        DaemonSetup setup = new DaemonSetup(
                configuration,
                identity,
                access,
                log,
                sessionLog.equals("y") ? Optional.of(Path.of(identity.me().displayName())) : Optional.empty(),
                IoTransport.best(),
                InstantSource.system());
        return serve(setup);
    }

    private ExitCode serve(DaemonSetup setup) {
        Daemon daemon;
        try {
            daemon = Daemon.start(setup);
        } catch (StartException e) {
            log.exit(e.getMessage());
            return e.exitCode();
        }
        Signals.handle("TERM", daemon::stop);
        Signals.handle("INT", daemon::stop);
        Signals.handle("HUP", this::reopenLog);
        ExitCode code = daemon.awaitEnd();
        log.exit(code == ExitCode.OK ? "Spread daemon exiting normally!" : "Exit caused by Alarm!");
        return code;
    }

    private void applyLogOptions(Options options) {
        Optional<String> logFile = options.eventLogFile(hostName());
        if (logFile.isPresent()) {
            try {
                output.open(Path.of(logFile.get()));
            } catch (IOException e) {
                log.print("EventLogFile: " + e.getMessage() + "; the output stays where it is");
            }
        }
        TimeStampFormat stamp = options.isTimeStamped()
                ? new TimeStampFormat(options.timeStampFormat(), ZoneId.systemDefault(), options.printsMicroseconds())
                : null;
        log.configure(options.debugMask(), level(options.eventPriority()), stamp);
    }

    private void reopenLog() {
        try {
            if (output.reopen()) {
                log.print("SIGHUP: event log opened again");
            } else {
                log.print("SIGHUP: ignored, for there is no EventLogFile to open again");
            }
        } catch (IOException e) {
            log.print("SIGHUP: " + e.getMessage() + "; the output stays where it is");
        }
    }

    private AccessList readAccessFile(ConfigFiles files) throws ConfigError {
        Optional<Path> found = files.findAccessFile();
        if (found.isEmpty()) {
            return AccessList.empty();
        }
        AccessList access = AccessList.parse(ConfigFiles.read(found.get(), ConfigFiles.MAX_ACCESS_BYTES));
        access.rejected().forEach(line -> log.print(found.get() + ": " + line));
        access.warnings().forEach(warning -> log.print(found.get() + ": " + warning));
        return access;
    }

    private void printProgress(Configuration configuration, org.ringcast.daemon.config.Daemon me) {
        EffectiveSettings effective = EffectiveSettings.atStart(configuration, me);
        print(ConfigLogLines.hashText(configuration, effective.acceleratedRing()));
        print(ConfigLogLines.progress(configuration, effective.hash()));
        print(ConfigLogLines.warnings(configuration));
    }

    private void print(List<LogLine> lines) {
        for (LogLine line : lines) {
            log.line(CoreLog.Kind.valueOf(line.type().name()), level(line.priority()), line.text());
        }
    }

    private static CoreLog.Level level(EventPriority priority) {
        return switch (priority) {
            case DEBUG -> CoreLog.Level.DEBUG;
            case INFO -> CoreLog.Level.INFO;
            case WARNING -> CoreLog.Level.WARNING;
            case ERROR -> CoreLog.Level.ERROR;
            case CRITICAL -> CoreLog.Level.CRITICAL;
            case FATAL -> CoreLog.Level.PRINT;
        };
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
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
