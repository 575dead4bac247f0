package org.ringcast.monitor;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Output that the tools have in common. */
final class SpOutput {
    private static final int BUFFER = 1 << 16;

    private SpOutput() {}

    /** Standard output, one byte for each character: what came as bytes leaves as the same bytes. */
    static PrintStream standard() {
        return latin1(new FileOutputStream(FileDescriptor.out));
    }

    /** As {@link #standard()}, for errors. */
    static PrintStream error() {
        return latin1(new FileOutputStream(FileDescriptor.err));
    }

    private static PrintStream latin1(FileOutputStream file) {
        return new PrintStream(new java.io.BufferedOutputStream(file, BUFFER), false, StandardCharsets.ISO_8859_1);
    }

    /** A stream for what nobody wants to see. */
    static PrintStream none() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.ISO_8859_1);
    }

    /** An error in the JSON output of any tool. */
    static JsonObject errorJson(int code) {
        return new JsonObject().put("event", "error").put("code", code).put("text", SpError.text(code));
    }

    /** What scripts do not read: to standard error, so that standard output stays as it is known. */
    static void printDetail(String tool, String detail) {
        if (!detail.isEmpty()) {
            PrintStream err = error();
            err.print(tool + ": " + detail + "\n");
            err.flush();
        }
    }

    /** The error line, or its JSON form. */
    static void printError(PrintStream out, boolean json, int code) {
        out.print((json ? errorJson(code).toString() : SpError.line(code)) + "\n");
    }
}
