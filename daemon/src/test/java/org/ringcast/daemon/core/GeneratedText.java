package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text in the documentation that a test makes: compared with the page, or with -Dgolden.update=true written into it. */
final class GeneratedText {
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    private GeneratedText() {}

    /** The part of a page between the lines "begin NAME" and "end NAME". */
    static void checkPart(String page, String name, String text) throws IOException {
        String begin = "<!-- begin " + name + " -->\n";
        String end = "<!-- end " + name + " -->\n";
        String old = Files.readString(path(page), StandardCharsets.UTF_8);
        int from = old.indexOf(begin);
        int to = old.indexOf(end);
        assertThat(from >= 0 && to > from)
                .as(page + " has the lines of " + name)
                .isTrue();
        checkPage(page, old.substring(0, from) + begin + "\n" + text + "\n" + old.substring(to));
    }

    /** A whole page. */
    static void checkPage(String page, String text) throws IOException {
        if (UPDATE) {
            Files.writeString(path(page), text, StandardCharsets.UTF_8);
        }
        assertThat(path(page)).as(page + ": run with -Dgolden.update=true").exists();
        assertThat(text)
                .as(page + " is not what the code does; look at the difference, then -Dgolden.update=true")
                .isEqualTo(Files.readString(path(page), StandardCharsets.UTF_8));
    }

    private static Path path(String page) {
        return Path.of(System.getProperty("ringcast.top", ".."), "docs", "protocol", page);
    }
}
