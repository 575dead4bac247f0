package org.ringcast.daemon.core.membership;

import org.ringcast.daemon.core.ring.RingContext;
import org.ringcast.daemon.wire.Form1Token;
import org.ringcast.daemon.wire.Form2Token;
import org.ringcast.daemon.wire.FormToken;
import org.ringcast.daemon.wire.Representative;
import org.ringcast.daemon.wire.RingInfo;

/** Form tokens in words, for the log. */
final class FormTokenText {
    private static final int PER_LINE = 3;

    private final StringBuilder text = new StringBuilder(1024);

    private FormTokenText() {}

    static String of(Form1Token token, RingContext context) {
        FormTokenText text = new FormTokenText();
        text.header(token, 1, context.settings().configurationHash());
        text.reps(token);
        text.rings(token);
        return text.end();
    }

    static String of(Form2Token token, RingContext context) {
        FormTokenText text = new FormTokenText();
        text.header(token, 2, context.settings().configurationHash());
        text.line("Form Token Membership ID " + dotted(token.ringProcId()) + " : " + token.ringTime());
        text.rings(token);
        return text.end();
    }

    /** A daemon id as the four numbers of its bytes, the most significant first. */
    static String dotted(int id) {
        return (id >>> 24) + "." + (id >>> 16 & 0xff) + "." + (id >>> 8 & 0xff) + "." + (id & 0xff);
    }

    private void header(FormToken token, int number, int localHash) {
        line("=========== Form Token ==========");
        line("FORM " + number + " Token, sent by " + dotted(token.transmitterId()) + ". Seq: " + token.seq());
        line("Configuration hash: " + Integer.toUnsignedString(token.confHash()) + " (local hash "
                + Integer.toUnsignedString(localHash) + ")");
        line("ProcID: " + dotted(token.procId()) + "\t ARU: " + token.aru() + ", ARU LastID: "
                + dotted(token.aruLastId()));
        line("FlowControl: " + token.flowControl() + "\tRTR Len: " + token.rtrLen());
        line("Form Token members list -- Active (" + token.numMembers() + ") Pending (" + token.numPending() + ")");
        int all = token.numMembers() + token.numPending();
        int[] ids = token.memberIds();
        ids(ids, 0, token.numMembers());
        line("Pending Members:");
        ids(ids, token.numMembers(), all);
    }

    private void ids(int[] ids, int from, int to) {
        for (int i = from; i < to; i++) {
            text.append('\t')
                    .append(i - from)
                    .append(": ")
                    .append(dotted(ids[i]))
                    .append(' ');
            endOfRow(i - from, to - from);
        }
    }

    private void endOfRow(int at, int count) {
        if (at % PER_LINE == PER_LINE - 1 || at == count - 1) {
            text.append('\n');
        }
    }

    private void reps(Form1Token token) {
        line("Form Token reps list -- Count (" + token.numReps() + ") index (" + token.repIndex() + ")");
        for (int i = 0; i < token.numReps(); i++) {
            Representative rep = token.rep(i);
            text.append('\t').append(i).append(": ").append(dotted(rep.procId()));
            text.append(" (T ")
                    .append(rep.type().wireValue())
                    .append(" SegInd ")
                    .append(rep.segmentIndex());
            text.append(") ");
            endOfRow(i, token.numReps());
        }
    }

    private void rings(FormToken token) {
        line("Form Token RING list -- Count (" + token.numRings() + ")");
        int number = 0;
        for (RingInfo ring : token.rings()) {
            line("Ring " + number++ + ": MembID " + dotted(ring.membershipProcId()) + " - "
                    + Integer.toUnsignedString(ring.membershipTime()) + "\tTransTime "
                    + Integer.toUnsignedString(ring.transTime()));
            line("\tARU: " + ring.aru() + "\tHighSeq: " + ring.highestSeq() + "\tNumHoles: " + ring.numHoles());
            line("\tNumCommit: " + ring.numCommit() + "\tNumTrans: " + ring.numTrans());
            line("\tMessage Holes:");
            for (int i = 0; i < ring.numHoles(); i++) {
                text.append('\t').append(i).append(": ").append(ring.hole(i)).append(' ');
                endOfRow(i, ring.numHoles());
            }
            int[] commit = ring.commitIds();
            line("\tTrans List:");
            ids(commit, 0, ring.numTrans());
            line("\tCommit List:");
            ids(commit, ring.numTrans(), commit.length);
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private String end() {
        return text.append("=".repeat(52)).toString();
    }
}
