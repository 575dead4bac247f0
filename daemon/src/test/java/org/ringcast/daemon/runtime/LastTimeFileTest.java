package org.ringcast.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a daemon keeps of its membership ids over restarts. */
@Timeout(30)
final class LastTimeFileTest {
    private static final int NOW = 1_795_177_769;

    @TempDir
    private Path directory;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private Path path() {
        return directory.resolve(LastTimeFile.nameOf("d1", 4803));
    }

    private LastTimeFile file() {
        return new LastTimeFile(path(), log::add, () -> NOW);
    }

    private int read() {
        try (LastTimeFile file = file()) {
            return file.read();
        }
    }

    private void writeByHand(String content) throws IOException {
        Files.writeString(path(), content);
    }

    @Test
    void defect30_D16_theNextLifeGoesOnBehindTheLastTime() throws IOException {
        try (LastTimeFile file = file()) {
            assertThat(file.read()).as("the first start").isEqualTo(LastTimeFile.UNKNOWN);
            for (int time = NOW; time < NOW + 100; time++) {
                file.used(time);
            }
        }
        assertThat(read()).isEqualTo(NOW + 99 + LastTimeFile.MARGIN);
        assertThat(log).isEmpty();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).as("nothing unfinished stays").containsExactly(path());
        }
    }

    @Test
    void aLifeThatWasKilledWhileItWroteLeavesNothingThatIsInTheWay() throws IOException {
        writeByHand(LastTimeFile.content(NOW + 5));
        Files.writeString(directory.resolve(path().getFileName() + ".part"), "membership-ti");
        assertThat(read()).isEqualTo(NOW + 5 + LastTimeFile.MARGIN);
        try (LastTimeFile file = file()) {
            file.used(NOW + 9);
        }
        assertThat(read()).isEqualTo(NOW + 9 + LastTimeFile.MARGIN);
        assertThat(log).isEmpty();
    }

    @Test
    void daemonsOfOneMachineHaveFilesOfTheirOwn() {
        assertThat(List.of(
                        LastTimeFile.nameOf("d1", 4803),
                        LastTimeFile.nameOf("d2", 4803),
                        LastTimeFile.nameOf("d1", 4903),
                        LastTimeFile.nameOf("../e", 1)))
                .containsExactly(
                        "ringcast-d1-4803.state",
                        "ringcast-d2-4803.state",
                        "ringcast-d1-4903.state",
                        "ringcast-.._e-1.state");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "membership-time",
                "membership-time 1795177769 00000000\n",
                "membership-time -1 00000000\n",
                "membership-time 99999999999999999999 00000000\n",
                "\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000"
            })
    void damageIsToldAndIgnored(String content) throws IOException {
        writeByHand(content);
        assertThat(read()).isEqualTo(LastTimeFile.UNKNOWN);
        assertThat(log)
                .singleElement()
                .asString()
                .startsWith("State file " + path() + " is ignored: it is damaged; a membership id could come twice");
    }

    @Test
    void eachChangedByteIsFound() {
        String content = LastTimeFile.content(NOW);
        assertThat(LastTimeFile.parse(content)).isEqualTo(NOW);
        for (int i = 0; i < content.length(); i++) {
            char other = content.charAt(i) == '7' ? '8' : '7';
            String changed = content.substring(0, i) + other + content.substring(i + 1);
            assertThat(LastTimeFile.parse(changed)).as(changed).isEqualTo(-1);
            assertThat(LastTimeFile.parse(content.substring(0, i))).isEqualTo(-1);
        }
        assertThat(LastTimeFile.parse(content + "more")).isEqualTo(-1);
    }

    @Test
    void aHugeFileIsNotReadIntoMemory() throws IOException {
        writeByHand("membership-time 1795177769 ".repeat(100_000));
        assertThat(read()).isEqualTo(LastTimeFile.UNKNOWN);
        assertThat(log).hasSize(1);
    }

    @Test
    void onlyAFileIsRead() throws IOException {
        Files.createSymbolicLink(path(), Path.of("/dev/zero"));
        assertThat(read()).isEqualTo(LastTimeFile.UNKNOWN);
        assertThat(log).singleElement().asString().contains(" is ignored: it is not a regular file; ");
        try (LastTimeFile file = file()) {
            file.used(NOW);
        }
        assertThat(read()).as("the link is replaced, not followed").isEqualTo(NOW + LastTimeFile.MARGIN);
    }

    /** With the clock at 1970 after each boot the file is what ids go by, so far ahead is no reason to ignore it. */
    @Test
    void aTimeFarAheadOfTheClockIsFollowedAndTold() throws IOException {
        writeByHand(LastTimeFile.content(NOW + 30 * 3600));
        assertThat(read()).isEqualTo(NOW + 30 * 3600 + LastTimeFile.MARGIN);
        assertThat(log)
                .containsExactly("The wall clock is 30 hours behind the last membership id of this daemon; ids go on"
                        + " from there (" + path() + ")");
    }

    /** A forged file cannot make ids begin anew. */
    @Test
    void aTimeThatLeavesNoRoomIsIgnored() throws IOException {
        writeByHand(LastTimeFile.content(LastTimeFile.LATEST));
        assertThat(read()).isEqualTo(LastTimeFile.LATEST + LastTimeFile.MARGIN);
        log.clear();
        writeByHand(LastTimeFile.content(LastTimeFile.LATEST + 1));
        assertThat(read()).isEqualTo(LastTimeFile.UNKNOWN);
        writeByHand(LastTimeFile.content(Integer.MAX_VALUE));
        assertThat(read()).isEqualTo(LastTimeFile.UNKNOWN);
        assertThat(log)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains(" is ignored: time 21")
                        .contains(" in it leaves no room for later ones; "));
    }

    @Test
    void whatCannotBeWrittenIsToldOnceAndAgainWhenItIsOver() throws Exception {
        Path missing = directory.resolve("missing").resolve("state");
        CountDownLatch failed = new CountDownLatch(1);
        CountDownLatch again = new CountDownLatch(1);
        Consumer<String> told = line -> {
            log.add(line);
            (line.endsWith("again") ? again : failed).countDown();
        };
        try (LastTimeFile file = new LastTimeFile(missing, told, () -> NOW)) {
            assertThat(file.read()).isEqualTo(LastTimeFile.UNKNOWN);
            file.used(NOW);
            failed.await();
            file.used(NOW + 1);
            file.used(NOW + 2);
            Files.createDirectory(missing.getParent());
            file.used(NOW + 3);
            again.await();
        }
        assertThat(log)
                .containsExactly(
                        "State file " + missing + " cannot be written: No such file or directory; after a restart a"
                                + " membership id could come twice if the clock is set back. For another place:"
                                + " StateDirectory",
                        "State file " + missing + " is written again");
        assertThat(Files.readString(missing)).isEqualTo(LastTimeFile.content(NOW + 3));
    }

    @Test
    void whatFailedIsTriedOnceMoreAtTheEnd() throws Exception {
        Path missing = directory.resolve("missing").resolve("state");
        CountDownLatch failed = new CountDownLatch(1);
        try (LastTimeFile file = new LastTimeFile(missing, line -> failed.countDown(), () -> NOW)) {
            file.used(NOW);
            failed.await();
            Files.createDirectory(missing.getParent());
        }
        assertThat(Files.readString(missing)).isEqualTo(LastTimeFile.content(NOW));
    }

    /** The disk hangs for good; here it is the log that it waits for. */
    @Test
    void aDiskThatHangsHoldsNobodyUp() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        LastTimeFile file = new LastTimeFile(
                directory.resolve("missing").resolve("state"),
                line -> {
                    hangs.countDown();
                    await(never);
                },
                () -> NOW,
                100);
        file.used(NOW);
        hangs.await();
        long begin = System.nanoTime();
        for (int i = 0; i < 100_000; i++) {
            file.used(NOW + i);
        }
        file.close();
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin)).isLessThan(10);
        never.countDown();
    }

    private static void await(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
