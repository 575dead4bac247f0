package org.ringcast.harness.netns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short commands of the system. */
final class Shell {
    private static final int PATIENCE_S = 20;

    /**
     * How a command ended.
     *
     * @param output both streams
     */
    record Result(int status, String output) {
        boolean isOk() {
            return status == 0;
        }
    }

    private Shell() {}

    /** Runs a command to its end. */
    static Result run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " does not end");
            }
            return new Result(process.exitValue(), output);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Runs a command, words separated by blanks, that must not fail. */
    static String mustRun(String command) throws IOException {
        Result result = run(List.of(command.split(" ", -1)));
        if (!result.isOk()) {
            throw new IOException(command + " failed with " + result.status() + ": " + result.output());
        }
        return result.output();
    }
}
