package org.ringcast.monitor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LineInputTest {
    private static LineInput of(String text) {
        return new LineInput(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), () -> {});
    }

    private static String line(LineInput input, int maxBytes) throws InterruptedException {
        byte[] line = input.readLine(maxBytes);
        return line == null ? null : new String(line, ISO_8859_1);
    }

    @Test
    void linesAndTheEnd() throws Exception {
        LineInput input = of("one\n\nlast");
        assertThat(line(input, 10)).isEqualTo("one\n");
        assertThat(line(input, 10)).isEqualTo("\n");
        assertThat(line(input, 10)).isEqualTo("last");
        assertThat(line(input, 10)).isNull();
        assertThat(input.isReady()).isTrue();
    }

    @Test
    void longLinesComeInParts() throws Exception {
        LineInput input = of("abcdef\nghi\n");
        assertThat(line(input, 4)).isEqualTo("abcd");
        assertThat(line(input, 4)).isEqualTo("ef\n");
        assertThat(line(input, 4)).isEqualTo("ghi\n");
        assertThat(line(input, 4)).isNull();
    }

    @Test
    void manyLines() throws Exception {
        LineInput input = of("a\nbc\n\nrest\n");
        assertThat(new String(input.readLines(10, 100), ISO_8859_1)).isEqualTo("a\nbc\n");
        assertThat(line(input, 10)).isEqualTo("rest\n");
        assertThat(of("a\nbc\n").readLines(10, 100)).isNull();
        assertThat(new String(of("abcdefgh\n").readLines(3, 5), ISO_8859_1)).isEqualTo("abcde");
        assertThat(of("\n").readLines(3, 5)).isEmpty();
    }

    /** More than fits the buffer at once, read in lines; the reading thread has to wait now and then. */
    @Test
    void largeInput() throws Exception {
        String text = "0123456789\n".repeat(300_000);
        LineInput input = of(text);
        long bytes = 0;
        for (byte[] line = input.readLine(100); line != null; line = input.readLine(100)) {
            assertThat(line).hasSize(11);
            bytes += line.length;
        }
        assertThat(bytes).isEqualTo(text.length());
    }

    @Test
    void aWholeLineIsReadyAndAPartIsNot() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        LineInput[] holder = new LineInput[1];
        CountDownLatch made = new CountDownLatch(1);
        try (PipedOutputStream keyboard = new PipedOutputStream();
                InputStream in = new PipedInputStream(keyboard)) {
            holder[0] = new LineInput(in, () -> {
                try {
                    made.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                if (holder[0].isReady()) {
                    ready.countDown();
                }
            });
            made.countDown();
            assertThat(holder[0].isReady()).isFalse();
            keyboard.write("par".getBytes(ISO_8859_1));
            keyboard.flush();
            keyboard.write("t\n".getBytes(ISO_8859_1));
            keyboard.flush();
            assertThat(ready.await(10, TimeUnit.SECONDS)).isTrue();
            holder[0].await();
            assertThat(line(holder[0], 10)).isEqualTo("part\n");
            assertThat(holder[0].isReady()).isFalse();
        }
    }
}
