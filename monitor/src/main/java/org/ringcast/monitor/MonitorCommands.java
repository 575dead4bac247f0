package org.ringcast.monitor;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** The commands of {@code spmonitor} that ask nothing. */
final class MonitorCommands {
    private static final Map<String, Supplier<MonitorCommand>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("status", StatusCommand::new);
        COMMANDS.put("top", TopCommand::new);
        COMMANDS.put("history", HistoryCommand::new);
        COMMANDS.put("partition", PartitionCommand::new);
        COMMANDS.put("flow", FlowCommand::new);
        COMMANDS.put("kill", KillCommand::new);
        COMMANDS.put("reload", ReloadCommand::new);
        COMMANDS.put("dump", DumpCommand::new);
    }

    private MonitorCommands() {}

    /** Where in a command line the command is; flags with values may stand before it. -1: there is none. */
    static int find(String... args) {
        for (int i = 0; i < args.length; i += args[i].startsWith("--") && !args[i].equals("--level") ? 1 : 2) {
            if (COMMANDS.containsKey(args[i])) {
                return i;
            }
        }
        return -1;
    }

    /** Runs a command line that begins with the command; returns the exit status. */
    static int run(String[] args, InputStream in, PrintStream out) throws InterruptedException {
        MonitorCommand command = COMMANDS.get(args[0]).get();
        CommandLine line = new CommandLine(command).setCommandName("spmonitor " + args[0]);
        String[] rest = new String[args.length - 1];
        System.arraycopy(args, 1, rest, 0, rest.length);
        try {
            line.parseArgs(rest);
        } catch (ParameterException e) {
            out.print(e.getMessage() + "\n\n");
            line.usage(out, Ansi.OFF);
            return SpMonitor.USAGE;
        }
        if (command.arguments().isHelpAsked()) {
            line.usage(out, Ansi.OFF);
            return SpMonitor.OK;
        }
        return command.run(in, out);
    }

    /** Adds each of them to a command, so that it can be described as a whole. */
    static void addTo(CommandLine parent) {
        COMMANDS.forEach((name, maker) -> parent.addSubcommand(name, new CommandLine(maker.get())));
    }

    /** One line for each. */
    static String summary() {
        StringBuilder text = new StringBuilder();
        COMMANDS.forEach((name, maker) -> text.append(MonitorTexts.format(
                "\t%-10s: %s\n",
                name,
                new CommandLine(maker.get()).getCommandSpec().usageMessage().description()[0])));
        return text.append("\tspmonitor COMMAND --help tells more.\n").toString();
    }
}
