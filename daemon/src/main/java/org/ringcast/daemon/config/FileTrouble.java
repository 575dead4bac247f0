package org.ringcast.daemon.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be had, in the words of the system and without names of Java classes. */
public final class FileTrouble {
    private FileTrouble() {}

    /** {@code Permission denied}, {@code No such file or directory}, {@code No space left on device}. Never names the file. */
    public static String text(IOException trouble) {
        if (trouble instanceof AccessDeniedException) {
            return "Permission denied";
        }
        if (trouble instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (trouble instanceof FileAlreadyExistsException) {
            return "File exists";
        }
        if (trouble instanceof NotDirectoryException) {
            return "Not a directory";
        }
        if (trouble instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        String message = trouble.getMessage();
        if (message == null) {
            return "Input/output error";
        }
        // java.io writes "NAME (REASON)".
        int open = message.lastIndexOf(" (");
        return trouble instanceof FileNotFoundException && open >= 0 && message.endsWith(")")
                ? message.substring(open + 2, message.length() - 1)
                : message;
    }
}
