package org.ringcast.daemon.session;

import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.core.CoreLog;

/** Keeps what is logged, oldest first. */
final class LogLines implements CoreLog {
    private final List<String> lines = new ArrayList<>();

    @Override
    public boolean enabled(Kind kind, Level level) {
        return true;
    }

    @Override
    public synchronized void line(Kind kind, Level level, String text) {
        lines.add(text);
    }

    synchronized List<String> all() {
        return List.copyOf(lines);
    }
}
