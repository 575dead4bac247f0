package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which order a turn of the duty cycle reads. */
final class DutyCycleTest {
    private final List<String> story = new ArrayList<>();

    /** Waiting data and tokens; data never ends when it is negative. */
    private int data;

    private int tokens;

    private final DutyCycle.Inputs inputs = new DutyCycle.Inputs() {
        @Override
        public long nowNs() {
            return 1_000;
        }

        @Override
        public int drainData(DaemonCore core, int limit) {
            int count = data < 0 ? limit : Math.min(limit, data);
            data -= data < 0 ? 0 : count;
            story.add("data " + count);
            return count;
        }

        @Override
        public boolean receiveToken(DaemonCore core) {
            if (tokens == 0) {
                return false;
            }
            tokens--;
            story.add("token");
            return true;
        }

        @Override
        public int readSessions(DaemonCore core) {
            return 0;
        }

        @Override
        public void flush() {
            // nothing was written
        }
    };

    private DutyCycle cycle(RingTestContext context) {
        return new DutyCycle(context.startAll().node(0).core, inputs, RingTestContext.MS);
    }

    @Test
    void dataThatWaitsGoesBeforeTheToken() {
        try (RingTestContext context = new RingTestContext(1)) {
            DutyCycle cycle = cycle(context);
            data = DutyCycle.DATA_BATCH + 3;
            tokens = 2;
            cycle.run();
            cycle.run();
            cycle.run();
            assertThat(story).containsExactly("data 512", "data 3", "token", "data 0", "token");
        }
    }

    @Test
    void defect_aFullBatchOfDataPostponesTheTokenForEver() {
        try (RingTestContext context = new RingTestContext(1)) {
            DutyCycle cycle = cycle(context);
            data = -1;
            tokens = 2;
            int turns = 0;
            while (tokens > 0) {
                assertThat(cycle.run()).isPositive();
                assertThat(++turns).as("turns").isLessThan(100);
            }
            assertThat(turns).isEqualTo(2 * DutyCycle.MAX_BATCHES_BEFORE_TOKEN);
            assertThat(DutyCycle.MAX_BATCHES_BEFORE_TOKEN * DutyCycle.DATA_BATCH)
                    .as("more than the largest gap of sequence numbers")
                    .isGreaterThan(1600);
        }
    }
}
