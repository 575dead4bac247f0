package org.ringcast.daemon.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AsyncOutputTest {
    private static final int ROOM = 4096;

    /** A pipe that takes bytes only while somebody reads. */
    private static final class Pipe extends OutputStream {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        final Semaphore blocked = new Semaphore(0);
        final Semaphore reading = new Semaphore(0);

        @Override
        public void write(int oneByte) throws IOException {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            blocked.release();
            reading.acquireUninterruptibly();
            synchronized (content) {
                content.write(bytes, offset, length);
            }
        }

        List<String> lines() {
            synchronized (content) {
                return content.toString(StandardCharsets.UTF_8).lines().toList();
            }
        }
    }

    private final Pipe pipe = new Pipe();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final AsyncOutput output = new AsyncOutput(pipe, errors, ROOM);
    private final PrintStream out = output.stream(0);

    private void readAll() {
        pipe.reading.release(1_000_000);
        assertThat(output.drain(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void nothingIsLostAndNothingChangesItsPlaceWhileTheOutputIsRead() {
        pipe.reading.release(1_000_000);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            out.print("line " + i + "\n");
            expected.add("line " + i);
            if (i % 10 == 9) {
                assertThat(output.drain(20, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(pipe.lines()).isEqualTo(expected);
        assertThat(output.droppedLines()).isZero();
    }

    @Test
    void aStoppedReaderHoldsUpNobody_andLearnsHowManyLinesAreMissing() {
        for (int i = 0; i < 1000; i++) {
            out.print("line " + i + "\n");
        }
        assertThat(output.drain(10, TimeUnit.MILLISECONDS)).isFalse();
        readAll();
        List<String> lines = pipe.lines();
        int shown = lines.size() - 1;
        assertThat(shown).isBetween(20, 200);
        for (int i = 0; i < shown; i++) {
            assertThat(lines.get(i)).isEqualTo("line " + i);
        }
        assertThat(lines.get(shown))
                .isEqualTo("Output: " + (1000 - shown)
                        + " lines are missing here, for those before them were not taken in time");
        assertThat(output.droppedLines()).isEqualTo(1000 - shown);
        out.print("more\n");
        readAll();
        assertThat(pipe.lines()).last().isEqualTo("more");
    }

    @Test
    void linesAreDroppedWhole_alsoThoseThatComeInPieces() {
        for (int i = 0; i < 1000; i++) {
            out.print("line ");
            out.print(i);
            out.println();
        }
        out.print("begun ");
        readAll();
        out.print("and ended\nnext\n");
        readAll();
        assertThat(pipe.lines()).last().isEqualTo("next");
        assertThat(pipe.lines())
                .filteredOn(line -> !line.equals("next"))
                .allMatch(line -> line.matches("(line \\d+|line |Output: \\d+ lines are missing here.*)"));
    }

    @Test
    void whatWaitsGoesToTheOldPlaceWhenTheOutputIsRedirected() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        PrintStream before = System.err;
        try {
            out.print("old\n");
            output.redirect(file);
            out.print("new\n");
            readAll();
        } finally {
            System.setErr(before);
        }
        assertThat(pipe.lines()).containsExactly("old");
        assertThat(file).hasToString("new\n");
    }

    @Test
    void theTwoStreamsKeepApart() {
        output.stream(1).print("trouble\n");
        out.print("fine\n");
        readAll();
        assertThat(errors).hasToString("trouble\n");
        assertThat(pipe.lines()).containsExactly("fine");
    }
}
