package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** A list of representatives, as in JOIN and FORM1: two counts, then entries of 8 bytes. Offsets within the list. */
final class RepList {
    static final int NUM_REPS_OFFSET = 0;
    static final int REP_INDEX_OFFSET = 2;
    static final int ENTRIES_OFFSET = 4;

    static final int ENTRY_BYTES = 8;
    static final int ENTRY_PROC_ID_OFFSET = 0;
    static final int ENTRY_TYPE_OFFSET = 4;
    static final int ENTRY_SEGMENT_OFFSET = 6;

    private RepList() {}

    static int sizeBytes(int numReps) {
        return ENTRIES_OFFSET + ENTRY_BYTES * numReps;
    }

    static int typeAt(ByteBuf buffer, int list, int index, boolean little) {
        return RawBytes.getShort(buffer, list + ENTRIES_OFFSET + ENTRY_BYTES * index + ENTRY_TYPE_OFFSET, little);
    }

    /** Checks types and segments of {@code numReps} entries that are known to be there. */
    static Verdict validateEntries(ByteBuf buffer, int list, int numReps, boolean little) {
        for (int i = 0; i < numReps; i++) {
            if (!RepType.isLegal(typeAt(buffer, list, i, little))) {
                return Verdict.BAD_REP_TYPE;
            }
            int entry = list + ENTRIES_OFFSET + ENTRY_BYTES * i;
            int segment = RawBytes.getShort(buffer, entry + ENTRY_SEGMENT_OFFSET, little);
            if (segment < 0 || segment >= WireLimits.MAX_SEGMENTS) {
                return Verdict.BAD_SEGMENT_INDEX;
            }
        }
        return Verdict.OK;
    }

    static Representative get(Flyweight packet, int list, int index) {
        int entry = list + ENTRIES_OFFSET + ENTRY_BYTES * index;
        return new Representative(
                packet.getInt(entry + ENTRY_PROC_ID_OFFSET),
                RepType.of(packet.getShort(entry + ENTRY_TYPE_OFFSET)),
                packet.getShort(entry + ENTRY_SEGMENT_OFFSET));
    }

    static void write(Flyweight packet, int list, List<Representative> reps, int repIndex) {
        packet.setShort(list + NUM_REPS_OFFSET, reps.size());
        packet.setShort(list + REP_INDEX_OFFSET, repIndex);
        for (int i = 0; i < reps.size(); i++) {
            Representative rep = reps.get(i);
            int entry = list + ENTRIES_OFFSET + ENTRY_BYTES * i;
            packet.setInt(entry + ENTRY_PROC_ID_OFFSET, rep.procId());
            packet.setShort(entry + ENTRY_TYPE_OFFSET, rep.type().wireValue());
            packet.setShort(entry + ENTRY_SEGMENT_OFFSET, rep.segmentIndex());
        }
    }
}
