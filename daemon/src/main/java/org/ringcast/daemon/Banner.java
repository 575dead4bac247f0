package org.ringcast.daemon;

import java.util.List;
import java.util.Locale;
import org.ringcast.daemon.config.ProtocolLevel;

/** The first lines of a daemon. One has the version of the Spread daemon that it is compatible with, as scripts expect. */
final class Banner {
    private Banner() {}

    static List<String> lines(ProtocolLevel level, String version) {
        var spread = Conclusions.version(level);
        String compatible =
                String.format(Locale.ROOT, "Version %d.%02d.%02d", spread.major(), spread.minor(), spread.patch());
        return List.of(
                "/===========================================================================\\",
                boxed("Ringcast " + version + ", a group communication daemon for the JVM"),
                boxed(compatible + " of Spread is what it is compatible with"),
                "\\===========================================================================/");
    }

    private static String boxed(String text) {
        return String.format(Locale.ROOT, "| %-73s |", text);
    }
}
