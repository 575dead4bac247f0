package org.ringcast.harness.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.ServiceType;

/**
 * One run: connects everybody, waits until all receivers are in the group, sends, and measures. The calling thread does all of it,
 * but for the sending in the open loop, which a {@link Pacer} does. Both sleep when there is nothing to do, and nothing is
 * allocated for a message, so that as much of the machine as possible is left to the daemons.
 *
 * <p>In the open loop a message counts from the time when it was due, not from the time when it could be sent, so a daemon that
 * stops for a while is charged for every message that had to wait.
 */
public final class LoadRun implements AutoCloseable {
    private static final long SETUP_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long LONGEST_LATENCY_NS = TimeUnit.MINUTES.toNanos(1);
    private static final int SELECT_MS = 100;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** In the body, after the time of sending. */
    private static final int SENDER_OFFSET = Long.BYTES;

    private static final int NUMBER_OFFSET = SENDER_OFFSET + Integer.BYTES;

    /** Frames that one sender adds to its output in one turn. */
    private static final int BURST = 64;

    private final LoadPlan plan;
    private final long[] pids;
    private final Selector selector = Selector.open();
    private final List<LoadClient> senders = new ArrayList<>();
    private final List<LoadClient> receivers = new ArrayList<>();
    private final GroupName group;
    private final byte[][] frames;
    private final int[] sent;
    private final int[][] received;
    private final OrderCheck order;
    private final LoadClient.FrameHandler onFrame = this::onFrame;
    private final Consumer<SelectionKey> onReady = this::onReady;
    private final Histogram latency = new Histogram(LONGEST_LATENCY_NS, 3);
    private int inGroup;
    private long deliveries;
    private long lastDeliveryNs;
    private long measureFromNs;

    /** Latency counts of messages from {@link #measureFromNs} to before this time, also when they arrive later. */
    private long measureToNs;

    private LoadRun(LoadPlan plan, long... pids) throws IOException {
        this.plan = plan;
        this.pids = pids;
        group = GroupName.of("load-" + ProcessHandle.current().pid() + "-" + System.nanoTime() % 1_000_000);
        frames = new byte[plan.senders()][];
        sent = new int[plan.senders()];
        received = new int[plan.receivers()][plan.senders()];
        boolean total = (plan.service() & (ServiceType.AGREED | ServiceType.SAFE)) != 0;
        order = new OrderCheck(plan.senders(), plan.receivers(), total);
    }

    /**
     * Runs a plan from beginning to end.
     *
     * @param pids processes of the daemons, whose CPU time is measured; may be empty
     */
    public static LoadResult run(LoadPlan plan, long... pids) throws IOException {
        try (LoadRun run = new LoadRun(plan, pids)) {
            run.connect();
            return run.measure();
        }
    }

    private void connect() throws IOException {
        for (int i = 0; i < plan.receivers(); i++) {
            LoadClient client = LoadClient.connect(plan.daemonOfReceiver(i), i, true);
            receivers.add(client);
            client.register(selector);
            client.queue(client.frame(ServiceType.JOIN, group, 0));
            client.flush();
        }
        for (int i = 0; i < plan.senders(); i++) {
            LoadClient client = LoadClient.connect(plan.daemonOfSender(i), i, false);
            senders.add(client);
            if (plan.isClosedLoop()) {
                client.register(selector);
            } else {
                client.beginSending();
            }
            frames[i] = client.frame(plan.service(), group, plan.bodyBytes());
        }
        long end = System.nanoTime() + SETUP_NS;
        while (inGroup < plan.receivers()) {
            if (System.nanoTime() > end) {
                throw new IOException(inGroup + " of " + plan.receivers() + " receivers came into the group");
            }
            turn();
        }
    }

    private LoadResult measure() throws IOException {
        long start = System.nanoTime();
        lastDeliveryNs = start;
        Usage usage;
        if (plan.isClosedLoop()) {
            usage = measure(start, this::fillWindows);
        } else {
            try (Pacer pacer = Pacer.start(senders, plan.messagesPerSecond(), start, new PacedOutput())) {
                usage = measure(start, pacer::check);
            }
        }
        drain();
        return new LoadResult(
                plan,
                usage.messages() * 1e9 / usage.durationNs(),
                Arrays.stream(sent).asLongStream().sum(),
                latency,
                pids.length == 0 ? -1 : (long) (usage.daemonCpuNs() / usage.messages()),
                (long) (usage.ownCpuNs() / usage.messages()),
                order.violations(),
                order.first());
    }

    /** Done before each look at the sockets. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private record Usage(double messages, long durationNs, long daemonCpuNs, long ownCpuNs) {}

    private Usage measure(long startNs, Step step) throws IOException {
        turnUntil(startNs + TimeUnit.MILLISECONDS.toNanos(plan.warmUpMs()), step);
        long deliveriesBefore = deliveries;
        long daemonBefore = daemonCpuNs();
        long ownBefore = ProcessStat.cpuNs(ProcessHandle.current().pid());
        measureFromNs = System.nanoTime();
        measureToNs = measureFromNs + TimeUnit.MILLISECONDS.toNanos(plan.measureMs());
        turnUntil(measureToNs, step);
        long durationNs = System.nanoTime() - measureFromNs;
        return new Usage(
                Math.max(1, (deliveries - deliveriesBefore) / (double) plan.receivers()),
                durationNs,
                daemonCpuNs() - daemonBefore,
                ProcessStat.cpuNs(ProcessHandle.current().pid()) - ownBefore);
    }

    private long daemonCpuNs() throws IOException {
        long sum = 0;
        for (long pid : pids) {
            sum += ProcessStat.cpuNs(pid);
        }
        return sum;
    }

    private void turnUntil(long endNs, Step step) throws IOException {
        for (long now = System.nanoTime(); now < endNs; now = System.nanoTime()) {
            if (now - lastDeliveryNs > SILENCE_NS) {
                throw new IOException("nothing was delivered for 20 s");
            }
            step.run();
            turn();
        }
    }

    private void fillWindows() throws IOException {
        for (LoadClient sender : senders) {
            int limit = slowest(sender.index) + plan.window();
            for (int i = 0; i < BURST && sent[sender.index] < limit; i++) {
                if (!sender.hasRoom(frames[sender.index].length)) {
                    break;
                }
                sendOne(sender, System.nanoTime());
            }
            sender.flush();
        }
    }

    /** The pacer's way to the senders. */
    private final class PacedOutput implements Pacer.Output {
        @Override
        public void send(LoadClient sender, long dueNs) throws IOException {
            sendOne(sender, dueNs);
        }

        @Override
        public boolean hasRoom(LoadClient sender) {
            return sender.hasRoom(frames[sender.index].length);
        }
    }

    private int slowest(int sender) {
        int least = Integer.MAX_VALUE;
        for (int[] counts : received) {
            least = Math.min(least, counts[sender]);
        }
        return least;
    }

    private void sendOne(LoadClient sender, long stampNs) throws IOException {
        byte[] frame = frames[sender.index];
        int body = Limits.HEADER + Limits.GROUP_NAME;
        LONG.set(frame, body, stampNs);
        INT.set(frame, body + SENDER_OFFSET, sender.index);
        INT.set(frame, body + NUMBER_OFFSET, sent[sender.index]++);
        sender.queue(frame);
        if (plan.singleWrites()) {
            sender.flush();
        }
    }

    /** Reads what is there, or waits for it, and sends what did not fit before. */
    private void turn() throws IOException {
        try {
            selector.select(onReady, SELECT_MS);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void onReady(SelectionKey key) {
        LoadClient client = (LoadClient) key.attachment();
        try {
            if (key.isReadable()) {
                client.read(onFrame);
            }
            if (key.isWritable()) {
                client.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void onFrame(LoadClient client, FrameHeader header) {
        int type = header.serviceBits();
        if (ServiceType.isRegularMembership(type)) {
            if (header.groupCount() == plan.receivers()) {
                inGroup++;
            }
            return;
        }
        if (!ServiceType.isRegular(type) || header.dataLength() != plan.bodyBytes()) {
            return;
        }
        byte[] bytes = header.array();
        int body = header.index() + Limits.HEADER + header.groupCount() * Limits.GROUP_NAME;
        long stamp = (long) LONG.get(bytes, body);
        int sender = (int) INT.get(bytes, body + SENDER_OFFSET);
        order.onMessage(client.index, sender, (int) INT.get(bytes, body + NUMBER_OFFSET));
        received[client.index][sender]++;
        deliveries++;
        long now = System.nanoTime();
        lastDeliveryNs = now;
        if (stamp - measureFromNs >= 0 && stamp - measureToNs < 0) {
            latency.recordValue(Math.max(0, Math.min(now - stamp, LONGEST_LATENCY_NS)));
        }
    }

    /** Waits for what is under way, so that the order of all of it is checked. */
    private void drain() throws IOException {
        long end = System.nanoTime() + SETUP_NS;
        for (LoadClient sender : senders) {
            while (slowest(sender.index) < sent[sender.index]) {
                if (System.nanoTime() > end) {
                    throw new IOException("sender " + sender.index + " sent " + sent[sender.index]
                            + " messages, and a receiver got " + slowest(sender.index));
                }
                sender.flush();
                turn();
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (LoadClient client : senders) {
            client.close();
        }
        for (LoadClient client : receivers) {
            client.close();
        }
        selector.close();
    }
}
