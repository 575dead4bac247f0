package org.ringcast.monitor;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The whole screen of an ANSI terminal: pictures are drawn over each other, keys arrive at once, and in the end everything is as
 * it was. Without a terminal pictures come one below the other, in plain text.
 */
final class AnsiTerminal implements AutoCloseable {
    private static final File TTY = new File("/dev/tty");
    private static final int DEFAULT_WIDTH = 120;
    private static final int DEFAULT_HEIGHT = 40;
    private static final String ESC = "\u001b[";

    private final PrintStream out;
    private final boolean colored;
    private final String savedModes;
    private final Thread onSignal;

    private AnsiTerminal(PrintStream out, String savedModes, boolean colored) {
        this.out = out;
        this.savedModes = savedModes;
        this.colored = colored;
        this.onSignal = new Thread(this::restore, "terminal");
    }

    /** Takes over the terminal, if standard output is one. */
    static AnsiTerminal open(PrintStream out) {
        boolean interactive = isTerminal() && !"dumb".equals(System.getenv("TERM"));
        String modes = interactive ? stty("-g") : "";
        AnsiTerminal terminal = new AnsiTerminal(out, modes, System.getenv("NO_COLOR") == null);
        if (terminal.isFullScreen()) {
            stty("-icanon", "-echo", "min", "1");
            Runtime.getRuntime().addShutdownHook(terminal.onSignal);
            // The other screen, no cursor.
            out.print(ESC + "?1049h" + ESC + "?25l");
            out.flush();
        }
        return terminal;
    }

    boolean isFullScreen() {
        return !savedModes.isEmpty();
    }

    /** Columns and lines, as they are now. */
    int[] size() {
        if (isFullScreen()) {
            String[] words = stty("size").split(" ", -1);
            if (words.length == 2 && words[0].matches("[1-9]\\d{0,3}") && words[1].matches("[1-9]\\d{0,3}")) {
                return new int[] {Integer.parseInt(words[1]), Integer.parseInt(words[0])};
            }
        }
        return new int[] {DEFAULT_WIDTH, DEFAULT_HEIGHT};
    }

    void draw(List<TopScreen.Line> lines) {
        StringBuilder picture = new StringBuilder(isFullScreen() ? ESC + "H" : "");
        for (int i = 0; i < lines.size(); i++) {
            TopScreen.Line line = lines.get(i);
            if (isFullScreen()) {
                // A line end behind the last line would scroll.
                picture.append(i == 0 ? "" : "\r\n").append(styled(line)).append(ESC + "K");
            } else {
                picture.append(line.text()).append('\n');
            }
        }
        out.print(picture.append(isFullScreen() ? ESC + "J" : "\n"));
        out.flush();
    }

    private String styled(TopScreen.Line line) {
        String code = switch (line.look()) {
            case PLAIN -> "";
            case TITLE -> "1";
            case HEADING -> "7";
            case WARNING -> colored ? "33" : "1";
            case ALARM -> colored ? "31" : "1";
        };
        return code.isEmpty() ? line.text() : ESC + code + "m" + line.text() + ESC + "0m";
    }

    @Override
    public void close() {
        if (isFullScreen()) {
            restore();
            try {
                Runtime.getRuntime().removeShutdownHook(onSignal);
            } catch (IllegalStateException e) {
                // it has been called
            }
        }
    }

    private void restore() {
        out.print(ESC + "?25h" + ESC + "?1049l");
        out.flush();
        stty(savedModes);
    }

    /** Whether standard output is a terminal. */
    private static boolean isTerminal() {
        try {
            Process process = new ProcessBuilder("test", "-t", "1").inheritIO().start();
            return process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Runs the command stty on the terminal; returns what it prints, nothing when it fails. */
    private static String stty(String... arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(TTY)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() == 0 ? text : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
