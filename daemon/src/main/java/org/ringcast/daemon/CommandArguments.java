package org.ringcast.daemon;

import java.util.Arrays;

/** The command line as operators of Spread write it. */
final class CommandArguments {
    /** What a wrong command line gets to read. */
    static final String USAGE = """
        Usage: spread
        \t[-l y/n]          : print log
        \t[-n <proc name>]  : force computer name
        \t[-c <file name>]  : specify configuration file
        \t[--check-config <file name>]  : check a configuration file, and end
        \t[--against <file name>]       : what a reload from that file costs
        \t[--strict]                    : then warnings count, too
        \t[--set <name>=<value>]        : set an extension option
        \t[--version] [--help]\
        """;

    private CommandArguments() {}

    /** Of a flag with one dash only the first letter counts: {@code -name} is {@code -n}. Values stay as they are. */
    static String[] normalised(String... args) {
        String[] result = Arrays.copyOf(args, args.length);
        for (int i = 0; i < result.length; i++) {
            String arg = result[i];
            boolean known = arg.length() >= 2 && arg.charAt(0) == '-' && "lnc".indexOf(arg.charAt(1)) >= 0;
            if (known) {
                result[i] = arg.substring(0, 2);
                i++;
            } else if (arg.equals("--set") || arg.equals("--check-config") || arg.equals("--against")) {
                i++;
            }
        }
        return result;
    }
}
