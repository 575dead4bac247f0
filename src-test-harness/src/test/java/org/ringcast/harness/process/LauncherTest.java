package org.ringcast.harness.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/spread} and {@code bin/spmonitor} of a distribution whose Java only tells how it was called. */
final class LauncherTest {
    @TempDir
    private Path directory;

    private Path home;
    private final Map<String, String> environment = new TreeMap<>();

    @BeforeEach
    void unpack() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh: the launchers are not run");
        home = directory.resolve("a distribution");
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("lib"));
        for (String script : List.of("spread", "spmonitor", "ringcast-launcher.sh")) {
            Files.copy(
                    Installation.top().resolve("conf/bin").resolve(script),
                    home.resolve("bin").resolve(script));
        }
        Files.createFile(home.resolve("lib/b.jar"));
        Files.createFile(home.resolve("lib/a.jar"));
        Path java = java(directory.resolve("jdk"), "17.0.9");
        environment.put("JAVA_HOME", java.toString());
        environment.put("PATH", "/usr/bin:/bin");
    }

    @Test
    void theDaemonGetsItsClassesInOneOrderAndItsArguments() throws Exception {
        List<String> words = run("spread", "-n", "two words");
        assertThat(words).startsWith("java of 17.0.9").contains("-Xshare:auto", "-XX:+UseSerialGC");
        assertThat(words.subList(words.indexOf("-cp"), words.size()))
                .containsExactly(
                        "-cp",
                        home + "/lib/a.jar:" + home + "/lib/b.jar",
                        "org.ringcast.daemon.DaemonMain",
                        "-n",
                        "two words");
        assertThat(words).noneMatch(word -> word.contains("SharedArchiveFile"));
    }

    @Test
    void anArchiveOfThisJavaAndPlaceIsUsedAndNoOther() throws Exception {
        Files.createFile(home.resolve("lib/ringcast-17.0.8.jsa"));
        assertThat(run("spread")).noneMatch(word -> word.contains("SharedArchiveFile"));
        Files.createFile(home.resolve("lib/ringcast-17.0.9.jsa"));
        Files.writeString(home.resolve("lib/ringcast-17.0.9.jsa.home"), "/elsewhere\n");
        assertThat(run("spread")).noneMatch(word -> word.contains("SharedArchiveFile"));
        Files.writeString(home.resolve("lib/ringcast-17.0.9.jsa.home"), home + "\n");
        assertThat(run("spread"))
                .contains("-XX:SharedArchiveFile=" + home + "/lib/ringcast-17.0.9.jsa", "-Xlog:cds=off");
    }

    @Test
    void optionsOfTheSiteComeLast() throws Exception {
        environment.put("RINGCAST_JAVA_OPTS", "-Xms99m -Dx=*");
        List<String> words = run("spread");
        assertThat(words).containsSubsequence("-Xms24m", "-Xms99m", "-Dx=*", "-cp");
    }

    @Test
    void aRuntimeOfTheDistributionGoesFirst() throws Exception {
        java(home.resolve("runtime"), "21");
        assertThat(run("spmonitor", "status"))
                .startsWith("java of 21")
                .endsWith("org.ringcast.monitor.SpMonitor", "status");
    }

    @Test
    void whatIsWrongWithJavaIsSaid() throws Exception {
        environment.put("JAVA_HOME", directory.resolve("nowhere").toString());
        assertThat(run("spread")).singleElement().asString().startsWith("spread: JAVA_HOME is ");
        environment.put("JAVA_HOME", java(directory.resolve("old"), "11.0.2").toString());
        assertThat(run("spread")).singleElement().asString().contains(" is Java 11.0.2; Java 17 or later is needed");
    }

    @Test
    void aLinkToACommandWorks() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("spread"), home.resolve("bin/spread"));
        assertThat(runFile(link)).startsWith("java of 17.0.9");
    }

    private static Path java(Path top, String version) throws IOException {
        Path command = Files.createDirectories(top.resolve("bin")).resolve("java");
        Files.writeString(command, "#!/bin/sh\nprintf '%s\\n' 'java of " + version + "' \"$@\"\n");
        assertThat(command.toFile().setExecutable(true)).isTrue();
        Files.writeString(top.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return top;
    }

    private List<String> run(String command, String... arguments) throws IOException, InterruptedException {
        return runFile(home.resolve("bin").resolve(command), arguments);
    }

    private List<String> runFile(Path file, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", file.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.lines().toList();
    }
}
