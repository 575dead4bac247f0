package org.ringcast.daemon.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the files are.
 *
 * @param workingDirectory where relative names start
 * @param etcDirectory the last place where {@code spread.conf} is looked for
 * @param accessDirectory the last place where {@code spread.access_ip} and {@code spread.access_pword} are looked for
 */
public record ConfigFiles(Path workingDirectory, Path etcDirectory, Path accessDirectory) {
    /** Most bytes of a {@code spread.conf}; 128 daemons with ten interfaces each need about 60 KiB. */
    public static final int MAX_CONFIGURATION_BYTES = 4 << 20;

    /** Most bytes of a {@code spread.access_ip} or {@code spread.access_pword}. */
    public static final int MAX_ACCESS_BYTES = 4 << 20;

    private static final String CONFIGURATION = "spread.conf";
    private static final String ACCESS = "spread.access_ip";
    private static final String PASSWORDS = "spread.access_pword";

    /** The usual places: the working directory of the process, then /etc. */
    public static ConfigFiles standard() {
        return new ConfigFiles(Path.of(""), Path.of("/etc"), Path.of("/etc"));
    }

    /**
     * The configuration file: the one that was named, else the first of those looked for that is there. A named file is never
     * replaced by another one.
     *
     * @throws ConfigError if there is none
     */
    Path find(Optional<Path> explicit) throws ConfigError {
        if (explicit.isPresent()) {
            Path file = workingDirectory.resolve(explicit.get());
            if (!Files.exists(file)) {
                throw new ConfigError(
                        ConfigError.Stage.FILE,
                        file.toString(),
                        "Conf_load_conf_file: error opening config file " + explicit.get() + "!",
                        "no such file; without -c " + candidates() + " would be tried");
            }
            return file;
        }
        for (Path candidate : List.of(workingDirectory.resolve(CONFIGURATION), etcDirectory.resolve(CONFIGURATION))) {
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        throw new ConfigError(
                ConfigError.Stage.FILE,
                CONFIGURATION,
                "Conf_load_conf_file: error opening config file " + CONFIGURATION + " and alternates!",
                "looked for " + candidates());
    }

    private String candidates() {
        return List.of(workingDirectory.resolve(CONFIGURATION), etcDirectory.resolve(CONFIGURATION)).stream()
                .map(Path::toString)
                .collect(Collectors.joining(", "));
    }

    /** The access file to read: the first that is there, if any is. */
    public Optional<Path> findAccessFile() {
        return findForAccess(ACCESS);
    }

    /** The password file to read: the first that is there, if any is. */
    public Optional<Path> findPasswordFile() {
        return findForAccess(PASSWORDS);
    }

    private Optional<Path> findForAccess(String name) {
        return List.of(workingDirectory.resolve(name), accessDirectory.resolve(name)).stream()
                .filter(Files::exists)
                .findFirst();
    }

    /**
     * The bytes of a file.
     *
     * @param maxBytes most it may have; no more than that is ever read
     * @throws ConfigError if it cannot be read or is larger
     */
    public static byte[] read(Path file, int maxBytes) throws ConfigError {
        if (Files.isDirectory(file)) {
            throw unreadable(file, "it is a directory");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(maxBytes + 1);
            if (content.length > maxBytes) {
                throw tooLarge(file.toString(), maxBytes);
            }
            return content;
        } catch (IOException e) {
            throw unreadable(file, FileTrouble.text(e));
        }
    }

    private static ConfigError unreadable(Path file, String why) {
        return new ConfigError(
                ConfigError.Stage.FILE,
                file.toString(),
                "Conf_load_conf_file: error opening config file " + file + "!",
                why);
    }

    static ConfigError tooLarge(String file, int maxBytes) {
        return new ConfigError(
                ConfigError.Stage.FILE, file, "The file is too large", "at most " + maxBytes + " bytes are read");
    }
}
