package org.ringcast.monitor;

import java.io.InputStream;
import java.io.PrintStream;
import org.ringcast.protocol.Limits;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code spuser}: joins groups, sends and receives, interactively. Ends with status 0 whatever happens. */
@Command(
        name = "spuser",
        customSynopsis = "spuser [OPTIONS]",
        description = {
            "Connects to a daemon, then reads commands from standard input, one a line, and shows the messages of the"
                    + " groups that were joined.",
            "The commands: j GROUP joins, l GROUP leaves; s GROUP... sends one line to at most 10 groups, m GROUP..."
                    + " many lines up to an empty one, b [GROUP] ten messages of a size; r waits for a message, p tells"
                    + " how many bytes wait, d stops showing messages as they come, e starts it again; q quits."
        },
        versionProvider = ToolVersion.class)
public final class SpUser {
    private static final long CONNECT_TIMEOUT_MILLIS = 5000;

    private static final String USAGE = """
        Usage: spuser
        \t[-u <user name>] : private name, one of a kind on the daemon (user)
        \t[-s <address>]   : of the daemon, port or port@host (4803)
        \t[-n <user>]      : user for password authentication; has no effect
        \t[-p <password>]  : password for password authentication; has no effect
        \t[-r]             : let the daemon choose the private name
        """;

    private String user = "user";

    @Option(
            names = "-s",
            paramLabel = "ADDRESS",
            description = "Address of the daemon: PORT@HOST for TCP, PORT alone for the Unix-domain socket /tmp/PORT."
                    + " Default: ${DEFAULT-VALUE}.")
    private String address = Integer.toString(Limits.DEFAULT_PORT);

    @Option(
            names = "--json",
            description = "Print one JSON object a line for the session, each message and each error; no menu and no"
                    + " prompts.")
    private boolean json;

    @Mixin
    private final ToolQuestions questions = new ToolQuestions();

    private SpUser() {}

    @Option(
            names = "-u",
            paramLabel = "NAME",
            description = "Private name, one of a kind on the daemon; cut to 10 characters. Default: user.")
    void setUser(String name) {
        if (name != null) {
            user = name;
        }
    }

    @Option(names = "-r", description = "Let the daemon choose the private name.")
    void setRandomUser(boolean random) {
        if (random) {
            user = "";
        }
    }

    @Option(names = "-n", paramLabel = "USER", description = "User for password authentication. Taken and not used.")
    void setAuthenticationUser(String ignored) {}

    @Option(
            names = "-p",
            paramLabel = "PASSWORD",
            description = "Password for password authentication. Taken and not used.")
    void setAuthenticationPassword(String ignored) {}

    public static void main(String[] args) throws InterruptedException {
        System.exit(run(args, System.in, SpOutput.standard()));
    }

    /** Runs the command and returns its exit status. */
    static int run(String[] args, InputStream in, PrintStream out) throws InterruptedException {
        SpUser user = new SpUser();
        CommandLine command = new CommandLine(user);
        try {
            ToolArguments.parse(command, args);
        } catch (ToolArguments.UsageException e) {
            out.print(USAGE);
            out.flush();
            SpOutput.printDetail("spuser", e.getMessage());
            return 0;
        }
        if (!user.questions.answer(command, out)) {
            user.run(in, user.json ? new JsonUserScreen(out) : new TextUserScreen(out));
        }
        return 0;
    }

    private void run(InputStream in, UserScreen screen) throws InterruptedException {
        screen.start();
        try (Mailbox mailbox = Mailbox.connect(address, user, true, CONNECT_TIMEOUT_MILLIS)) {
            screen.connected(address, mailbox.privateGroup().toString());
            new UserSession(mailbox, new LineInput(in, mailbox::wake), screen).run();
        } catch (MailboxException e) {
            screen.error(e.code());
            SpOutput.printDetail("spuser", e.detail());
            screen.bye();
        }
    }
}
