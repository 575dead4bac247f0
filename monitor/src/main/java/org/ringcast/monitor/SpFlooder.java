package org.ringcast.monitor;

import java.io.PrintStream;
import java.util.regex.Pattern;
import org.ringcast.protocol.Limits;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code spflooder}: sends many messages. Ends with status 0, or 1 when something failed. */
@Command(
        name = "spflooder",
        customSynopsis = "spflooder [OPTIONS]",
        description = {
            "Sends many messages to the group flooder, and receives them, as fast as it goes.",
            "Without -n at most 200 own messages are on their way at a time. With -n all flooders start when enough are"
                    + " there, and none gets more than 200 messages ahead of the slowest."
        },
        versionProvider = ToolVersion.class)
public final class SpFlooder {
    private static final Pattern NUMBER = Pattern.compile("\\s*[-+]?\\d+\\s*");
    private static final int MAX_MEMBERS = 100;
    /** Larger ones are too large for a daemon, and sending them would end the session. */
    private static final int MAX_BYTES = Limits.MAX_DELIVERABLE - Limits.GROUP_NAME;

    private static final String USAGE = """
        Usage: spflooder
        \t[-u <user name>] : private name, one of a kind on the daemon (flooder)
        \t[-m <messages>]  : how many messages (10000)
        \t[-n <members>]   : wait for that many members; the slowest sets the pace
        \t[-b <bytes>]     : size of each message, 1-100000 (1000)
        \t[-s <address>]   : of the daemon, port or port@host (4803)
        \t[-ro]            : read only, do not send
        \t[-wo]            : write only, do not receive
        """;

    @Option(
            names = "-u",
            paramLabel = "NAME",
            description = "Private name, one of a kind on the daemon; cut to 10 characters. Default: ${DEFAULT-VALUE}.")
    private String user = "flooder";

    @Option(
            names = "-s",
            paramLabel = "ADDRESS",
            description = "Address of the daemon: PORT@HOST for TCP, PORT alone for the Unix-domain socket /tmp/PORT."
                    + " Default: ${DEFAULT-VALUE}.")
    private String address = Integer.toString(Limits.DEFAULT_PORT);

    @Option(names = "-ro", description = "Read only: end when as many messages as -m says have come.")
    private boolean readOnly;

    @Option(names = "-wo", description = "Write only: do not join the group.")
    private boolean writeOnly;

    @Option(
            names = "--json",
            description = "Print one JSON object when done (messages, bytes, seconds, messages_per_second) and nothing"
                    + " else.")
    private boolean json;

    @Option(
            names = "--rate",
            description = "When done, also print to standard error how long it took and how fast it went.")
    private boolean rate;

    @Mixin
    private final ToolQuestions questions = new ToolQuestions();

    private String badNumber;
    private int messages = 10_000;
    private int bytes = 1000;
    private int members;

    private SpFlooder() {}

    @Option(names = "-m", paramLabel = "MESSAGES", description = "How many messages. Default: 10000.")
    void setMessages(String text) {
        messages = number("-m", text, messages);
    }

    @Option(names = "-b", paramLabel = "BYTES", description = "Size of each message, 1..100000. Default: 1000.")
    void setBytes(String text) {
        bytes = number("-b", text, bytes);
    }

    @Option(
            names = "-n",
            paramLabel = "MEMBERS",
            description = "Start when the group has this many members, at most 100. Default: 0, do not wait.")
    void setMembers(String text) {
        members = number("-n", text, members);
    }

    /** What is no number is found out when all options have been read: a flood of another size than was meant helps nobody. */
    private int number(String option, String text, int current) {
        if (text == null) {
            return current;
        }
        if (!NUMBER.matcher(text).matches()) {
            badNumber = option + " takes a number, not " + text;
            return current;
        }
        return ScannedNumber.of(text).orElse(current);
    }

    private void checkNumbers() throws ToolArguments.UsageException {
        if (badNumber != null) {
            throw new ToolArguments.UsageException(null, badNumber, null);
        }
    }

    public static void main(String[] args) {
        System.exit(run(args, SpOutput.standard()));
    }

    /** Runs the command and returns its exit status. */
    static int run(String[] args, PrintStream out) {
        SpFlooder flooder = new SpFlooder();
        CommandLine command = new CommandLine(flooder);
        try {
            ToolArguments.parse(command, args);
            flooder.checkNumbers();
        } catch (ToolArguments.UsageException e) {
            SpOutput.printDetail("spflooder", e.getMessage());
            return usage(out, "");
        }
        return flooder.questions.answer(command, out) ? 0 : flooder.run(out);
    }

    private static int usage(PrintStream out, String reason) {
        out.print(reason + USAGE);
        out.flush();
        return 1;
    }

    private int run(PrintStream out) {
        if (members > MAX_MEMBERS) {
            return usage(out, "Too many members. The max is " + MAX_MEMBERS + "\n");
        }
        if (members > 0 && writeOnly) {
            return usage(out, "Without joining there are no members to wait for: -n and -wo exclude each other\n");
        }
        if (bytes < 0 || bytes > MAX_BYTES) {
            return usage(out, "A message has 0 to " + MAX_BYTES + " bytes\n");
        }
        FloodPlan plan = new FloodPlan(address, user, messages, bytes, members, readOnly, writeOnly);
        try {
            FloodResult result = new Flooder(plan, json ? SpOutput.none() : out).run();
            if (json) {
                out.print(result.json() + "\n");
            }
            out.flush();
            SpOutput.printDetail("spflooder", rate ? result.text() : "");
            return 0;
        } catch (MailboxException e) {
            SpOutput.printError(out, json, e.code());
            SpOutput.printDetail("spflooder", e.detail());
            return 1;
        } finally {
            out.flush();
        }
    }
}
