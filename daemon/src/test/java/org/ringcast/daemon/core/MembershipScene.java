package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import org.ringcast.daemon.core.RingTestContext.Datagram;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.RepType;
import org.ringcast.daemon.wire.Representative;
import org.ringcast.daemon.wire.RingInfo;
import org.ringcast.daemon.wire.Token;

/**
 * A daemon brought into one state of the membership by real traffic, with everybody else silent afterwards, and the events
 * that can be done to it. The ring it is in, or was in, has three members.
 */
final class MembershipScene implements AutoCloseable {
    /** What the daemon is doing. */
    enum Start {
        OP_LEADER("OP, leader"),
        OP_MEMBER("OP, member"),
        SEG("SEG"),
        REPRESENTED("REPRESENTED"),
        GATHER("GATHER, no ring"),
        GATHER_RING("GATHER, leader"),
        FORM("FORM"),
        EVS("EVS");

        final String title;

        Start(String title) {
            this.title = title;
        }
    }

    private static final long FAR_NS = 1_000_000_000_000L;
    private static final int TOO_FAR = (1 << 30) + 1;

    final RingTestContext context;
    final TestNode node;
    final Start start;
    /** This daemon. */
    private final int subject;
    /** The other ring member of the segment. */
    private final int mate;
    /** The third ring member; in another segment if there are several. */
    private final int third;

    private final int strangerHere;
    /** In another segment; -1 if there is one segment. */
    private final int strangerThere;

    MembershipScene(boolean severalSegments, Start start) {
        this.start = start;
        context = severalSegments ? new RingTestContext(3, 2) : new RingTestContext(4);
        third = severalSegments ? 3 : 2;
        strangerHere = severalSegments ? 2 : 3;
        strangerThere = severalSegments ? 4 : -1;
        subject = start == Start.OP_LEADER || start == Start.GATHER_RING ? 0 : 1;
        mate = 1 - subject;
        context.record();
        context.start(0);
        context.start(1);
        context.start(third);
        assertThat(context.runUntil(() -> context.isRing(0, 1, third), 20_000)).isTrue();
        context.runMillis(100);
        node = context.node(subject);
        bring();
        silenceOthers();
    }

    private void bring() {
        switch (start) {
            case OP_LEADER, OP_MEMBER -> {
                // there already
            }
            case SEG -> loseRing();
            case REPRESENTED -> {
                loseRing();
                peer(mate).join(subject, RepType.SEG_REP);
            }
            case GATHER -> gather();
            case GATHER_RING -> peer(strangerHere).join(subject, RepType.SEG_REP);
            case FORM -> {
                gather();
                context.conditions(datagram -> -1);
                runUntilState(5);
            }
            case EVS -> {
                context.conditions(datagram -> isRegularToken(datagram) ? -1 : RingTestContext.normalDelayNs());
                runUntilState(2);
                // One visit of the coming ring's token, which then gets lost.
                context.conditions(datagram ->
                        isRegularToken(datagram) && datagram.from() == subject ? -1 : RingTestContext.normalDelayNs());
                long before = node.count(CounterId.TOKENS_PROCESSED);
                assertThat(context.runUntil(() -> node.count(CounterId.TOKENS_PROCESSED) > before, 20_000))
                        .isTrue();
            }
        }
    }

    private void loseRing() {
        silenceOthers();
        runUntilState(2);
    }

    private void gather() {
        loseRing();
        runUntilState(4);
    }

    private void runUntilState(int number) {
        assertThat(context.runUntil(() -> node.core.membershipState() == number, 20_000))
                .as(start + " reaches " + number)
                .isTrue();
    }

    private void silenceOthers() {
        for (int daemon : new int[] {0, 1, third}) {
            if (daemon != subject) {
                context.kill(daemon);
            }
        }
    }

    static boolean isRegularToken(Datagram datagram) {
        return datagram.token() && !datagram.has(PacketType.FORM_MASK);
    }

    Timers timers() {
        return node.core.ring().context().timers();
    }

    private FakePeer peer(int daemon) {
        return new FakePeer(context, daemon);
    }

    private RingMembers ring() {
        return node.core.ring().rings().current();
    }

    // ---- Packets -------------------------------------------------------------------------------------------------

    void aliveOfMember() {
        peer(mate).alive(subject);
    }

    void aliveOfStranger() {
        peer(strangerHere).alive(subject);
    }

    void joinOfMember() {
        peer(mate).join(subject, RepType.SEG_REP);
    }

    void joinOfStranger(RepType type) {
        peer(strangerHere).join(subject, type);
    }

    boolean isOneSegment() {
        return strangerThere < 0;
    }

    boolean joinFromElsewhere(boolean member, RepType type) {
        if (strangerThere >= 0) {
            peer(member ? third : strangerThere).join(subject, type);
        }
        return strangerThere >= 0;
    }

    void refer() {
        peer(mate).refer(subject, strangerHere, RepType.SEG_REP);
    }

    void hurry() {
        PacketHeader packet = new PacketHeader();
        packet.wrapNew(Unpooled.buffer(40), 0, Endian.LITTLE, PacketType.HURRY);
        send(mate, packet);
    }

    void dataOfOwnRing() {
        data(mate, ring().id());
    }

    void foreignDataOfStranger() {
        data(strangerHere, new MembershipId(context.topology(0).id(strangerHere), 7));
    }

    void foreignDataOfMember() {
        data(mate, new MembershipId(context.topology(0).id(mate), 7));
    }

    private void data(int from, MembershipId ring) {
        DataPacket packet = new DataPacket();
        packet.wrapNew(Unpooled.buffer(1472), 0, Endian.LITTLE, PacketType.AGREED);
        packet.setMembership(ring.procId(), ring.time());
        packet.setSeq(node.core.ring().history().firstSeq() + 1);
        packet.appendFragment(DataPacket.WHOLE_MESSAGE, Unpooled.buffer(60).writeZero(60), 0, 60);
        send(from, packet);
    }

    private void send(int from, PacketHeader packet) {
        packet.setTransmitterId(context.topology(0).id(from));
        packet.setProcId(context.topology(0).id(from));
        packet.setConfHash(RingTestContext.HASH);
        byte[] bytes = new byte[packet.lengthBytes()];
        packet.buffer().getBytes(0, bytes);
        arrive(from, false, bytes);
    }

    private void arrive(int from, boolean token, byte[] bytes) {
        context.deliverAfter(new Datagram(from, subject, token, false, bytes, context.nowNs()), 1000);
        context.runUntil(context.nowNs() + 1000);
    }

    // ---- Tokens --------------------------------------------------------------------------------------------------

    void form1AsMember() {
        List<Representative> reps = List.of(peer(mate).rep(RepType.SEG_REP));
        int[] members = {mate, subject, third};
        RingInfo entry = new RingInfo(
                ring().id().procId(),
                ring().id().time(),
                0,
                0,
                0,
                new int[0],
                new int[] {context.topology(0).id(mate)},
                1);
        peer(mate).form1(subject, 99, members, 1, reps, 1, entry);
    }

    void form1AsRepresentative(RepType type) {
        FakePeer creator = peer(strangerHere);
        List<Representative> reps =
                List.of(creator.rep(RepType.SEG_REP), peer(subject).rep(type));
        creator.form1(subject, 99, new int[] {strangerHere}, 1, reps, 1, creator.firstRing());
    }

    void form1OfOthers() {
        FakePeer creator = peer(strangerHere);
        List<Representative> reps = List.of(creator.rep(RepType.SEG_REP));
        creator.form1(subject, 99, new int[] {strangerHere, mate}, 1, reps, 1, creator.firstRing());
    }

    void oldForm(int type) {
        byte[] bytes = null;
        int from = -1;
        for (Datagram datagram : context.sent()) {
            boolean mine = datagram.to() == subject || (datagram.from() == subject && type == PacketType.FORM1);
            if (datagram.token() && datagram.has(type) && mine) {
                bytes = datagram.bytes();
                from = datagram.from();
            }
        }
        arrive(from, true, bytes);
    }

    void form2OfAnotherAttempt() {
        MembershipId id = new MembershipId(context.topology(0).id(mate), 12);
        peer(mate)
                .form2(
                        subject,
                        id,
                        new int[] {subject, third},
                        0,
                        new MembershipId(0, 0),
                        peer(mate).firstRing());
    }

    /** What a test makes of the last token that came. */
    private interface Change {
        void apply(Token token);
    }

    private void token(int from, Change change) {
        byte[] bytes = null;
        for (Datagram datagram : context.sent()) {
            if (isRegularToken(datagram) && datagram.to() == subject) {
                bytes = datagram.bytes();
            }
        }
        ByteBuf buffer = Unpooled.copiedBuffer(bytes);
        Token token = new Token();
        token.wrap(buffer, 0, buffer.readableBytes());
        token.setArq(token.arq() + 1);
        change.apply(token);
        byte[] changed = new byte[buffer.readableBytes()];
        buffer.getBytes(0, changed);
        arrive(from, true, changed);
    }

    private int previous() {
        return subject == 0 ? third : 0;
    }

    void nextToken() {
        token(previous(), token -> {});
    }

    void copyOfToken(int retrans) {
        token(previous(), token -> {
            token.setArq(token.arq() - 1);
            token.setRetrans(retrans);
        });
    }

    void outdatedToken() {
        token(previous(), token -> token.setArq(token.arq() - 4));
    }

    void tokenOfAnotherRing() {
        token(previous(), token -> token.setMembership(token.membershipProcId(), token.membershipTime() - 1));
    }

    void tokenOfAnotherSender() {
        token(strangerHere, token -> token.setTransmitterId(context.topology(0).id(strangerHere)));
    }

    void tokenWithHighSeq() {
        token(previous(), token -> token.setSeq(TOO_FAR));
    }

    // ---- Timers and upper layers ---------------------------------------------------------------------------------

    /** Puts all other timers off, so that this one can be let run out alone; false when it is not armed. */
    boolean prepare(TimerKind kind) {
        boolean armed = timers().isArmed(kind);
        for (TimerKind other : TimerKind.values()) {
            if (timers().isArmed(other)) {
                timers().arm(other, FAR_NS);
            }
        }
        return armed;
    }

    void fire(TimerKind kind) {
        timers().arm(kind, 0);
        context.runUntil(context.nowNs());
    }

    /** What the daemon would say of the others that it has heard, and to whom. */
    String known() {
        StringBuilder known = new StringBuilder();
        for (TimerKind kind : new TimerKind[] {TimerKind.ALIVE, TimerKind.JOIN}) {
            if (timers().isArmed(kind)) {
                int sent = context.sent().size();
                fire(kind);
                for (Datagram datagram :
                        context.sent().subList(sent, context.sent().size())) {
                    known.append(datagram.to()).append(Arrays.toString(datagram.bytes()));
                }
            }
        }
        return known.toString();
    }

    void giveUp(boolean leave) {
        if (leave) {
            node.services().leaveRing("test");
        } else {
            node.services().forceMembershipChange("test");
        }
        context.runUntil(context.nowNs());
    }

    void smallerRepresentative() {
        if (start == Start.GATHER_RING) {
            joinOfStranger(RepType.SEG_REP);
        } else {
            joinOfMember();
        }
    }

    void largerRepresentative() {
        joinOfStranger(start == Start.GATHER_RING ? RepType.RING_REP : RepType.SEG_REP);
    }

    @Override
    public void close() {
        context.close();
    }
}
