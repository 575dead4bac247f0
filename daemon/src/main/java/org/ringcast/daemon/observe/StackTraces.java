package org.ringcast.daemon.observe;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Stack traces as text. */
final class StackTraces {
    private StackTraces() {}

    /** The usual form, without a line end at the end. */
    static String text(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text, true));
        return text.toString().stripTrailing();
    }
}
