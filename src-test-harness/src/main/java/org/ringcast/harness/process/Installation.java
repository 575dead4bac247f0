package org.ringcast.harness.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where the parts of this build are. */
public final class Installation {
    private Installation() {}

    /** The top directory of the sources: property {@code ringcast.top}, else above the working directory. */
    public static Path top() {
        String property = System.getProperty("ringcast.top");
        Path directory = Path.of(property == null ? "" : property).toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve("conf/logback.xml"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException("start this inside the source tree, or set -Dringcast.top");
        }
        return directory;
    }

    /** The class path of this JVM, also where Surefire hides it behind a jar. */
    public static String classPath() {
        String surefire = System.getProperty("surefire.test.class.path");
        String path = surefire == null ? System.getProperty("java.class.path") : surefire;
        // Who uses it may have another working directory.
        return Arrays.stream(path.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The {@code java} command of this JVM. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
