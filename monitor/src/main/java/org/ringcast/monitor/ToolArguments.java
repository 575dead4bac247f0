package org.ringcast.monitor;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Command lines in the manner that the tools are known for: an option is recognised by how it begins, so that
 * {@code -user} is {@code -u}; its value is the next argument, whatever that looks like; the last one counts. Options
 * that begin with two dashes must be written out.
 *
 * <p>The options themselves are those of the command's picocli annotations.
 */
final class ToolArguments {
    private ToolArguments() {}

    /** A command line that is not understood. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String option;

        UsageException(String option, Throwable cause) {
            this(option, option == null ? "unknown option" : "bad value of " + option, cause);
        }

        /** @param message what is wrong, with the culprit */
        UsageException(String option, String message, Throwable cause) {
            super(message, cause);
            this.option = option;
        }

        /** The option whose value is bad or missing; null when an option is unknown. */
        String option() {
            return option;
        }
    }

    /**
     * Sets the options of a command.
     *
     * @param command picocli's view of it
     * @throws UsageException when an option is unknown, or its value is missing or bad
     */
    static void parse(CommandLine command, String... arguments) throws UsageException {
        List<String> canonical = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            OptionSpec option = find(command, arguments[i]);
            if (option == null) {
                throw new UsageException(null, "unknown option " + arguments[i], null);
            }
            String name = option.shortestName();
            if (option.arity().max() == 0) {
                canonical.add(name);
            } else if (i + 1 < arguments.length) {
                i++;
                canonical.add(name + "=" + arguments[i]);
            } else {
                throw new UsageException(name, name + " needs a value", null);
            }
        }
        command.setOverwrittenOptionsAllowed(true)
                .setPosixClusteredShortOptionsAllowed(false)
                .setExpandAtFiles(false);
        try {
            command.parseArgs(canonical.toArray(String[]::new));
        } catch (ParameterException e) {
            OptionSpec bad = e.getArgSpec() instanceof OptionSpec option ? option : null;
            if (bad == null) {
                throw new UsageException(null, e);
            }
            throw new UsageException(bad.shortestName(), "bad value of " + bad.shortestName() + ": " + e.getValue(), e);
        }
    }

    private static OptionSpec find(CommandLine command, String argument) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            String name = option.shortestName();
            if (name.startsWith("--") ? argument.equals(name) : argument.startsWith(name)) {
                return option;
            }
        }
        return null;
    }
}
