package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.RingTestContext.Datagram;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.Form2Token;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.RingInfo;
import org.ringcast.daemon.wire.Token;

/** The worked examples of docs/protocol: what happens when, as it happens. */
final class WorkedExamplesTest {
    private static final long STEP_NS = 50_000;
    private static final String[] NAMES = {"d1", "d2", "d3"};

    private static RingTestContext ringOfThree() {
        RingTestContext context = new RingTestContext(3).startAll();
        assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 4000)).isTrue();
        return context;
    }

    // ---- A SAFE message ------------------------------------------------------------------------------------------

    @Test
    void safeMessageOnAnIdleRing() throws IOException {
        try (RingTestContext context = ringOfThree()) {
            for (int number = 1; number <= 10; number++) {
                context.node(0).submit(PacketType.AGREED, number);
            }
            context.runMillis(100);
            context.record();
            long startNs = context.nowNs();
            context.node(1).submit(PacketType.SAFE, 11);
            StringBuilder text = new StringBuilder("| µs | from -> to | what | seq | aru | set by | flow control "
                    + "| ARQ/RETRANS | sender's aru then | |\n|---|---|---|---|---|---|---|---|---|---|\n");
            int shown = 0;
            for (int step = 0; step < 40; step++) {
                boolean[] had = delivered(context);
                context.runUntil(startNs + step * STEP_NS);
                boolean[] has = delivered(context);
                List<Datagram> sent = context.sent();
                for (; shown < sent.size(); shown++) {
                    row(text, sent.get(shown), context, startNs, had, has);
                }
            }
            assertThat(context.node(0).numbers()).endsWith(11);
            assertThat(context.node(0).numbers()).isEqualTo(context.node(2).numbers());
            GeneratedText.checkPart("ring.md", "safe-message", text.toString());
        }
    }

    private static boolean[] delivered(RingTestContext context) {
        boolean[] delivered = new boolean[3];
        for (int i = 0; i < 3; i++) {
            delivered[i] = context.node(i).numbers().contains(11);
        }
        return delivered;
    }

    private static void row(
            StringBuilder text,
            Datagram datagram,
            RingTestContext context,
            long startNs,
            boolean[] had,
            boolean[] has) {
        int from = datagram.from();
        if (datagram.segment() && datagram.to() != from) {
            return; // one datagram for all
        }
        String fields = " | | | | |";
        String what = "HURRY";
        ByteBuf bytes = Unpooled.wrappedBuffer(datagram.bytes());
        if (datagram.token()) {
            Token token = new Token();
            token.wrap(bytes, 0, bytes.readableBytes());
            String setBy = NAMES[context.topology(0).indexOfId(token.aruLastId())];
            what = "token";
            fields = " %d | %d | %s | %d | %d/%d |"
                    .formatted(token.seq(), token.aru(), setBy, token.flowControl(), token.arq(), token.retrans());
        } else if (datagram.has(PacketType.DATA_MASK)) {
            DataPacket packet = new DataPacket();
            packet.wrap(bytes, 0, bytes.readableBytes());
            what = "SAFE packet";
            fields = " %d | | | | |".formatted(packet.seq());
        }
        boolean last = datagram.token();
        String stable = last ? " " + context.node(from).core.ring().history().aru() : "";
        String effect = last && has[from] && !had[from] ? " " + NAMES[from] + " delivers" : "";
        text.append("| %d | %s -> %s | %s |%s%s |%s |\n"
                .formatted(
                        (datagram.sentNs() - startNs) / 1000,
                        NAMES[from],
                        datagram.segment() ? "segment" : NAMES[datagram.to()],
                        what,
                        fields,
                        stable,
                        effect));
    }

    // ---- Holes ---------------------------------------------------------------------------------------------------

    @Test
    void holes() throws IOException {
        try (RingTestContext context = ringOfThree()) {
            context.runMillis(50);
            // Large packets of d3 reach nobody.
            context.conditions(
                    d -> !d.token() && d.has(PacketType.DATA_MASK) && d.from() == 2 && d.bytes().length > 1000
                            ? -1
                            : RingTestContext.normalDelayNs());
            int[][] messages = {{0, 100}, {2, 100}, {2, 1300}, {0, 100}, {2, 100}, {0, 100}, {2, 1300}, {1, 100}};
            int number = 0;
            for (int[] message : messages) {
                number++;
                int service = number == 6 ? PacketType.SAFE : PacketType.FIFO;
                context.node(message[0]).submit(service, number, message[1]);
                context.runMillis(2);
            }
            context.kill(2);
            context.record();
            assertThat(context.runUntil(() -> context.isRing(0, 1), 6000)).isTrue();
            StringBuilder text = new StringBuilder();
            text.append(entry(context)).append('\n');
            text.append("| Packet | of | service | at d1 and d2 | delivered |\n|---|---|---|---|---|\n");
            for (int seq = 1; seq <= number; seq++) {
                boolean lost = messages[seq - 1][1] > 1000;
                text.append("| %d | %s | %s | %s | %s |\n"
                        .formatted(
                                seq,
                                NAMES[messages[seq - 1][0]],
                                seq == 6 ? "SAFE" : "FIFO",
                                lost ? "hole" : "there",
                                place(context.node(0), seq)));
            }
            String story = context.node(0).story().substring(3);
            text.append("\nWhat d1 and d2 hand up (T and R with the members, m with the number): `")
                    .append(story)
                    .append("`.\n");
            assertThat(context.node(1).story().substring(3)).isEqualTo(story);
            assertThat(context.node(0).count(CounterId.PACKETS_LOST_IN_HOLES)).isEqualTo(1);
            GeneratedText.checkPart("evs.md", "holes", text.toString());
        }
    }

    /** Entry of the old ring on form2 as its last reader got it. */
    private static String entry(RingTestContext context) {
        Form2Token form = new Form2Token();
        for (Datagram datagram : context.sent()) {
            if (datagram.token() && datagram.has(PacketType.FORM2)) {
                ByteBuf bytes = Unpooled.wrappedBuffer(datagram.bytes());
                form.wrap(bytes, 0, bytes.readableBytes());
            }
        }
        RingInfo info = form.rings().get(0);
        List<String> commit = new ArrayList<>();
        for (int id : info.commitIds()) {
            commit.add(NAMES[context.topology(0).indexOfId(id)]);
        }
        List<String> holes = new ArrayList<>();
        for (int hole : info.holes()) {
            holes.add(Integer.toString(hole));
        }
        return String.format(
                Locale.ROOT,
                "Agreed on form2: aru %d, highest seq %d, holes %s, %d transitional members, commit set %s; goal %d.\n",
                info.aru(),
                info.highestSeq(),
                String.join(" ", holes),
                info.numTrans(),
                String.join(" ", commit),
                form.seq());
    }

    private static String place(TestNode node, int number) {
        boolean behind = false;
        for (TestNode.Event event : node.events.subList(2, node.events.size())) {
            if (event instanceof TestNode.Trans) {
                behind = true;
            } else if (event instanceof TestNode.Message message && message.number() == number) {
                return behind ? "behind TRANS" : "before TRANS";
            }
        }
        return "no";
    }
}
