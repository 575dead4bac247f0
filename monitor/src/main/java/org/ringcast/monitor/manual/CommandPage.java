package org.ringcast.monitor.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of one command, from what it tells picocli about itself. */
final class CommandPage {
    private CommandPage() {}

    /**
     * Makes the page.
     *
     * @param section of the manual: 1 for tools, 8 for the daemon
     * @param version of Ringcast
     * @param more sections to add at the end, in roff: what options alone do not tell
     */
    static String of(CommandLine command, int section, String version, String more) {
        CommandSpec spec = command.getCommandSpec();
        Roff page = new Roff(spec.name(), section, "Ringcast " + version, "Ringcast manual");
        String[] description = spec.usageMessage().description();
        page.section("NAME").text(spec.name() + " - " + summary(description));
        page.section("SYNOPSIS").text(synopsis(command));
        command.getSubcommands().values().forEach(sub -> page.raw(".br\n").text(synopsis(sub)));
        page.section("DESCRIPTION");
        for (String line : description) {
            page.paragraph(plain(line));
        }
        page.section("OPTIONS");
        arguments(page, spec);
        if (!command.getSubcommands().isEmpty()) {
            page.section("COMMANDS");
            command.getSubcommands().values().forEach(sub -> {
                page.subsection(sub.getCommandSpec().name());
                for (String line : sub.getCommandSpec().usageMessage().description()) {
                    page.paragraph(plain(line));
                }
                arguments(page, sub.getCommandSpec());
            });
        }
        return page.raw(more).toString();
    }

    private static String summary(String... description) {
        String first = description.length == 0 ? "" : plain(description[0]);
        String text = first.isEmpty() ? first : first.substring(0, 1).toLowerCase(Locale.ROOT) + first.substring(1);
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private static String synopsis(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        List<String> words = new ArrayList<>(List.of(Roff.bold(spec.qualifiedName())));
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                String text = Roff.bold(option.shortestName()) + value(option);
                words.add(
                        option.required()
                                ? text
                                : "[" + text + "]"
                                        + (option.arity().isVariable() || option.isMultiValue() ? "..." : ""));
            }
        }
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            String text = Roff.italic(parameter.paramLabel());
            String many = parameter.isMultiValue() ? "..." : "";
            words.add(parameter.required() ? text + many : "[" + text + many + "]");
        }
        return String.join(" ", words);
    }

    private static String value(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        return " " + Roff.italic(option.paramLabel());
    }

    private static void arguments(Roff page, CommandSpec spec) {
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            page.term(Roff.italic(parameter.paramLabel()), text(parameter));
        }
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                List<String> names = new ArrayList<>();
                for (String name : option.names()) {
                    names.add(Roff.bold(name));
                }
                page.term(String.join(", ", names) + value(option), text(option));
            }
        }
    }

    private static String text(ArgSpec argument) {
        List<String> lines = new ArrayList<>();
        for (String line : argument.description()) {
            lines.add(plain(line));
        }
        return String.join(" ", lines);
    }

    /** Without picocli's marks of colour. */
    static String plain(String text) {
        return Ansi.OFF.string(text).replace("%n", "\n").replace("%%", "%");
    }
}
