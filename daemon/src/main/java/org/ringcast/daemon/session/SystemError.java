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

    private static final Map<String, Integer> NUMBERS = Map.of(
            "Permission denied", 13,
            "Cannot allocate memory", ENOMEM,
            "Too many open files in system", ENFILE,
            "Too many open files", EMFILE,
            "Address already in use", EADDRINUSE,
            "Cannot assign requested address", 99,
            "No buffer space available", ENOBUFS);

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
        return failure instanceof NativeIoException e ? -e.expectedErr() : NUMBERS.getOrDefault(text(failure), 0);
    }

    /** Whether a descriptor or memory for it was missing, so that trying again at once cannot help. */
    static boolean isExhaustion(Throwable failure) {
        int number = number(failure);
        return number == EMFILE || number == ENFILE || number == ENOMEM || number == ENOBUFS;
    }
}
