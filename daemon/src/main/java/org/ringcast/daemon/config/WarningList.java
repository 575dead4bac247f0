package org.ringcast.daemon.config;

import java.util.ArrayList;
import java.util.List;

/** Collects warnings while a file is read, up to a limit: a damaged file can hold as many as it has words. */
final class WarningList {
    static final int LIMIT = 200;

    private final List<ConfigWarning> warnings = new ArrayList<>();

    void add(ConfigWarning.Kind kind, Position position, String token, String text, String hint) {
        if (warnings.size() < LIMIT) {
            warnings.add(new ConfigWarning(kind, position, token, text, hint));
        }
    }

    void add(ConfigWarning.Kind kind, Token token, String text, String hint) {
        add(kind, token.position(), token.text(), text, hint);
    }

    List<ConfigWarning> toList() {
        return List.copyOf(warnings);
    }
}
