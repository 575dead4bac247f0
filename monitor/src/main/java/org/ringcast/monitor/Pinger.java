package org.ringcast.monitor;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.ringcast.protocol.ServiceType;

/** Sends pings to a group, answers those of others, and measures how long the answers take. */
final class Pinger {
    /** Answers to the last ping have at least this long. */
    private static final long LAST_ANSWERS_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int SERVICE = ServiceType.RELIABLE | ServiceType.SELF_DISCARD;

    private final PingPlan plan;
    private final PrintStream out;
    private final PingStatistics statistics = new PingStatistics();
    /** Microseconds since 1970 at the start of the monotonic clock, so that a clock that is set does no harm. */
    private final long epochMicros;

    private volatile Mailbox mailbox;
    private volatile boolean stopped;

    /**
     * A pinger.
     *
     * @param out for everything but the summary
     */
    Pinger(PingPlan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
        this.epochMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now())
                - TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    }

    PingStatistics statistics() {
        return statistics;
    }

    /** Makes {@link #run()} return soon. Any thread. */
    void stop() {
        stopped = true;
        Mailbox open = mailbox;
        if (open != null) {
            open.wake();
        }
    }

    /** Pings until the count is reached or {@link #stop()} is called. */
    void run() throws MailboxException {
        say("spping: connecting to '%s'", plan.address());
        try (Mailbox opened = Mailbox.connect(plan.address(), plan.user(), true, 0)) {
            mailbox = opened;
            say("spping: connected as '%s'", opened.privateGroup());
            opened.join(plan.group());
            if (plan.reflectOnly()) {
                say("spping: only reflecting pings!");
                receiveUntil(Long.MAX_VALUE, false);
            } else {
                say("PING %s: %d data bytes", plan.group(), plan.bytes());
                ping();
            }
        }
    }

    private void ping() throws MailboxException {
        long periodNs = TimeUnit.MILLISECONDS.toNanos(plan.periodMillis());
        long dueNs = System.nanoTime();
        for (int i = 0; i != plan.count() && !stopped; i++) {
            PingPacket ping = new PingPacket(i, nowMicros(), true, mailbox.privateGroup());
            mailbox.multicast(SERVICE, List.of(plan.group()), 0, ping.encode(plan.bytes()));
            statistics.countPing();
            boolean last = i + 1 == plan.count();
            dueNs = Math.max(dueNs + periodNs, System.nanoTime());
            receiveUntil(last ? Math.max(dueNs, System.nanoTime() + LAST_ANSWERS_NS) : dueNs, true);
        }
    }

    /** Takes what is there and what comes until a point of time. */
    private void receiveUntil(long dueNs, boolean limited) throws MailboxException {
        while (!stopped) {
            long leftNs = limited ? dueNs - System.nanoTime() : 0;
            boolean due = limited && leftNs <= 0;
            long waitMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNs));
            Received message = mailbox.receive(() -> due || stopped, limited ? waitMillis : 0);
            if (message != null) {
                handle(message);
            } else if (due) {
                return;
            }
            stopped |= Thread.currentThread().isInterrupted();
        }
    }

    private void handle(Received message) throws MailboxException {
        PingPacket packet = message.isRegular() ? PingPacket.read(message.data()) : null;
        if (packet == null) {
            return;
        }
        if (packet.isPing()) {
            // to the sender with the service of the ping, as it came
            List<String> sender = List.of(message.sender().toString());
            mailbox.multicast(message.serviceType(), sender, 0, PingPacket.answer(message.data()));
        } else if (packet.originator().equals(mailbox.privateGroup())) {
            double millis = statistics.countAnswer(nowMicros() - packet.sentMicros());
            say(
                    "%d bytes from %s: seq = %d time = %.3f ms",
                    message.data().length, message.sender(), Integer.toUnsignedLong(packet.sequence()), millis);
        }
    }

    private long nowMicros() {
        return epochMicros + TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    }

    private void say(String format, Object... arguments) {
        out.print(String.format(Locale.ROOT, format, arguments) + "\n");
        out.flush();
    }
}
