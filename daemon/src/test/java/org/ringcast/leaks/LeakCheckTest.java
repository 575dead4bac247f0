package org.ringcast.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The check that all tests are under finds what it is there for. */
final class LeakCheckTest {
    private final Logger netty = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);

    /** Whoever looks for leaks in the output of a build must not find the one that is on purpose. */
    @BeforeEach
    void hideReports() {
        netty.setAdditive(false);
    }

    @AfterEach
    void showReports() {
        netty.setAdditive(true);
    }

    @Test
    void aLostBufferIsReportedOnceAndAReleasedOneIsNot() throws InterruptedException {
        assumeTrue(
                ResourceLeakDetector.getLevel() == ResourceLeakDetector.Level.PARANOID,
                "only one in many is looked at");
        assertThat(LeakCheck.takeReports()).as("of the tests before").isEmpty();
        lose();
        assertThat(LeakCheck.takeReports()).startsWith("LEAK: ByteBuf").contains("LeakCheckTest.lose");
        assertThat(LeakCheck.takeReports()).isEmpty();
        release();
        assertThat(LeakCheck.takeReports()).isEmpty();
    }

    private static void lose() {
        ByteBuf lost = UnpooledByteBufAllocator.DEFAULT.directBuffer(8);
        lost.writeInt(1);
    }

    private static void release() {
        PooledByteBufAllocator.DEFAULT.directBuffer(8).writeInt(1).release();
    }
}
