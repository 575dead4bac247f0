package org.ringcast.daemon.core.ring;

import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.wire.PacketType;

/**
 * A leader that keeps the token for a moment although the ring is not idle yet, because nobody waits for anything that a rotation
 * would bring. To the others it is a leader whose visit takes longer. Each rotation that is left out saves every member a wake-up.
 */
final class TokenRest {
    /** New packets of one rotation with which members may still do better to ask for the token than to wait for it. */
    private static final int FEW_PACKETS = 2;

    private final RingContext context;
    private final RingHistory history;
    private final Rings rings;
    private final TokenState tokens;
    private long restNs;
    private boolean resting;
    private boolean wanted;
    private long endNs;
    private int examinedSeq;
    private int lastSafeSeq;

    TokenRest(RingContext context, RingHistory history, Rings rings, TokenState tokens) {
        this.context = context;
        this.history = history;
        this.rings = rings;
        this.tokens = tokens;
        restNs = context.settings().tokenRestNs();
    }

    /** Another time from the next visit on; 0: not at all. */
    void change(long newRestNs) {
        restNs = newRestNs;
    }

    private boolean isOn() {
        return restNs > 0;
    }

    boolean isResting() {
        return resting;
    }

    /** Somebody waits for the token, wherever it is. */
    void want() {
        wanted = true;
        if (resting) {
            context.timers().arm(TimerKind.TOKEN_REST, 0);
        }
    }

    /** This leader has something to send itself, and need not wait for that. */
    void wantOwn() {
        context.timers().arm(TimerKind.TOKEN_REST, 0);
    }

    /** Whether, as far as a member can tell, the leader may keep the token now. */
    boolean isLikely() {
        return isOn() && rings.isTokenAlive() && !rings.isRecovering() && tokens.lastNew <= FEW_PACKETS;
    }

    /**
     * A visit is over and the token could be passed on.
     *
     * @param stableSeq what everybody had, and everybody knew that, when the visit began
     * @return whether to keep it
     */
    boolean begin(int stableSeq) {
        examine();
        boolean begins = isLikely() && !wanted && rings.isLeader() && lastSafeSeq <= stableSeq;
        wanted = false;
        if (begins) {
            resting = true;
            endNs = context.timers().nowNs() + restNs;
            context.timers().arm(TimerKind.TOKEN_REST, restNs);
        }
        return begins;
    }

    /** Own packets went out during the rest; whether it goes on. */
    boolean goesOn() {
        examine();
        long leftNs = endNs - context.timers().nowNs();
        if (wanted || leftNs <= 0 || lastSafeSeq > history.aru()) {
            return false;
        }
        context.timers().arm(TimerKind.TOKEN_REST, leftNs);
        return true;
    }

    /** Nobody waits any more. */
    void end() {
        wanted = false;
        interrupt();
    }

    /** Another token has come: whoever waits for it still waits. */
    void interrupt() {
        resting = false;
        context.timers().cancel(TimerKind.TOKEN_REST);
    }

    /** SAFE messages need rotations: until they are stable there is no rest. */
    private void examine() {
        int highest = history.highestSeq();
        if (examinedSeq > highest) {
            // Another ring.
            examinedSeq = history.aru();
            lastSafeSeq = 0;
        }
        for (int seq = Math.max(examinedSeq, history.aru()) + 1; isOn() && seq <= highest; seq++) {
            if (!history.window().hasPacket(seq) || history.window().service(seq) == PacketType.SAFE) {
                lastSafeSeq = seq;
            }
        }
        examinedSeq = highest;
    }
}
