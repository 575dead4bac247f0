package org.ringcast.daemon;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The command {@code spread}: runs one daemon in the foreground. */
@Command(
        name = "spread",
        description = "Runs a Ringcast daemon.",
        mixinStandardHelpOptions = true,
        versionProvider = DaemonMain.Version.class)
public final class DaemonMain implements Callable<Integer> {
    @Option(names = "-c", paramLabel = "FILE", description = "The configuration file.")
    private Path configuration = Path.of("spread.conf");

    @Option(names = "-n", paramLabel = "NAME", description = "The name of this daemon in the configuration.")
    private String name = "localhost";

    @Override
    public Integer call() {
        System.out.println("Ringcast " + Version.number() + ": daemon " + name + " of " + configuration);
        return CommandLine.ExitCode.OK;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new DaemonMain()).execute(args));
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
