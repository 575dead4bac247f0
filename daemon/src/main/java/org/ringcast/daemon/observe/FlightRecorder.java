package org.ringcast.daemon.observe;

import java.util.HashMap;
import java.util.Map;
import org.ringcast.daemon.core.CoreObserver;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.membership.TransitionReason;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.wire.PacketKind;

/**
 * The last protocol events, for the time after something went wrong: an array of numbers, made once and written in a circle.
 * What comes often is not recorded one by one: events of the same kind within {@link #MERGE_NS} are one entry with a count, and
 * tokens and data packets are counted and
 * entered together. So the entries reach back for a minute at full load, and for much
 * longer on a quiet ring. {@link FlightText} turns them into words.
 *
 * <p>Owning thread: the ring loop. {@link #copy} may be called from another one when that thread is stuck; the
 * newest entries may be half written then.
 */
@SuppressWarnings("EnumOrdinal") // numbers in an array; they never leave the process but as words
public final class FlightRecorder implements CoreObserver {
    /** Entries kept; a power of two. */
    public static final int ENTRIES = 4096;

    /** Longs of an entry: time; kind, count and a number; another number. */
    static final int ENTRY_LONGS = 3;

    static final long MERGE_NS = 10_000_000;

    /** Entries among which one of the same kind is looked for. */
    private static final int MERGE_ENTRIES = 4;

    private static final int COUNT_SHIFT = 32;
    private static final int KIND_SHIFT = 56;
    private static final long COUNT_MASK = 0xff_ffffL;

    /** What an entry is about; the comment tells its two numbers. */
    enum Event {
        /** Tokens processed: longest rotation in microseconds; sequence number and aru of the last one. */
        TOKENS,
        /** How many data packets were stored; sequence number of the last one. */
        DATA_IN,
        /** The same for packets created. */
        DATA_OUT,
        /** Old state, new state; {@link TransitionReason}. */
        STATE,
        GROUP_STATE,
        /** Number of members; ring id. */
        TRANSITIONAL,
        REGULAR,
        /** {@link PacketKind} and daemon; length. */
        RECEIVED,
        SENT,
        TOKEN_RESENT,
        /** Requester, or -1; sequence number. */
        RETRANSMISSION,
        /** Originator; sequence number. */
        RECOVERED,
        /** {@link TimerKind}. */
        TIMER,
        /** {@link CounterId}. */
        DROP,
        /** Mailbox. */
        SESSION_OPENED,
        /** Mailbox; queued messages and {@link SessionEnd}. */
        SESSION_ENDED,
        /** Daemons in the new configuration; indexes before it are those of another one. */
        RELOAD,
        /** Number of the fault. */
        FAULT
    }

    private static final Event[] EVENTS = Event.values();
    private static final Map<String, Integer> DROPS = new HashMap<>();
    private static final Map<String, Integer> REASONS = new HashMap<>();

    static {
        for (CounterId id : CounterId.values()) {
            DROPS.put(id.key(), id.ordinal());
        }
        for (TransitionReason reason : TransitionReason.values()) {
            REASONS.put(reason.name(), reason.ordinal());
        }
    }

    private final long[] ring = new long[ENTRIES * ENTRY_LONGS];
    private long written;
    private long nowNs;
    private long sampledNs;
    private int tokens;
    private int longestUs;
    private long lastToken;
    private int dataIn;
    private int lastIn;
    private int dataOut;
    private int lastOut;

    /**
     * The entries at one time.
     *
     * @param ring the array
     * @param written entries since the start; the newest is at {@code (written - 1) % ENTRIES}
     */
    // Never compared.
    @SuppressWarnings("ArrayRecordComponent")
    public record Copy(long[] ring, long written) {
        int size() {
            return (int) Math.min(written, ENTRIES);
        }

        /** Index of the {@code n}-th entry, 0 the oldest. */
        private int at(int n) {
            return (int) ((written - size() + n) & (ENTRIES - 1)) * ENTRY_LONGS;
        }

        long timeNs(int n) {
            return ring[at(n)];
        }

        Event event(int n) {
            int kind = (int) (ring[at(n) + 1] >>> KIND_SHIFT);
            return EVENTS[Math.min(kind, EVENTS.length - 1)];
        }

        int count(int n) {
            return (int) (ring[at(n) + 1] >>> COUNT_SHIFT & COUNT_MASK);
        }

        int a(int n) {
            return (int) ring[at(n) + 1];
        }

        long b(int n) {
            return ring[at(n) + 2];
        }
    }

    /** The entries, copied, with what was counted until now. On the ring loop's thread. */
    public Copy complete() {
        addSample();
        return copy();
    }

    /** The entries, copied, from any thread. */
    public Copy copy() {
        return new Copy(ring.clone(), written);
    }

    private void add(Event event, int a, long b) {
        int at = (int) (written & (ENTRIES - 1)) * ENTRY_LONGS;
        ring[at] = nowNs;
        ring[at + 1] = word(event, 1, a);
        ring[at + 2] = b;
        written++;
    }

    /** As {@link #add}, behind what was counted before it. */
    private void addRare(Event event, int a, long b) {
        addSample();
        add(event, a, b);
    }

    /** Adds to one of the last entries, if it is of the same kind and not old. */
    private void merge(Event event, int a, long b) {
        long same = word(event, 0, a);
        for (int back = 1; back <= MERGE_ENTRIES && back <= written; back++) {
            int at = (int) ((written - back) & (ENTRIES - 1)) * ENTRY_LONGS;
            long count = ring[at + 1] >>> COUNT_SHIFT & COUNT_MASK;
            if ((ring[at + 1] & ~(COUNT_MASK << COUNT_SHIFT)) == same
                    && nowNs - ring[at] < MERGE_NS
                    && count < COUNT_MASK) {
                ring[at + 1] = same | (count + 1) << COUNT_SHIFT;
                ring[at + 2] = b;
                return;
            }
        }
        add(event, a, b);
    }

    private static long word(Event event, long count, int a) {
        return ((long) event.ordinal() << KIND_SHIFT) | (count << COUNT_SHIFT) | (a & 0xffff_ffffL);
    }

    private static long pair(int high, int low) {
        return ((long) high << Integer.SIZE) | (low & 0xffff_ffffL);
    }

    // ---- From the core -------------------------------------------------------------------------------------------

    @Override
    public void onDatagram(PacketKind kind, int transmitter, int lengthBytes, long timeNs) {
        nowNs = timeNs;
        if (kind != PacketKind.DATA && kind != PacketKind.TOKEN) {
            merge(Event.RECEIVED, packet(kind, transmitter), lengthBytes);
        }
    }

    /** A datagram was handed to the sockets; to nobody in particular if the index is -1. */
    public void onSent(PacketKind kind, int daemonIndex, int lengthBytes) {
        if (kind != PacketKind.DATA && kind != PacketKind.TOKEN) {
            merge(Event.SENT, packet(kind, daemonIndex), lengthBytes);
        }
    }

    private static int packet(PacketKind kind, int daemon) {
        return (kind.ordinal() << Short.SIZE) | (daemon & 0xffff);
    }

    @Override
    public void onToken(long rotationNs, int seq, int aru) {
        tokens++;
        longestUs = Math.max(longestUs, (int) Math.min(Integer.MAX_VALUE, rotationNs / 1_000));
        lastToken = pair(seq, aru);
        if (nowNs - sampledNs >= MERGE_NS) {
            addSample();
        }
    }

    private void addSample() {
        if (dataIn > 0) {
            add(Event.DATA_IN, dataIn, lastIn);
        }
        if (dataOut > 0) {
            add(Event.DATA_OUT, dataOut, lastOut);
        }
        if (tokens > 0) {
            add(Event.TOKENS, longestUs, lastToken);
            ring[(int) ((written - 1) & (ENTRIES - 1)) * ENTRY_LONGS + 1] =
                    word(Event.TOKENS, Math.min(tokens, COUNT_MASK), longestUs);
        }
        dataIn = 0;
        dataOut = 0;
        tokens = 0;
        longestUs = 0;
        sampledNs = nowNs;
    }

    @Override
    public void onStored(int originator, int seq, boolean requested) {
        dataIn++;
        lastIn = seq;
        if (requested) {
            merge(Event.RECOVERED, originator, seq);
        }
    }

    @Override
    public void onSend(MembershipId id, int seq, int packetType) {
        dataOut++;
        lastOut = seq;
    }

    @Override
    public void onTokenResent(int copies) {
        merge(Event.TOKEN_RESENT, copies, 0);
    }

    @Override
    public void onRetransmission(int seq, int requester) {
        merge(Event.RETRANSMISSION, requester, seq);
    }

    @Override
    public void onTimer(TimerKind kind, long timeNs) {
        nowNs = timeNs;
        merge(Event.TIMER, kind.ordinal(), 0);
    }

    @Override
    public void onDrop(String reason) {
        Integer id = DROPS.get(reason);
        merge(Event.DROP, id == null ? -1 : id, 0);
    }

    @Override
    public void onStateChange(int oldState, int newState, String reason, long timeNs) {
        nowNs = timeNs;
        Integer number = REASONS.get(reason);
        addRare(Event.STATE, oldState << Short.SIZE | newState, number == null ? -1 : number);
    }

    @Override
    public void onGroupState(int oldState, int newState) {
        addRare(Event.GROUP_STATE, oldState << Short.SIZE | newState, 0);
    }

    @Override
    public void onTransitional(RingMembers transitional) {
        addRare(Event.TRANSITIONAL, transitional.size(), id(transitional));
    }

    @Override
    public void onRegular(RingMembers regular) {
        addRare(Event.REGULAR, regular.size(), id(regular));
    }

    @Override
    public void onReload(Topology topology) {
        addRare(Event.RELOAD, topology.daemonCount(), 0);
    }

    private static long id(RingMembers members) {
        return pair(members.id().procId(), members.id().time());
    }

    @Override
    public void onSessionOpened(Session session, int highestSeq) {
        addRare(Event.SESSION_OPENED, session.mailbox(), 0);
    }

    @Override
    public void onSessionEnded(Session session, int highestSeq, int queuedMessages, String reason) {
        addRare(
                Event.SESSION_ENDED,
                session.mailbox(),
                pair(queuedMessages, SessionEnd.of(reason).ordinal()));
    }

    /** The daemon's own code failed. */
    public void onFault(long number, long timeNs) {
        nowNs = timeNs;
        addRare(Event.FAULT, (int) number, 0);
    }
}
