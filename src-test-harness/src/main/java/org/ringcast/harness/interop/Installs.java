package org.ringcast.harness.interop;

import java.nio.file.Path;
import java.util.Optional;
import org.ringcast.harness.process.ReferenceInstall;

/** Installed Spread daemons, of each level at most one. */
public record Installs(Optional<ReferenceInstall> level5, Optional<ReferenceInstall> level4) {
    /** Those of the properties {@code spread.home} and {@code spread4.home}. */
    public static Installs ofProperties() {
        return new Installs(at("spread.home", 5), at("spread4.home", 4));
    }

    private static Optional<ReferenceInstall> at(String property, int level) {
        String home = System.getProperty(property, "");
        return home.isEmpty() ? Optional.empty() : Optional.of(ReferenceInstall.at(Path.of(home), level));
    }

    /** The one of a level. */
    Optional<ReferenceInstall> of(int level) {
        return level == 5 ? level5 : level4;
    }
}
