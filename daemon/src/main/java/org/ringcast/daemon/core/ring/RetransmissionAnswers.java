package org.ringcast.daemon.core.ring;

import io.netty.buffer.ByteBuf;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.wire.RequestBlock;
import org.ringcast.daemon.wire.Token;
import org.ringcast.daemon.wire.WireLimits;

/**
 * Sends packets that others ask for on the token. A request that is answered disappears from the token; one that cannot be
 * answered here is taken over into this daemon's own request. Measures against endless repetition: the same packet is not sent
 * to the same requester again before the last answer had time to arrive, the path changes after some answers in vain, and then
 * the request stays on the token so that the next holder answers too. See docs/protocol/ring.md, "Retransmission".
 */
final class RetransmissionAnswers {
    /** Answers at one visit; what is left stays on the token. */
    static final int MAX_ANSWERS_PER_VISIT = 64;
    /** After so many answers to one requester the way of sending changes. */
    static final int ANSWERS_BEFORE_PATH_CHANGE = 3;

    /** Repeated answers of a second, all requesters together; the first answer to a request is not limited by it. */
    static final int MAX_REPEATED_PER_SECOND = 2000;

    private static final int PACE_ROUNDS = 2;
    private static final long PACE_NS = 2_000_000;
    /** Longest pause between answers in vain: 2 ms doubled so often. */
    private static final int MAX_DOUBLINGS = 7;

    private static final long SECOND_NS = 1_000_000_000;

    private final RingContext context;
    private final RingHistory history;
    private final PacketWindow window;
    private final Rings rings;
    private final Routing routing;
    private final TokenState tokens;
    private final AnswerLog answers = new AnswerLog();
    private final PathMemory paths;
    private final RepairCap cap;
    private final RetransmissionRequests requests;
    private final RequestBlock block = new RequestBlock();
    private final RequestBlock copy = new RequestBlock();
    private final Resender resender;

    private int askAs;
    private int askForSegment;
    private int numAnswered;
    private boolean copying;
    private int requester;
    private int segment;
    private int baseWay;
    private int pathKey;
    private long secondStartNs;
    private int repeatedThisSecond;

    RetransmissionAnswers(
            RingContext context,
            RingHistory history,
            Rings rings,
            Routing routing,
            TokenState tokens,
            PathMemory paths,
            RepairCap cap,
            RetransmissionRequests requests) {
        this.context = context;
        this.history = history;
        this.window = history.window();
        this.rings = rings;
        this.routing = routing;
        this.tokens = tokens;
        this.paths = paths;
        this.cap = cap;
        this.requests = requests;
        this.resender = new Resender(context, window);
    }

    /** Requester id for this daemon's own block: itself, or nobody in particular when others miss the same. */
    int askAs() {
        return askAs;
    }

    /** Segment for this daemon's own block. */
    int askForSegment() {
        return askForSegment;
    }

    /** Answers the requests on {@code in}; what remains is appended to {@code out}. Returns the packets sent. */
    int answer(Token in, Token out) {
        askAs = context.selfId();
        askForSegment = routing.ownSegment();
        numAnswered = 0;
        for (boolean more = in.firstRequest(block); more; more = in.nextRequest(block)) {
            if (rings.isDelivered(block.membershipProcId(), block.membershipTime())) {
                answerBlock(in.aru(), out);
            } else if (out.roomForSeqs(context.level().maxTokenBodyBytes() + WireLimits.TOKEN_HEADER_BYTES)
                    >= block.numSeq()) {
                out.appendCopy(block);
            }
        }
        if (!rings.isRecovering()) {
            paths.judge(tokens.receivedRounds, context.timers().nowNs());
        }
        return numAnswered;
    }

    private void answerBlock(int tokenAru, Token out) {
        copying = false;
        boolean isOwn = block.procId() == context.selfId();
        findRequester();
        boolean apart = requester >= 0 && requests.isInVain();
        int numSeq = block.numSeq();
        for (int i = 0; i < numSeq; i++) {
            int seq = block.seq(i);
            if (!isOwn) {
                paths.asked(
                        pathKey, seq, tokens.receivedRounds, context.timers().nowNs());
            }
            if (seq <= history.aru() || seq > history.highestSeq()) {
                context.count(CounterId.REQUESTS_IGNORED);
            } else if (window.hasPacket(seq)) {
                if (!isOwn && !answerOne(seq) && seq > tokenAru) {
                    leaveOnToken(seq, out);
                }
            } else if (!isOwn && history.isMissing(seq) && apart && seq > tokenAru) {
                leaveOnToken(seq, out);
            } else if (!isOwn && history.isMissing(seq)) {
                askAs = WireLimits.NOBODY_IN_PARTICULAR;
                if (block.segmentIndex() != routing.ownSegment()) {
                    askForSegment = WireLimits.NOBODY_IN_PARTICULAR;
                }
            }
        }
    }

    private void findRequester() {
        requester = block.procId() == WireLimits.NOBODY_IN_PARTICULAR
                ? -1
                : context.topology().indexOfId(block.procId());
        segment = requester >= 0 ? context.topology().segmentOf(requester) : block.segmentIndex();
        baseWay = requester >= 0 ? PathMemory.UNICAST : segment >= 0 ? PathMemory.SEGMENT : PathMemory.ALL;
        pathKey = paths.key(requester, segment);
    }

    /** Sends one requested packet if it is time to; false: the request should stay on the token. */
    private boolean answerOne(int seq) {
        long nowNs = context.timers().nowNs();
        boolean remembers = !rings.isRecovering();
        if (numAnswered >= MAX_ANSWERS_PER_VISIT || cap.left(!remembers, nowNs) == 0) {
            context.count(CounterId.RETRANS_CAPPED);
            return false;
        }
        if (remembers && paths.isWatched(pathKey, seq, tokens.receivedRounds, nowNs)) {
            context.count(CounterId.RETRANS_PACED);
            return true;
        }
        int way = remembers ? paths.way(pathKey, baseWay) : baseWay;
        int probe = remembers ? paths.probe(pathKey, nowNs) : -1;
        if (way == PathMemory.NONE && probe < 0) {
            context.count(CounterId.RETRANS_PASSED_ON);
            return false;
        }
        int entry = answers.find(seq, block.procId(), block.segmentIndex());
        int before = answers.count(entry);
        if (before > 0 && !isTimeForAnother(entry, before, nowNs)) {
            context.count(CounterId.RETRANS_PACED);
            return before <= ANSWERS_BEFORE_PATH_CHANGE;
        }
        if (probe >= 0) {
            way = probe;
        } else if (before >= ANSWERS_BEFORE_PATH_CHANGE) {
            way = (way + before - ANSWERS_BEFORE_PATH_CHANGE + 1) % PathMemory.NONE;
        }
        answers.answered(entry, tokens.receivedRounds, nowNs);
        numAnswered++;
        send(seq, way, nowNs);
        if (probe >= 0 || before < ANSWERS_BEFORE_PATH_CHANGE) {
            if (remembers) {
                paths.sent(pathKey, way, probe >= 0, seq, tokens.receivedRounds, nowNs);
            }
            return true;
        }
        context.count(CounterId.RETRANS_PASSED_ON);
        return false;
    }

    /** Not before the last answer had time to arrive; answers in vain become rarer. */
    private boolean isTimeForAnother(int entry, int before, long nowNs) {
        // Recovery has only so many rounds: the pause stays short.
        int doublings =
                rings.isRecovering() ? 0 : Math.max(0, Math.min(MAX_DOUBLINGS, before - ANSWERS_BEFORE_PATH_CHANGE));
        if (tokens.receivedRounds - answers.round(entry) < PACE_ROUNDS
                || nowNs - answers.timeNs(entry) < PACE_NS << doublings) {
            return false;
        }
        if (nowNs - secondStartNs >= SECOND_NS) {
            secondStartNs = nowNs;
            repeatedThisSecond = 0;
        }
        repeatedThisSecond++;
        return repeatedThisSecond <= MAX_REPEATED_PER_SECOND;
    }

    private void send(int seq, int way, long nowNs) {
        ByteBuf bytes = resender.prepare(seq);
        context.observer().onRetransmission(seq, requester);
        if (way == PathMemory.UNICAST && requester < 0) {
            cap.add(sendToEachOf(segment, bytes), nowNs);
            return;
        }
        cap.add(1, nowNs);
        if (way == PathMemory.UNICAST) {
            context.count(CounterId.RETRANS_UNICAST);
            routing.unicast(requester, bytes);
        } else if (way == PathMemory.SEGMENT && segment >= 0) {
            context.count(CounterId.RETRANS_SEGMENT);
            routing.segmentcast(segment, bytes);
        } else {
            context.count(CounterId.RETRANS_BROADCAST);
            routing.broadcast(bytes);
        }
    }

    /**
     * Unicast to all members of a segment, or of the ring: what is left when sending to the segment is of no use. Returns how
     * many there are.
     */
    private int sendToEachOf(int toSegment, ByteBuf bytes) {
        RingMembers ring = rings.active();
        int sent = 0;
        for (int i = 0; i < ring.size(); i++) {
            int member = ring.member(i);
            if (member != context.self() && (toSegment < 0 || context.topology().segmentOf(member) == toSegment)) {
                context.count(CounterId.RETRANS_UNICAST);
                routing.unicast(member, bytes);
                sent++;
            }
        }
        return sent;
    }

    private void leaveOnToken(int seq, Token out) {
        if (!copying) {
            if (out.roomForSeqs(WireLimits.MAX_PACKET_BYTES) < 1) {
                return;
            }
            out.appendRequest(
                    copy, block.membershipProcId(), block.membershipTime(), block.procId(), block.segmentIndex());
            copying = true;
        }
        if (out.lengthBytes() + Integer.BYTES <= WireLimits.MAX_PACKET_BYTES) {
            out.appendSeq(copy, seq);
        }
    }

    /** Token rounds are counted anew, or sequence numbers mean other packets. */
    void reset() {
        answers.clear();
        paths.ringOver();
    }
}
