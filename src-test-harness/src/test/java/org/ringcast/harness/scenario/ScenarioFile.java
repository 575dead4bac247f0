package org.ringcast.harness.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A script: commands, one a line. Comments begin with {@code #} and a blank; words with blanks in them stand in double quotes. */
record ScenarioFile(Path path, List<Line> lines) {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    /** A command with its words; the number of its line is for messages. */
    record Line(int number, List<String> words) {
        String command() {
            return words.get(0);
        }

        /** A word after the command, from 0. */
        String arg(int index) {
            if (index + 1 >= words.size()) {
                throw new IllegalArgumentException("line " + number + ": something is missing after " + words);
            }
            return words.get(index + 1);
        }

        /** The words after the command, from this one on. */
        List<String> args(int from) {
            return words.subList(Math.min(from + 1, words.size()), words.size());
        }

        /** What follows a key word, null when it is not there. */
        String after(String key) {
            int at = words.indexOf(key);
            return at < 0 ? null : arg(at);
        }

        @Override
        public String toString() {
            return "line " + number + ": " + String.join(" ", words);
        }
    }

    static ScenarioFile read(Path path) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        try {
            for (String text : Files.readAllLines(path)) {
                number++;
                List<String> words = words(text);
                if (!words.isEmpty()) {
                    lines.add(new Line(number, words));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ScenarioFile(path, lines);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                words.add(matcher.group(1));
            } else if (matcher.group(2).equals("#")
                    || (words.isEmpty() && matcher.group(2).startsWith("#"))) {
                break;
            } else {
                words.add(matcher.group(2));
            }
        }
        return words;
    }

    /** File name without its ending. */
    String name() {
        String file = path.getFileName().toString();
        return file.substring(0, file.lastIndexOf('.'));
    }

    /** Where what happens is written down. */
    Path transcript() {
        return path.resolveSibling(name() + ".transcript");
    }
}
