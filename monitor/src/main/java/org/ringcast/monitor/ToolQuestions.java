package org.ringcast.monitor;

import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** The options that every tool has. */
final class ToolQuestions {
    @Option(names = "--help", usageHelp = true, description = "Show this text.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version of Ringcast.")
    private boolean version;

    /**
     * Answers what was asked.
     *
     * @return false when nothing was asked
     */
    boolean answer(CommandLine command, PrintStream out) {
        if (help) {
            command.usage(out, Ansi.OFF);
        } else if (version) {
            command.printVersionHelp(out, Ansi.OFF);
        }
        out.flush();
        return help || version;
    }
}
