package org.ringcast.daemon.core.membership;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.evs.Recovery;
import org.ringcast.daemon.core.ring.RingContext;
import org.ringcast.daemon.core.ring.RingEngine;
import org.ringcast.daemon.wire.Form1Token;
import org.ringcast.daemon.wire.Form2Token;
import org.ringcast.daemon.wire.RepType;
import org.ringcast.daemon.wire.RingInfo;
import org.ringcast.daemon.wire.WireLimits;

/**
 * Creates, fills, turns round and reads the form tokens. FORM1 visits all daemons that are to form a ring and takes down what
 * each has of its old ring; the last one turns it into FORM2, which visits them again in configuration order and tells each what
 * all have. See docs/protocol/membership.md, "Forming a ring".
 */
final class FormWork {
    /** Distance of the recovery's goal from the highest sequence number. */
    static final int GOAL_DISTANCE = 3333;
    /** So many holes are most of a datagram. */
    private static final int MANY_HOLES = 100;

    /** What became of a form1 token. */
    enum Filled {
        /** Not valid here: as if it had not come. */
        NO,
        /** Sent on without this daemon, which stays in its state: there was no room for its old ring. */
        WITHOUT_ME,
        YES
    }

    private final RingContext context;
    private final Topology topology;
    private final RingEngine ring;
    private final Recovery recovery;
    private final Gathering gathering;
    private final MembershipTimes times;
    private final RecentForms recent = new RecentForms();
    private final ByteBuf buffer;
    private final Form1Token form1 = new Form1Token();
    private final Form2Token form2 = new Form2Token();
    private MembershipId form1Id = MembershipId.UNKNOWN;
    private boolean largeBecauseOfMe;

    FormWork(RingContext context, RingEngine ring, Recovery recovery, Gathering gathering, MembershipTimes times) {
        this.context = context;
        this.topology = context.topology();
        this.ring = ring;
        this.recovery = recovery;
        this.gathering = gathering;
        this.times = times;
        buffer = context.allocator().buffer(WireLimits.MAX_TOKEN_BYTES, WireLimits.MAX_TOKEN_BYTES);
    }

    // ---- FORM1 ---------------------------------------------------------------------------------------------------

    /** Begins to form a ring out of all that was gathered. */
    void create() {
        context.count(CounterId.FORM1_CREATED);
        form1Id = new MembershipId(context.selfId(), times.next());
        recent.add(form1Id);
        FormDraft draft = new FormDraft(topology, form1Id, ring.history().highestSeq() + GOAL_DISTANCE);
        MemberSet members = gathering.members();
        if (ring.rings().isTokenAlive()) {
            gathering.takeRingMembers(ring.rings().current());
        }
        draft.members.add(context.self());
        for (int i = 0; i < members.size() && draft.members.size() < WireLimits.MAX_RING_MEMBERS; i++) {
            int member = members.get(i);
            if (member != context.self() && !gathering.reps().contains(member)) {
                draft.members.add(member);
            }
        }
        draft.numMembers = 1;
        draft.reps.addAll(gathering.reps().sorted());
        draft.repIndex = 1;
        gathering.remindRepsOfOtherSegments(draft.reps);
        draft.rings.add(recovery.firstReport());
        logReport("Create_form1: putting Aru = ", " and Highest_Seq = ", " on rg_info form1 token");
        sendOn(draft, "Create_form1");
    }

    /**
     * Adds what this daemon has to somebody's form1 token and sends it on.
     *
     * @param asRepresentative whether this daemon gathers; otherwise somebody gathered it
     */
    Filled fill(Form1Token token, boolean asRepresentative) {
        FormDraft draft = FormDraft.of(token, topology);
        if (draft == null) {
            context.drop(CounterId.FORM_MALFORMED);
            return Filled.NO;
        }
        if (recent.contains(draft.id)) {
            context.drop(CounterId.FORM_REPEATED);
            return Filled.NO;
        }
        boolean valid = asRepresentative ? isMyTurnAsRepresentative(draft) : isMyTurnAsMember(draft);
        if (!valid || draft.members.size() > WireLimits.MAX_RING_MEMBERS) {
            context.drop(CounterId.FORM_SWALLOWED);
            return Filled.NO;
        }
        logReceived("Fill_form1", token);
        if (asRepresentative && draft.members.size() == WireLimits.MAX_RING_MEMBERS) {
            return sendOnWithoutMe(draft, true, "there are " + draft.members.size() + " members already");
        }
        int entry = draft.indexOfRing(ring.rings().current().id());
        if (entry < 0 && draft.rings.size() == WireLimits.MAX_FORM_RINGS) {
            return sendOnWithoutMe(
                    draft,
                    asRepresentative,
                    "my old ring will not fit in FORM token, which has " + draft.rings.size() + " rings already");
        }
        RingInfo mine = entry < 0 ? recovery.firstReport() : recovery.mergedReport(draft.rings.get(entry));
        if (mine == null) {
            context.drop(CounterId.FORM_CONTRADICTION);
            return Filled.NO;
        }
        if (entry >= 0) {
            draft.rings.remove(entry);
        }
        draft.rings.add(mine);
        if (draft.sizeBytesOfForm1() > maxTokenBytes()) {
            context.drop(CounterId.FORM_SWALLOWED);
            return Filled.NO;
        }
        form1Id = draft.id;
        recent.add(form1Id);
        takeMyTurn(draft, asRepresentative);
        draft.seq = Math.max(draft.seq, ring.history().highestSeq() + GOAL_DISTANCE);
        gathering.remindRepsOfOtherSegments(draft.reps);
        logReport("Fill_form1: Putting Aru = ", " and Highest_seq = ", " on new_rg_info of form1 token");
        sendOn(draft, "Fill_form1");
        return Filled.YES;
    }

    private boolean isMyTurnAsMember(FormDraft draft) {
        return draft.numPending() > 0 && draft.nextMember() == context.self();
    }

    private boolean isMyTurnAsRepresentative(FormDraft draft) {
        if (draft.numPending() != 0 || draft.repIndex >= draft.reps.size()) {
            return false;
        }
        RepType myType = ring.rings().isTokenAlive() ? RepType.RING_REP : RepType.SEG_REP;
        return draft.reps.get(draft.repIndex).equals(new Rep(context.self(), myType))
                && !draft.members.contains((Integer) context.self());
    }

    /** Whom I bring along: this daemon first, without those that come by themselves; no more than one ring can have. */
    private List<Integer> membersToAdd(FormDraft draft) {
        List<Integer> added = new ArrayList<>();
        added.add(context.self());
        if (ring.rings().isTokenAlive()) {
            RingMembers current = ring.rings().current();
            for (int i = 0; i < current.size(); i++) {
                addUnlessKnown(added, current.member(i), draft, false);
            }
        } else {
            for (int i = 0; i < gathering.members().size(); i++) {
                addUnlessKnown(added, gathering.members().get(i), draft, true);
            }
        }
        int room = WireLimits.MAX_RING_MEMBERS - draft.members.size();
        return added.size() > room ? added.subList(0, room) : added;
    }

    private void addUnlessKnown(List<Integer> added, Integer daemon, FormDraft draft, boolean withoutMyReps) {
        boolean known = added.contains(daemon)
                || draft.members.contains(daemon)
                || draft.reps.stream().anyMatch(rep -> rep.daemon() == daemon)
                || (withoutMyReps && gathering.reps().contains(daemon));
        if (!known) {
            added.add(daemon);
        }
    }

    private void takeMyTurn(FormDraft draft, boolean asRepresentative) {
        if (asRepresentative) {
            draft.members.addAll(membersToAdd(draft));
            draft.repIndex++;
        }
        draft.numMembers++;
    }

    private Filled sendOnWithoutMe(FormDraft draft, boolean asRepresentative, String why) {
        if (context.logs(Kind.MEMBERSHIP, Level.WARNING)) {
            context.line(Kind.MEMBERSHIP, Level.WARNING, "Fill_form1: " + why + "; this daemon joins later");
        }
        recent.add(draft.id);
        if (asRepresentative) {
            draft.repIndex++;
        } else {
            draft.members.remove(draft.numMembers);
        }
        sendOn(draft, "Fill_form1");
        return Filled.WITHOUT_ME;
    }

    /** To the next member that has to fill it, the next representative, or as form2 to the first member of all. */
    private void sendOn(FormDraft draft, String who) {
        if (draft.numPending() > 0) {
            sendForm1(draft, draft.nextMember(), who);
        } else if (draft.repIndex < draft.reps.size()) {
            sendForm1(draft, draft.reps.get(draft.repIndex).daemon(), who);
        } else {
            Collections.sort(draft.members);
            draft.numMembers = 0;
            sendForm2(draft, draft.members.get(0), who);
        }
    }

    private void sendForm1(FormDraft draft, int to, String who) {
        draft.writeForm1(form1, buffer, context);
        RingInfo mine = draft.rings.get(draft.rings.size() - 1);
        largeBecauseOfMe = buffer.readableBytes() > WireLimits.MAX_PACKET_BYTES && mine.numHoles() >= MANY_HOLES;
        logSent(who, form1, null);
        sendTwice(to);
    }

    /** The form1 token sent last did not fit one datagram because this daemon lacks so many packets. */
    boolean isLargeBecauseOfMe() {
        return largeBecauseOfMe;
    }

    private void sendForm2(FormDraft draft, int to, String who) {
        largeBecauseOfMe = false;
        draft.writeForm2(form2, buffer, context);
        logSent(who, null, form2);
        sendTwice(to);
    }

    private void sendTwice(int to) {
        if (buffer.readableBytes() > WireLimits.MAX_PACKET_BYTES && context.logs(Kind.PRINT, Level.WARNING)) {
            context.line(
                    Kind.PRINT,
                    Level.WARNING,
                    "Net_ucast_token: WARNING!!! Token is longer (" + buffer.readableBytes()
                            + " bytes) than a single fast ethernet MTU (" + WireLimits.MAX_PACKET_BYTES
                            + " bytes)! IP fragmentation will likely occur and greatly increase the chance the token is"
                            + " lost!");
        }
        context.outputs().sendToken(to, buffer);
        context.outputs().sendToken(to, buffer);
    }

    private int maxTokenBytes() {
        return WireLimits.TOKEN_HEADER_BYTES + context.level().maxTokenBodyBytes();
    }

    // ---- FORM2 ---------------------------------------------------------------------------------------------------

    /** Reads the form2 token that belongs to the form1 token filled last, and sends it on; false: dropped. */
    boolean read(Form2Token token) {
        if (token.membershipProcId() != form1Id.procId() || token.membershipTime() != form1Id.time()) {
            info("Read_form2: WARNING!!! Wrong memb_id on token (" + token.membershipProcId() + ", "
                    + token.membershipTime() + ") -- dropping!");
            context.drop(CounterId.FORM_SWALLOWED);
            return false;
        }
        FormDraft draft = FormDraft.of(token, topology);
        if (draft == null || draft.nextMember() != context.self()) {
            context.drop(CounterId.FORM_MALFORMED);
            return false;
        }
        int entry = draft.indexOfRing(ring.rings().current().id());
        if (entry < 0) {
            info("Read_form2: My ring ID not on token!");
            context.drop(CounterId.FORM_CONTRADICTION);
            return false;
        }
        RingInfo mine = draft.rings.get(entry);
        if (!recovery.canAdopt(mine) || draft.seq <= mine.highestSeq()) {
            context.drop(CounterId.FORM_CONTRADICTION);
            return false;
        }
        logReceived("Read_form2", token);
        boolean first = draft.numMembers == 0;
        int firstTime = first ? times.next() : 0;
        if (first) {
            draft.ringId = new MembershipId(context.selfId(), times.next());
        }
        int transTime = mine.transTime();
        if (transTime == 0) {
            transTime = first ? firstTime : times.next();
            draft.rings.set(entry, mine.withTransTime(transTime));
        }
        draft.numMembers++;
        RingMembers future = new RingMembers(
                draft.ringId,
                topology,
                draft.members.stream().mapToInt(Integer::intValue).toArray());
        ring.setRoutes(future);
        recovery.adopt(mine, transTime);
        ring.beginRecovery(future, draft.seq);
        if (future.last() == context.self()) {
            ring.sendFirstToken(future);
        } else {
            sendForm2(draft, future.next(context.self()), "Read_form2");
        }
        info("Read_form2: updating Aru to 0!");
        return true;
    }

    // ---- Log -----------------------------------------------------------------------------------------------------

    private void logReport(String before, String between, String after) {
        if (context.logs(Kind.MEMBERSHIP, Level.INFO)) {
            info(before + ring.history().aru() + between + ring.history().highestSeq() + after);
        }
    }

    private void logReceived(String who, Form1Token token) {
        if (context.logs(Kind.MEMBERSHIP, Level.INFO)) {
            info(who + ": RECEIVED following token:\n" + FormTokenText.of(token, context));
        }
    }

    private void logReceived(String who, Form2Token token) {
        if (context.logs(Kind.MEMBERSHIP, Level.INFO)) {
            info(who + ": RECEIVED following token:\n" + FormTokenText.of(token, context));
        }
    }

    private void logSent(String who, Form1Token sent1, Form2Token sent2) {
        if (context.logs(Kind.MEMBERSHIP, Level.INFO)) {
            String dump = sent1 == null ? FormTokenText.of(sent2, context) : FormTokenText.of(sent1, context);
            info(who + ": SENT following token:\n" + dump);
        }
    }

    private void info(String text) {
        if (context.logs(Kind.MEMBERSHIP, Level.INFO)) {
            context.line(Kind.MEMBERSHIP, Level.INFO, text);
        }
    }

    void close() {
        buffer.release();
    }
}
