package org.ringcast.daemon.core.membership;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.ring.RingContext;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.Form1Token;
import org.ringcast.daemon.wire.Form2Token;
import org.ringcast.daemon.wire.FormToken;
import org.ringcast.daemon.wire.RepType;
import org.ringcast.daemon.wire.Representative;
import org.ringcast.daemon.wire.RingInfo;
import org.ringcast.daemon.wire.TokenHeader;

/** A form token while this daemon works on it: daemons are topology indexes. */
final class FormDraft {
    private final Topology topology;
    /** Ties form2 to form1; given by the creator. */
    final MembershipId id;
    /** Goal of the recovery: beyond every sequence number of every old ring. */
    int seq;
    /** Those that have done their part, then those that have to. */
    final List<Integer> members = new ArrayList<>();

    int numMembers;
    final List<Rep> reps = new ArrayList<>();
    int repIndex;
    final List<RingInfo> rings = new ArrayList<>();
    /** Of form2: id of the coming ring. */
    MembershipId ringId = new MembershipId(0, 0);

    FormDraft(Topology topology, MembershipId id, int seq) {
        this.topology = topology;
        this.id = id;
        this.seq = seq;
    }

    /** Takes a validated form1 token apart; null when it names daemons that are not configured, or one twice. */
    static FormDraft of(Form1Token token, Topology topology) {
        FormDraft draft = ofForm(token, topology);
        if (draft == null) {
            return null;
        }
        for (Representative rep : token.reps()) {
            int daemon = topology.indexOfId(rep.procId());
            if (daemon < 0 || rep.type() == RepType.POTENTIAL) {
                return null;
            }
            draft.reps.add(new Rep(daemon, rep.type()));
        }
        draft.repIndex = token.repIndex();
        return draft;
    }

    /** Takes a validated form2 token apart; null when it names daemons that are not configured, or one twice. */
    static FormDraft of(Form2Token token, Topology topology) {
        FormDraft draft = ofForm(token, topology);
        if (draft != null) {
            draft.ringId = new MembershipId(token.ringProcId(), token.ringTime());
            if (draft.numMembers > 0 && topology.indexOfId(token.ringProcId()) < 0) {
                return null;
            }
        }
        return draft;
    }

    private static FormDraft ofForm(FormToken token, Topology topology) {
        MembershipId id = new MembershipId(token.membershipProcId(), token.membershipTime());
        FormDraft draft = new FormDraft(topology, id, token.seq());
        for (int memberId : token.memberIds()) {
            Integer member = topology.indexOfId(memberId);
            if (member < 0 || draft.members.contains(member)) {
                return null;
            }
            draft.members.add(member);
        }
        draft.numMembers = token.numMembers();
        draft.rings.addAll(token.rings());
        return draft;
    }

    /** Members that still have to do their part. */
    int numPending() {
        return members.size() - numMembers;
    }

    /** The member whose turn it is. */
    int nextMember() {
        return members.get(numMembers);
    }

    /** Place of a ring's entry, -1 when there is none. */
    int indexOfRing(MembershipId ring) {
        for (int i = 0; i < rings.size(); i++) {
            RingInfo entry = rings.get(i);
            if (entry.membershipProcId() == ring.procId() && entry.membershipTime() == ring.time()) {
                return i;
            }
        }
        return -1;
    }

    int sizeBytesOfForm1() {
        return Form1Token.sizeBytes(rings);
    }

    int sizeBytesOfForm2() {
        return Form2Token.sizeBytes(rings);
    }

    /** Writes the token to the start of {@code buffer} and sets the buffer's indexes to it. */
    void writeForm1(Form1Token token, ByteBuf buffer, RingContext context) {
        List<Representative> wireReps = RepSet.toWire(reps, topology);
        token.wrapNew(buffer, 0, Endian.LITTLE, memberIds(), numMembers, numPending(), wireReps, repIndex, rings);
        finish(token, buffer, context);
    }

    /** As {@link #writeForm1}. */
    void writeForm2(Form2Token token, ByteBuf buffer, RingContext context) {
        token.wrapNew(
                buffer, 0, Endian.LITTLE, memberIds(), numMembers, numPending(), ringId.procId(), ringId.time(), rings);
        finish(token, buffer, context);
    }

    private void finish(TokenHeader token, ByteBuf buffer, RingContext context) {
        token.setTransmitterId(context.selfId());
        token.setProcId(context.selfId());
        token.setMembership(id.procId(), id.time());
        token.setSeq(seq);
        token.setConfHash(context.settings().configurationHash());
        buffer.setIndex(0, token.lengthBytes());
    }

    private int[] memberIds() {
        int[] ids = new int[members.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = topology.id(members.get(i));
        }
        return ids;
    }
}
