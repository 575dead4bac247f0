package org.ringcast.monitor.manual;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completion of a command for zsh, to be put into a directory of {@code fpath} under the name {@code _COMMAND}. */
final class ZshCompletion {
    private ZshCompletion() {}

    static String of(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        StringBuilder out = new StringBuilder("#compdef " + spec.name() + "\n\n");
        if (command.getSubcommands().isEmpty()) {
            return out.append(arguments(spec, "", List.of())).toString();
        }
        out.append("local curcontext=\"$curcontext\" state line\n");
        out.append(arguments(spec, "-C ", List.of("'1:command:->command'", "'*::argument:->argument'")));
        out.append("case $state in\n    command)\n        local -a commands\n        commands=(\n");
        command.getSubcommands().forEach((name, sub) -> {
            String[] description = sub.getCommandSpec().usageMessage().description();
            out.append("            '" + name + ":" + quoted(description.length == 0 ? "" : description[0]) + "'\n");
        });
        out.append(
                "        )\n        _describe -t commands command commands\n        ;;\n    argument)\n        case $words[1] in\n");
        command.getSubcommands()
                .forEach((name, sub) -> out.append("            " + name + ")\n")
                        .append(arguments(sub.getCommandSpec(), "", List.of()).indent(16))
                        .append("                ;;\n"));
        return out.append("        esac\n        ;;\nesac\n").toString();
    }

    private static String arguments(CommandSpec spec, String flags, List<String> more) {
        List<String> items = new ArrayList<>();
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                for (String name : option.names()) {
                    items.add(item(option, name));
                }
            }
        }
        if (more.isEmpty()) {
            for (PositionalParamSpec parameter : spec.positionalParameters()) {
                items.add("'" + (parameter.isMultiValue() ? "*" : "") + ":" + quoted(parameter.paramLabel()) + ":"
                        + action(parameter, parameter.type()) + "'");
            }
        }
        items.addAll(more);
        return "_arguments " + flags + "\\\n    " + String.join(" \\\n    ", items) + "\n";
    }

    private static String item(OptionSpec option, String name) {
        String[] description = option.description();
        String text = quoted(description.length == 0 ? "" : CommandPage.plain(description[0]));
        String item = (option.isMultiValue() ? "*" : "") + name + "[" + text + "]";
        if (option.arity().max() > 0) {
            item += ":" + quoted(option.paramLabel()) + ":" + action(option, elementType(option));
        }
        return "'" + item + "'";
    }

    private static Class<?> elementType(OptionSpec option) {
        return option.isMultiValue() && option.auxiliaryTypes().length > 0 ? option.auxiliaryTypes()[0] : option.type();
    }

    private static String action(ArgSpec argument, Class<?> type) {
        if (argument.completionCandidates() != null) {
            return "(" + String.join(" ", argument.completionCandidates()) + ")";
        }
        return type == Path.class || type == File.class || argument.paramLabel().equals("FILE") ? "_files" : "";
    }

    /** Inside single quotes, and without what _arguments takes for its own. */
    private static String quoted(String text) {
        return text.replace("'", "'\\''").replace("[", "(").replace("]", ")").replace(":", "\\:");
    }
}
