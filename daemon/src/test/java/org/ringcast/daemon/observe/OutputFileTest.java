package org.ringcast.daemon.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
