package org.ringcast.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.ringcast.daemon.config.AccessList;
import org.ringcast.daemon.config.AuthPolicy;
import org.ringcast.daemon.config.ConfigError;
import org.ringcast.daemon.config.ConfigFiles;
import org.ringcast.daemon.config.ConfigLogLines;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.ConfigurationLoader;
import org.ringcast.daemon.config.EffectiveSettings;
import org.ringcast.daemon.config.ExtensionOption;
import org.ringcast.daemon.config.FileTrouble;
import org.ringcast.daemon.config.Identity;
import org.ringcast.daemon.config.LocalAddresses;
import org.ringcast.daemon.config.Options;
import org.ringcast.daemon.net.IoTransport;
import org.ringcast.daemon.observe.EventLog;
import org.ringcast.daemon.observe.OutputFile;
import org.ringcast.daemon.observe.TimeStampFormat;
import org.ringcast.daemon.runtime.ExitCode;
import org.ringcast.daemon.runtime.ServiceNotifier;
import org.ringcast.daemon.runtime.Signals;
import org.ringcast.daemon.runtime.StartException;
import org.ringcast.daemon.session.auth.PasswordFile;

/** One run of the daemon as a process: files, log, start, signals, end. */
final class Launch {
    private final EventLog log;
    private final ConfigurationLoader loader;
    private final OutputFile output;

    Launch(EventLog log, OutputFile output, ConfigurationLoader loader) {
        this.log = log;
        this.output = output;
        this.loader = loader;
    }

    /**
     * Runs the daemon until something ends it.
     *
     * @param file the configuration file, empty to look for it
     * @param name which of its daemons this is, empty to go by this machine's addresses
     * @param sessionLog whether to keep a membership and session log
     * @throws ConfigError when the configuration cannot be read; nothing was printed yet
     */
    ExitCode run(Optional<Path> file, Optional<String> name, boolean sessionLog) throws ConfigError {
        ConfigFiles files = ConfigFiles.standard();
        Configuration configuration = loader.load(file, files);
        Banner.lines(configuration.level(), DaemonMain.Version.number()).forEach(log::print);
        applyLogOptions(configuration.options());
        Identity identity;
        Optional<AccessList> access;
        Optional<PasswordFile> passwords;
        try {
            access = readAccessFile(files);
            passwords = readPasswordFile(files);
            warnOfMissingFiles(AuthPolicy.of(configuration.options()), access.isPresent(), passwords.isPresent());
            identity = Identity.find(configuration, LocalAddresses.ofThisMachine(), name);
        } catch (ConfigError e) {
            printProgress(configuration, configuration.daemons().get(0));
            e.logLines().forEach(log::exit);
            return ExitCode.CONFIGURATION;
        }
        printProgress(configuration, identity.me());
        EventLines.print(log, ConfigLogLines.identity(configuration, identity));
        Optional<Path> sessionLogFile =
                sessionLog ? Optional.of(Path.of(identity.me().displayName())) : Optional.empty();
        IoTransport io;
        try {
            io = IoTransport.named(configuration.extensions().text(ExtensionOption.NETWORK_IO));
        } catch (IllegalArgumentException e) {
            log.exit(e.getMessage());
            return ExitCode.CONFIGURATION;
        }
        DaemonSetup setup = new DaemonSetup(
                configuration,
                identity,
                access,
                passwords,
                log,
                sessionLogFile,
                io,
                InstantSource.system(),
                Optional.of(new FileSource(file, files, configuration)));
        return serve(setup, name.isPresent() ? "" : otherNames(setup));
    }

    /** What to say when this daemon runs already, and perhaps another one of the file was meant; empty when there is none. */
    private static String otherNames(DaemonSetup setup) {
        int shown = 5;
        List<String> others = setup.identity().others(setup.configuration(), LocalAddresses.ofThisMachine()).stream()
                .map(org.ringcast.daemon.config.Daemon::displayName)
                .toList();
        if (others.isEmpty()) {
            return "";
        }
        String more = others.size() > shown ? ", ..." : "";
        return "Without -n this is " + setup.identity().me().displayName()
                + ", the first daemon of the file whose address this machine has. For another one use -n NAME; the"
                + " file also has " + String.join(", ", others.subList(0, Math.min(shown, others.size()))) + more;
    }

    private ExitCode serve(DaemonSetup setup, String hintWhenTaken) {
        CompletableFuture<Void> endAsked = new CompletableFuture<>();
        ServiceNotifier manager =
                ServiceNotifier.of(System.getenv(), ProcessHandle.current().pid(), log::print);
        Runnable end = () -> {
            manager.stopping();
            endAsked.complete(null);
        };
        handle("TERM", end, "end it with SIGKILL");
        handle("INT", end, "end it with SIGTERM");
        CompletableFuture<Daemon> running = new CompletableFuture<>();
        handle(
                "HUP",
                () -> reload(manager, running),
                "neither the configuration is read again nor EventLogFile opened again");
        handle(
                "USR2",
                () -> {
                    var unused = running.thenAccept(daemon -> daemon.dump("SIGUSR2"));
                },
                "");
        ExitCode code;
        try {
            Daemon daemon = Daemon.start(setup);
            running.complete(daemon);
            var unused = endAsked.thenRun(daemon::stop);
            code = new Supervision(daemon, manager).awaitEnd();
        } catch (StartException e) {
            if (e.exitCode() == ExitCode.SOCKET && !hintWhenTaken.isEmpty()) {
                log.print(hintWhenTaken);
            }
            log.exit(e.getMessage());
            return e.exitCode();
        } catch (RuntimeException | Error e) {
            log.fault("Internal fault at the start:", e);
            return ExitCode.FAULT;
        }
        if (code == ExitCode.OK) {
            log.exit("Spread daemon exiting normally!");
        }
        return code;
    }

    /** @param remedy what to do or not to expect when the signal is ignored; empty when nobody will miss it */
    private void handle(String signal, Runnable handler, String remedy) {
        Signals.Outcome outcome = Signals.handle(signal, handler);
        if (outcome == Signals.Outcome.IGNORED_FROM_THE_START && !remedy.isEmpty()) {
            log.print("SIG" + signal
                    + " is ignored, for it was when this process was started (\"&\" in a script, nohup): " + remedy);
        }
    }

    private void applyLogOptions(Options options) {
        Optional<String> logFile = options.eventLogFile(hostName());
        if (logFile.isPresent()) {
            try {
                output.open(Path.of(logFile.get()));
            } catch (IOException e) {
                log.print("EventLogFile: " + logFile.get() + ": " + FileTrouble.text(e)
                        + "; the output stays where it is");
            } catch (InvalidPathException e) {
                log.print("EventLogFile: " + logFile.get() + ": " + e.getReason() + "; the output stays where it is");
            }
        }
        if (logFile.isEmpty() && output.isOpen()) {
            log.print("EventLogFile has gone from the configuration: the output stays in that file up to a restart");
        }
        TimeStampFormat stamp = options.isTimeStamped()
                ? new TimeStampFormat(options.timeStampFormat(), ZoneId.systemDefault(), options.printsMicroseconds())
                : null;
        log.configure(options.debugMask(), EventLines.level(options.eventPriority()), stamp);
    }

    /** The manager learns of the end when the configuration is in force, or will not be; what comes of it stands in the log. */
    private void reload(ServiceNotifier manager, CompletableFuture<Daemon> running) {
        manager.reloading();
        reopenLog();
        var unused = running.thenCompose(Daemon::reload)
                .thenAccept(inForce -> manager.reloaded(
                        inForce ? "" : "reload refused, the configuration in force stays: see the log"));
    }

    private void reopenLog() {
        try {
            if (output.reopen()) {
                log.print("SIGHUP: event log opened again");
            }
        } catch (IOException e) {
            log.print("SIGHUP: EventLogFile: " + FileTrouble.text(e) + "; the output stays where it is");
        }
    }

    /** The files that were read at the start; which ones they are is found out anew each time. */
    private final class FileSource implements ConfigurationSource {
        private final Optional<Path> named;
        private final ConfigFiles files;
        private final Optional<Path> inUse;

        FileSource(Optional<Path> named, ConfigFiles files, Configuration configuration) {
            this.named = named;
            this.files = files;
            inUse = Optional.of(Path.of(configuration.file()));
        }

        @Override
        public Reading read(Identity me) throws ConfigError {
            Configuration configuration = loader.load(named, files);
            Optional<AccessList> access = readAccessFile(files);
            Optional<PasswordFile> passwords = readPasswordFile(files);
            return new Reading(
                    configuration,
                    Identity.findAgain(configuration, LocalAddresses::ofThisMachine, me),
                    access,
                    passwords);
        }

        @Override
        public Optional<Path> file() {
            return inUse;
        }

        @Override
        public void onInForce(Configuration configuration) {
            applyLogOptions(configuration.options());
        }
    }

    private Optional<AccessList> readAccessFile(ConfigFiles files) throws ConfigError {
        Optional<Path> found = files.findAccessFile();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        AccessList access = AccessList.parse(ConfigFiles.read(found.get(), ConfigFiles.MAX_ACCESS_BYTES));
        access.rejected().forEach(line -> log.print(found.get() + ": " + line));
        access.warnings().forEach(warning -> log.print(found.get() + ": " + warning));
        return Optional.of(access);
    }

    private Optional<PasswordFile> readPasswordFile(ConfigFiles files) throws ConfigError {
        Optional<Path> found = files.findPasswordFile();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        PasswordFile passwords = PasswordFile.parse(ConfigFiles.read(found.get(), ConfigFiles.MAX_ACCESS_BYTES));
        passwords.warnings().forEach(log::print);
        return Optional.of(passwords);
    }

    /** A method without its file admits nobody; better said at the start than found out by every client. */
    private void warnOfMissingFiles(AuthPolicy policy, boolean hasAccess, boolean hasPasswords) {
        warnOfMissingFile(policy, AuthPolicy.Method.IP, hasAccess, "spread.access_ip");
        warnOfMissingFile(policy, AuthPolicy.Method.PWORD, hasPasswords, "spread.access_pword");
    }

    private void warnOfMissingFile(AuthPolicy policy, AuthPolicy.Method method, boolean present, String file) {
        if (present || !(policy.enabled().contains(method) || policy.required().contains(method))) {
            return;
        }
        boolean all = policy.required().contains(method) || policy.enabled().size() == 1;
        log.print("Authentication method " + method + " is in use, but there is no " + file
                + " in the working directory or in /etc: "
                + (all ? "no client can connect" : "no client that chooses it can connect"));
    }

    private void printProgress(Configuration configuration, org.ringcast.daemon.config.Daemon me) {
        EffectiveSettings effective = EffectiveSettings.atStart(configuration, me);
        EventLines.print(log, ConfigLogLines.hashText(configuration, effective.acceleratedRing()));
        EventLines.print(log, ConfigLogLines.progress(configuration, effective.hash()));
        EventLines.print(log, ConfigLogLines.warnings(configuration));
    }

    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
