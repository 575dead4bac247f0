package org.ringcast.daemon.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final OutputFile output = new OutputFile();

    @TempDir
    Path folder;

    @AfterEach
    void giveTheOutputBack() {
        System.setOut(out);
        System.setErr(err);
    }

    @Test
    void bothStreamsGoToTheEndOfTheFileAtOnce() throws IOException {
        Path file = folder.resolve("spread.log");
        Files.writeString(file, "before\n");
        output.open(file);
        System.out.print("out ");
        System.err.print("err");
        assertThat(file).hasContent("before\nout err");
    }

    @Test
    void defect16_aFileThatCannotBeWrittenLeavesTheOutput() throws IOException {
        Path good = folder.resolve("good.log");
        output.open(good);
        assertThatThrownBy(() -> output.open(folder.resolve("missing/spread.log")))
                .isInstanceOf(IOException.class);
        System.out.print("still here");
        assertThat(good).hasContent("still here");
    }

    /** A file system that can be full. */
    private static final class Disk extends OutputStream {
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        boolean full;

        @Override
        public void write(int oneByte) throws IOException {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
            content.write(bytes, offset, length);
        }

        List<String> lines() {
            return content.toString(StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void fullDisk_linesGoToStandardOutputAndTheFileSaysHowManyItLacks() throws IOException {
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
        Disk disk = new Disk();
        AtomicLong now = new AtomicLong();
        OutputFile file = new OutputFile(path -> disk, now::get, null);
        file.open(Path.of("/var/log/spread.log"));
        System.out.println("one");
        disk.full = true;
        System.out.println("two");
        System.err.println("three\nfour");
        disk.full = false;
        System.out.println("five");
        assertThat(console.toString(StandardCharsets.UTF_8).lines())
                .as("not tried again before a second is over")
                .containsExactly(
                        "EventLogFile: /var/log/spread.log cannot be written: No space left on device; lines come here"
                                + " until it can",
                        "two",
                        "three",
                        "four",
                        "five");
        now.addAndGet(FailSafeStream.RETRY_NS);
        System.out.println("six");
        assertThat(disk.lines())
                .containsExactly(
                        "one",
                        "",
                        "EventLogFile: /var/log/spread.log can be written again; 4 lines are not in it, they went to"
                                + " the standard output",
                        "six");
        assertThat(console.toString(StandardCharsets.UTF_8).lines())
                .last()
                .isEqualTo("EventLogFile: /var/log/spread.log can be written again, lines go there");
    }

    @Test
    void fullDisk_isToldOnceAndReopeningTriesAtOnce() throws IOException {
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
        Disk full = new Disk();
        full.full = true;
        Disk roomy = new Disk();
        Iterator<Disk> disks = List.of(full, roomy).iterator();
        AtomicLong now = new AtomicLong();
        OutputFile file = new OutputFile(path -> disks.next(), now::get, null);
        file.open(Path.of("log"));
        for (int i = 0; i < 3; i++) {
            now.addAndGet(FailSafeStream.RETRY_NS);
            System.out.println("line " + i);
        }
        assertThat(console.toString(StandardCharsets.UTF_8).lines())
                .hasSize(4)
                .filteredOn(line -> line.startsWith("EventLogFile"))
                .hasSize(1);
        file.reopen();
        System.out.println("after");
        assertThat(roomy.lines()).last().isEqualTo("after");
        assertThat(roomy.lines()).anyMatch(line -> line.contains("; 3 lines are not in it"));
    }

    @Test
    void defect29_reopenStartsANewFileAfterTheOldOneWasMoved() throws IOException {
        assertThat(output.reopen()).isFalse();
        Path file = folder.resolve("spread.log");
        output.open(file);
        System.out.print("old");
        Files.move(file, folder.resolve("spread.log.1"));
        assertThat(output.reopen()).isTrue();
        System.out.print("new");
        assertThat(file).hasContent("new");
        assertThat(folder.resolve("spread.log.1")).hasContent("old");
    }
}
