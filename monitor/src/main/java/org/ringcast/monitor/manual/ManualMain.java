package org.ringcast.monitor.manual;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes manual pages and completion files; the build of the distribution runs it. */
@Command(name = "manual", description = "Writes manual pages and completion files of commands.")
public final class ManualMain implements Callable<Integer> {
    private static final String DAEMON = "spread";

    @Option(names = "--to", required = true, paramLabel = "DIRECTORY", description = "Where man and completion go.")
    private Path directory;

    @Option(names = "--release", required = true, paramLabel = "VERSION", description = "Version of Ringcast.")
    private String release;

    @Option(names = "--configuration", paramLabel = "FILE", description = "The page that becomes spread.conf(5).")
    private Path configuration;

    @Parameters(paramLabel = "CLASS", description = "Main classes of the commands.")
    private List<String> classes = List.of();

    private ManualMain() {}

    /** Ends by returning, not by ending the process, which is the build's. */
    public static void main(String[] args) {
        if (run(args) != 0) {
            throw new IllegalStateException("manual pages and completions could not be made");
        }
    }

    /** Runs the command and returns its exit status. */
    static int run(String... args) {
        return new CommandLine(new ManualMain()).execute(args);
    }

    @Override
    public Integer call() throws Exception {
        for (String name : classes) {
            write(commandOf(Class.forName(name)));
        }
        if (configuration != null) {
            write("man/man5/spread.conf.5", configurationPage(Files.readString(configuration), release));
        }
        return 0;
    }

    private void write(CommandLine command) throws IOException {
        String name = command.getCommandName();
        int section = name.equals(DAEMON) ? 8 : 1;
        write(
                "man/man" + section + "/" + name + "." + section,
                CommandPage.of(command, section, release, more(name, "tool")));
        write("completion/bash/" + name, AutoComplete.bash(name, command));
        write("completion/zsh/_" + name, ZshCompletion.of(command));
    }

    private void write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** The manual page spread.conf(5). */
    static String configurationPage(String markdown, String release) {
        Roff page = new Roff("spread.conf", 5, "Ringcast " + release, "Ringcast manual");
        page.section("NAME").text("spread.conf - configuration of a ring of Ringcast and Spread daemons");
        MarkdownPage.append(markdown, page);
        return page.raw(more("spread.conf", "")).toString();
    }

    /** What a page has besides: the resource of its name, or the other one. */
    private static String more(String name, String otherwise) {
        String resource = ManualMain.class.getResource(name + ".roff") == null ? otherwise : name;
        try (InputStream in = ManualMain.class.getResourceAsStream(resource + ".roff")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command of a main class: what its static method {@code commandLine} returns, else an object of the class. */
    static CommandLine commandOf(Class<?> main) throws ReflectiveOperationException {
        for (Method method : main.getDeclaredMethods()) {
            if (method.getName().equals("commandLine") && method.getParameterCount() == 0) {
                method.setAccessible(true);
                return (CommandLine) method.invoke(null);
            }
        }
        Constructor<?> constructor = main.getDeclaredConstructor();
        constructor.setAccessible(true);
        return new CommandLine(constructor.newInstance());
    }
}
