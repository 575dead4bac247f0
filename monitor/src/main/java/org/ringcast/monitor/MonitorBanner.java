package org.ringcast.monitor;

import java.util.Locale;

/** The first lines of the interactive {@code spmonitor}. One has the version of Spread's monitor, as scripts expect. */
final class MonitorBanner {
    static final String TEXT = "/===========================================================================\\\n"
            + boxed(new ToolVersion().getVersion()[0] + ", monitor of group communication daemons")
            + boxed("Version 5.00.01 of Spread's monitor is what it is compatible with")
            + "\\===========================================================================/\n";

    private MonitorBanner() {}

    private static String boxed(String text) {
        return String.format(Locale.ROOT, "| %-73s |\n", text);
    }
}
