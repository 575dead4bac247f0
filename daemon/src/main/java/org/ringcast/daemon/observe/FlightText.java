package org.ringcast.daemon.observe;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.groups.GroupState;
import org.ringcast.daemon.core.membership.StateId;
import org.ringcast.daemon.core.membership.TransitionReason;
import org.ringcast.daemon.wire.PacketKind;

/** The entries of the flight recorder in words, one a line, oldest first. */
final class FlightText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final PacketKind[] KINDS = PacketKind.values();
    private static final TimerKind[] TIMERS = TimerKind.values();
    private static final CounterId[] COUNTERS = CounterId.values();
    private static final TransitionReason[] REASONS = TransitionReason.values();
    private static final SessionEnd[] ENDS = SessionEnd.values();

    private final FlightRecorder.Copy copy;
    private final Topology topology;
    private final Instant wallClock;
    private final long nowNs;

    /**
     * A text of some entries.
     *
     * @param wallClock what the clock showed at {@code nowNs}
     */
    FlightText(FlightRecorder.Copy copy, Topology topology, Instant wallClock, long nowNs) {
        this.copy = copy;
        this.topology = topology;
        this.wallClock = wallClock;
        this.nowNs = nowNs;
    }

    int size() {
        return copy.size();
    }

    /** The {@code n}-th line, without a line end. */
    String line(int n) {
        long agoNs = nowNs - copy.timeNs(n);
        String time = TIME.format(wallClock.minusNanos(agoNs).atZone(ZoneId.systemDefault()));
        String count = copy.count(n) == 1 ? "" : " x" + copy.count(n);
        return String.format(Locale.ROOT, "%s %12.6f  %s%s", time, -agoNs / 1e9, text(n), count);
    }

    private String text(int n) {
        int a = copy.a(n);
        long b = copy.b(n);
        return switch (copy.event(n)) {
            case TOKENS -> "token seq " + high(b) + " aru " + low(b) + ", rotation at most " + a + " us";
            case DATA_IN -> "data in: " + a + " packets, last seq " + b;
            case DATA_OUT -> "data out: " + a + " packets, last seq " + b;
            case STATE -> "state " + state(a >>> Short.SIZE) + " -> " + state(a & 0xffff) + ": " + name(REASONS, b);
            case GROUP_STATE -> "groups " + groupState(a >>> Short.SIZE) + " -> " + groupState(a & 0xffff);
            case TRANSITIONAL -> "transitional membership of " + a + ", " + id(b);
            case REGULAR -> "ring of " + a + " installed, " + id(b);
            case RECEIVED ->
                "in  " + name(KINDS, a >>> Short.SIZE) + " from " + daemon((short) a) + ", " + b + " bytes";
            case SENT -> "out " + name(KINDS, a >>> Short.SIZE) + " to " + daemon((short) a) + ", " + b + " bytes";
            case TOKEN_RESENT -> "token sent again in " + a + " datagrams";
            case RETRANSMISSION -> "packet sent again for " + daemon(a) + ", last seq " + b;
            case RECOVERED -> "missing packet of " + daemon(a) + " came, last seq " + b;
            case TIMER -> "timer " + name(TIMERS, a);
            case DROP -> "not used: " + (a < 0 || a >= COUNTERS.length ? "?" : COUNTERS[a].key());
            case SESSION_OPENED -> "session opened, mailbox " + a;
            case SESSION_ENDED ->
                "session ended, mailbox " + a + ": " + name(ENDS, low(b)) + ", " + high(b) + " messages queued";
            case RELOAD -> "configuration changed, " + a + " daemons";
            case FAULT -> "internal fault " + a;
        };
    }

    private static int high(long pair) {
        return (int) (pair >> Integer.SIZE);
    }

    private static int low(long pair) {
        return (int) pair;
    }

    private static String id(long pair) {
        return "id (" + Integer.toUnsignedString(high(pair)) + ", " + low(pair) + ")";
    }

    private static String name(Enum<?>[] values, long index) {
        return index < 0 || index >= values.length ? "?" : values[(int) index].name();
    }

    private static String state(int number) {
        return name(StateId.values(), number - 1L);
    }

    private static String groupState(int number) {
        return name(GroupState.values(), number - 1L);
    }

    private String daemon(int index) {
        if (index < 0) {
            return "all";
        }
        return index < topology.indexCount() ? topology.name(index) : "daemon " + index;
    }
}
