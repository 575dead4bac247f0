package org.ringcast.daemon.session;

import io.netty.channel.unix.Errors.NativeIoException;
import java.util.Map;

/** What the system says when a call fails, whichever transport made the call. Numbers are those of Linux. */
final class SystemError {
    static final int ENOMEM = 12;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int EADDRINUSE = 98;
    static final int ENOBUFS = 105;

    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("Operation not permitted", 1),
            Map.entry("No such file or directory", 2),
            Map.entry("Cannot allocate memory", ENOMEM),
            Map.entry("Permission denied", 13),
            Map.entry("Not a directory", 20),
            Map.entry("Too many open files in system", ENFILE),
            Map.entry("Too many open files", EMFILE),
            Map.entry("No space left on device", 28),
            Map.entry("Read-only file system", 30),
            Map.entry("Address already in use", EADDRINUSE),
            Map.entry("Cannot assign requested address", 99),
            Map.entry("No buffer space available", ENOBUFS));

    private SystemError() {}

    /** The system's words: {@code Connection reset by peer}. The native transport puts the call before them. */
    static String text(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof NativeIoException
                ? message.substring(message.lastIndexOf(": ") + 1).strip()
                : message;
    }

    /** The error number, 0 when it is not known. */
    static int number(Throwable failure) {
        return failure instanceof NativeIoException e ? -e.expectedErr() : number(text(failure));
    }

    /** The error number of the system's words, 0 when it is not known. */
    static int number(String text) {
        return NUMBERS.getOrDefault(text, 0);
    }

    /** Whether a descriptor or memory for it was missing, so that trying again at once cannot help. */
    static boolean isExhaustion(Throwable failure) {
        int number = number(failure);
        return number == EMFILE || number == ENFILE || number == ENOMEM || number == ENOBUFS;
    }
}
