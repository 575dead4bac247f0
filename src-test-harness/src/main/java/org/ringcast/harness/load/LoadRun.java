package org.ringcast.harness.load;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.ServiceType;

/**
 * One run: connects everybody, waits until all receivers are in the group, sends, and measures. All of it on the calling thread.
 *
 * <p>In the open loop a message counts from the time when it was due, not from the time when it could be sent, so a daemon that
 * stops for a while is charged for every message that had to wait.
 */
public final class LoadRun implements AutoCloseable {
    private static final long SETUP_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long LONGEST_LATENCY_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(2);

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
    private final Histogram latency = new Histogram(LONGEST_LATENCY_NS, 3);
    private int inGroup;
    private long deliveries;
    private long lastDeliveryNs;
    private boolean measuring;

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
            client.register(selector);
            frames[i] = client.frame(plan.service(), group, plan.bodyBytes());
        }
        long end = System.nanoTime() + SETUP_NS;
        while (inGroup < plan.receivers()) {
            if (System.nanoTime() > end) {
                throw new IOException(inGroup + " of " + plan.receivers() + " receivers came into the group");
            }
            turn(100);
        }
    }

    private LoadResult measure() throws IOException {
        long start = System.nanoTime();
        lastDeliveryNs = start;
        long measureFrom = start + TimeUnit.MILLISECONDS.toNanos(plan.warmUpMs());
        send(start, measureFrom);
        measuring = true;
        long deliveriesBefore = deliveries;
        long daemonBefore = daemonCpuNs();
        long ownBefore = ProcessStat.cpuNs(ProcessHandle.current().pid());
        long from = System.nanoTime();
        send(start, from + TimeUnit.MILLISECONDS.toNanos(plan.measureMs()));
        long to = System.nanoTime();
        measuring = false;
        long daemonCpu = daemonCpuNs() - daemonBefore;
        long ownCpu = ProcessStat.cpuNs(ProcessHandle.current().pid()) - ownBefore;
        double messages = Math.max(1, (deliveries - deliveriesBefore) / (double) plan.receivers());
        drain();
        return new LoadResult(
                plan,
                messages * 1e9 / (to - from),
                latency,
                pids.length == 0 ? -1 : (long) (daemonCpu / messages),
                (long) (ownCpu / messages),
                order.violations(),
                order.first());
    }

    private long daemonCpuNs() throws IOException {
        long sum = 0;
        for (long pid : pids) {
            sum += ProcessStat.cpuNs(pid);
        }
        return sum;
    }

    private void send(long startNs, long endNs) throws IOException {
        for (long now = System.nanoTime(); now < endNs; now = System.nanoTime()) {
            if (now - lastDeliveryNs > SILENCE_NS) {
                throw new IOException("nothing was delivered for 20 s");
            }
            if (plan.isClosedLoop()) {
                fillWindows(now);
                turn(100);
            } else {
                long nextDue = sendDue(startNs, now);
                // A timeout has the grain of a millisecond; closer to the time it polls.
                turn(nextDue - now > POLL_NS ? 1 : 0);
            }
        }
    }

    private void fillWindows(long nowNs) throws IOException {
        for (LoadClient sender : senders) {
            int limit = slowest(sender.index) + plan.window();
            for (int i = 0; i < BURST && sent[sender.index] < limit; i++) {
                if (!sender.hasRoom(frames[sender.index].length)) {
                    break;
                }
                sendOne(sender, nowNs);
            }
            sender.flush();
        }
    }

    private int slowest(int sender) {
        int least = Integer.MAX_VALUE;
        for (int[] counts : received) {
            least = Math.min(least, counts[sender]);
        }
        return least;
    }

    /** Sends what is due by now, the senders in turn; returns when the next message is due. */
    private long sendDue(long startNs, long nowNs) throws IOException {
        double gapNs = 1e9 / plan.messagesPerSecond();
        long total = 0;
        for (int count : sent) {
            total += count;
        }
        long due = startNs + (long) (total * gapNs);
        while (due <= nowNs) {
            LoadClient sender = senders.get((int) (total % senders.size()));
            if (!sender.hasRoom(frames[sender.index].length)) {
                break;
            }
            sendOne(sender, due);
            total++;
            due = startNs + (long) (total * gapNs);
        }
        for (LoadClient sender : senders) {
            sender.flush();
        }
        return due;
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

    /** Reads what is there, and sends what did not fit before. */
    private void turn(long timeoutMs) throws IOException {
        if (timeoutMs > 0) {
            selector.select(timeoutMs);
        } else {
            selector.selectNow();
        }
        for (SelectionKey key : selector.selectedKeys()) {
            LoadClient client = (LoadClient) key.attachment();
            if (key.isReadable()) {
                client.read(this::onFrame);
            }
            if (key.isWritable()) {
                client.flush();
            }
        }
        selector.selectedKeys().clear();
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
        if (measuring) {
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
                turn(100);
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
