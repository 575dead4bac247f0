package org.ringcast.daemon.core;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.MembershipScene.Start;
import org.ringcast.daemon.core.RingTestContext.Datagram;
import org.ringcast.daemon.core.membership.StateId;
import org.ringcast.daemon.wire.JoinPacket;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.ReferPacket;
import org.ringcast.daemon.wire.RepType;

/** Every state of the membership with every event: docs/protocol/membership-table.md is printed from the machine. */
final class MembershipTableTest {
    private static final long ALIVE_MS = 250;
    private static final String REMEMBERED = "remembered";

    /**
     * Something that happens to a daemon.
     *
     * @param before what leads to it; false: it cannot happen in this state
     */
    private record Event(String name, Predicate<MembershipScene> before, Consumer<MembershipScene> act) {
        static Event of(String name, Consumer<MembershipScene> act) {
            return new Event(name, scene -> true, act);
        }

        static Event timer(String name, TimerKind kind) {
            return new Event(name, scene -> scene.prepare(kind), scene -> scene.fire(kind));
        }

        static Event timer(String name, TimerKind kind, Consumer<MembershipScene> before) {
            return new Event(
                    name,
                    scene -> {
                        boolean armed = scene.timers().isArmed(kind);
                        before.accept(scene);
                        return scene.prepare(kind) && armed;
                    },
                    scene -> scene.fire(kind));
        }
    }

    /** What became of an event. */
    private record Effect(boolean isPossible, String state, String reason, String sent, String timers, String counted) {
        static final Effect IMPOSSIBLE = new Effect(false, "", "", "", "", "");

        boolean isNothing() {
            boolean kept = counted.startsWith("stored") || counted.equals(REMEMBERED);
            return state.isEmpty() && sent.isEmpty() && timers.isEmpty() && !kept;
        }
    }

    private static final List<Event> EVENTS = List.of(
            Event.of("ALIVE of a member", MembershipScene::aliveOfMember),
            again("ALIVE of a member, 250 ms after another", MembershipScene::aliveOfMember),
            Event.of("ALIVE of a stranger of the segment", MembershipScene::aliveOfStranger),
            Event.of("JOIN of a member, SEG_REP", MembershipScene::joinOfMember),
            again("JOIN of a member, 250 ms after another", MembershipScene::joinOfMember),
            elsewhere("JOIN of a member of another segment, 250 ms after another", true, RepType.SEG_REP),
            Event.of("JOIN of a stranger of the segment, SEG_REP", scene -> scene.joinOfStranger(RepType.SEG_REP)),
            Event.of("JOIN of a stranger of the segment, RING_REP", scene -> scene.joinOfStranger(RepType.RING_REP)),
            elsewhere("JOIN of a stranger of another segment, SEG_REP", false, RepType.SEG_REP),
            elsewhere("JOIN of a stranger of another segment, RING_REP", false, RepType.RING_REP),
            Event.of("REFER to a stranger", MembershipScene::refer),
            Event.of("data of the own ring", MembershipScene::dataOfOwnRing),
            new Event(
                    "data of the own ring, a copy",
                    scene -> {
                        scene.dataOfOwnRing();
                        return true;
                    },
                    MembershipScene::dataOfOwnRing),
            Event.of("data of another ring, from a stranger", MembershipScene::foreignDataOfStranger),
            Event.of("data of another ring, from a member", MembershipScene::foreignDataOfMember),
            Event.of("form1, my turn as member", MembershipScene::form1AsMember),
            Event.of("form1, my turn as SEG_REP", scene -> scene.form1AsRepresentative(RepType.SEG_REP)),
            Event.of("form1, my turn as RING_REP", scene -> scene.form1AsRepresentative(RepType.RING_REP)),
            Event.of("form1, somebody else's turn", MembershipScene::form1OfOthers),
            Event.of("form1 of long ago", scene -> scene.oldForm(PacketType.FORM1)),
            Event.of("form2, the last one that was for me", scene -> scene.oldForm(PacketType.FORM2)),
            Event.of("form2 of another attempt", MembershipScene::form2OfAnotherAttempt),
            Event.of("token, the next", MembershipScene::nextToken),
            Event.of("token, a copy of the last", scene -> scene.copyOfToken(0)),
            Event.of("token, a copy of the last with more RETRANS", scene -> scene.copyOfToken(2)),
            Event.of("token of an earlier round", MembershipScene::outdatedToken),
            Event.of("token of another ring", MembershipScene::tokenOfAnotherRing),
            Event.of("token not from the previous member", MembershipScene::tokenOfAnotherSender),
            Event.of("token with seq above 2^30", MembershipScene::tokenWithHighSeq),
            Event.of("HURRY of a member", MembershipScene::hurry),
            Event.timer("Token or Form timer", TimerKind.TOKEN),
            Event.timer("Hurry timer", TimerKind.HURRY),
            Event.timer("Alive timer", TimerKind.ALIVE),
            Event.timer("Seg timer, nobody heard", TimerKind.SEG),
            Event.timer("Seg timer, a smaller daemon heard", TimerKind.SEG, MembershipScene::aliveOfMember),
            Event.timer("Rep timer", TimerKind.REP),
            Event.timer("Join timer", TimerKind.JOIN),
            Event.timer("Gather timer, nobody heard", TimerKind.GATHER),
            Event.timer(
                    "Gather timer, a smaller representative heard",
                    TimerKind.GATHER,
                    MembershipScene::smallerRepresentative),
            Event.timer(
                    "Gather timer, a larger representative heard",
                    TimerKind.GATHER,
                    MembershipScene::largerRepresentative),
            Event.timer("Lookup timer", TimerKind.LOOKUP),
            Event.of("upper layer: form the ring anew", scene -> scene.giveUp(false)),
            Event.of("upper layer: leave the ring", scene -> scene.giveUp(true)));

    private static Event again(String name, Consumer<MembershipScene> act) {
        return new Event(
                name,
                scene -> {
                    int state = scene.node.core.membershipState();
                    act.accept(scene);
                    scene.context.runMillis(ALIVE_MS);
                    return scene.node.core.membershipState() == state;
                },
                act);
    }

    private static Event elsewhere(String name, boolean member, RepType type) {
        return new Event(
                name,
                scene -> {
                    if (!member) {
                        return !scene.isOneSegment();
                    }
                    boolean possible = scene.joinFromElsewhere(true, type);
                    scene.context.runMillis(ALIVE_MS);
                    return possible;
                },
                scene -> scene.joinFromElsewhere(member, type));
    }

    @Test
    void everyStateWithEveryEvent() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (boolean several : new boolean[] {false, true}) {
            page.append(several ? SEVERAL : ONE);
            Map<Start, List<Effect>> effects = new LinkedHashMap<>();
            for (Start start : Start.values()) {
                effects.put(start, effects(several, start));
            }
            overview(page, effects);
            for (Start start : Start.values()) {
                details(page, start, effects.get(start));
            }
        }
        GeneratedText.checkPage("membership-table.md", page.toString());
    }

    private static List<Effect> effects(boolean several, Start start) {
        List<Effect> effects = new ArrayList<>();
        for (Event event : EVENTS) {
            try (MembershipScene scene = new MembershipScene(several, start)) {
                effects.add(event.before().test(scene) ? effect(scene, event) : Effect.IMPOSSIBLE);
            }
        }
        return effects;
    }

    // ---- What can be seen ----------------------------------------------------------------------------------------

    private static Effect effect(MembershipScene scene, Event event) {
        boolean isTimer = event.name().contains("timer");
        String known = isTimer ? "" : scene.known();
        int states = scene.node.states.size();
        int sent = scene.context.sent().size();
        long[] deadlines = deadlines(scene.timers());
        long[] counts = counts(scene.node);
        event.act().accept(scene);
        List<String> changes = scene.node.states.subList(states, scene.node.states.size());
        String state = "";
        String reason = "";
        for (String change : changes) {
            String[] words = change.split(" ", -1);
            String to = stateName(words[1].charAt(words[1].length() - 1) - '0');
            state += (state.isEmpty() ? "" : ", then ") + to;
            reason += (reason.isEmpty() ? "" : ", then ") + words[2];
        }
        String sentText =
                sent(scene.context.sent().subList(sent, scene.context.sent().size()), scene);
        String timers = timers(deadlines, deadlines(scene.timers()));
        String counted = counted(counts, counts(scene.node));
        boolean learnt = !isTimer && changes.isEmpty() && !scene.known().equals(known);
        return new Effect(true, state, reason, sentText, timers, learnt ? REMEMBERED : counted);
    }

    private static String stateName(int number) {
        return Arrays.stream(StateId.values())
                .filter(state -> state.number() == number)
                .findAny()
                .orElseThrow()
                .name();
    }

    private static long[] deadlines(Timers timers) {
        return Arrays.stream(TimerKind.values()).mapToLong(timers::deadlineNs).toArray();
    }

    private static long[] counts(TestNode node) {
        return Arrays.stream(CounterId.values()).mapToLong(node::count).toArray();
    }

    private static String timers(long[] before, long[] after) {
        List<String> armed = new ArrayList<>();
        List<String> stopped = new ArrayList<>();
        for (TimerKind kind : TimerKind.values()) {
            boolean ofMembership = kind != TimerKind.DELIVER && kind != TimerKind.GIVE_UP;
            int i = List.of(TimerKind.values()).indexOf(kind);
            if (ofMembership && before[i] != after[i]) {
                String name = kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT);
                (after[i] == Long.MAX_VALUE ? stopped : armed).add(name);
            }
        }
        String text = armed.isEmpty() ? "" : "arms " + String.join(", ", armed);
        return stopped.isEmpty() ? text : text + (armed.isEmpty() ? "" : "; ") + "stops " + String.join(", ", stopped);
    }

    private static String counted(long[] before, long[] after) {
        List<String> changed = new ArrayList<>();
        for (CounterId id : CounterId.values()) {
            int i = List.of(CounterId.values()).indexOf(id);
            boolean refusal = id.compareTo(CounterId.DROP_SHORT) >= 0;
            if (before[i] == after[i]) {
                continue;
            }
            if (id == CounterId.PACKETS_RECEIVED) {
                changed.add("stored");
            } else if (id == CounterId.PACKETS_DELIVERED) {
                changed.add("delivered");
            } else if (id == CounterId.TOKENS_PROCESSED) {
                changed.add("processed");
            } else if (refusal) {
                changed.add("`" + id.key() + "`");
            }
        }
        return String.join(", ", changed);
    }

    private static String sent(List<Datagram> datagrams, MembershipScene scene) {
        Map<String, Integer> texts = new LinkedHashMap<>();
        for (Datagram datagram : datagrams) {
            boolean repeated = datagram.segment() && datagram.to() != 0;
            if (!repeated) {
                texts.merge(text(datagram, scene), 1, Integer::sum);
            }
        }
        List<String> parts = new ArrayList<>();
        texts.forEach((text, times) -> parts.add(times == 1 ? text : text + " (" + times + " times)"));
        return String.join(", ", parts);
    }

    private static String text(Datagram datagram, MembershipScene scene) {
        ByteBuf bytes = Unpooled.wrappedBuffer(datagram.bytes());
        int length = bytes.readableBytes();
        PacketKind kind =
                datagram.token() ? PacketKind.onTokenPort(bytes, 0, length) : PacketKind.onDataPort(bytes, 0, length);
        String what = kind == PacketKind.TOKEN ? "token" : kind == PacketKind.DATA ? "packet" : kind.name();
        if (kind == PacketKind.JOIN) {
            JoinPacket join = new JoinPacket();
            join.wrap(bytes, 0, length);
            what = "JOIN as " + join.reps().get(0).type();
        } else if (kind == PacketKind.REFER) {
            ReferPacket refer = new ReferPacket();
            refer.wrap(bytes, 0, length);
            int daemon = scene.context.topology(0).indexOfId(refer.referredId());
            what = "REFER naming d" + (daemon + 1) + " as " + refer.referredType();
        }
        String to = datagram.to() == datagram.from() ? "itself" : "d" + (datagram.to() + 1);
        return what + " to " + (datagram.segment() ? "the segment" : to);
    }

    // ---- The page ------------------------------------------------------------------------------------------------

    private static void overview(StringBuilder page, Map<Start, List<Effect>> effects) {
        page.append("| Event |");
        effects.keySet().forEach(start -> page.append(' ').append(start.title).append(" |"));
        page.append("\n|---|").append("---|".repeat(effects.size())).append('\n');
        for (int i = 0; i < EVENTS.size(); i++) {
            int row = i;
            boolean possible =
                    effects.values().stream().anyMatch(column -> column.get(row).isPossible());
            if (possible) {
                page.append("| ").append(EVENTS.get(i).name()).append(" |");
                effects.values().forEach(column -> page.append(cell(column.get(row))));
                page.append('\n');
            }
        }
        page.append('\n');
    }

    private static String cell(Effect effect) {
        if (!effect.isPossible()) {
            return " |";
        }
        return " " + (!effect.state().isEmpty() ? effect.state() : effect.isNothing() ? "-" : "stays") + " |";
    }

    private static void details(StringBuilder page, Start start, List<Effect> effects) {
        page.append("### ").append(start.title).append("\n\n");
        page.append("| Event | Next state | Reason | Sends | Timers | |\n|---|---|---|---|---|---|\n");
        List<String> nothing = new ArrayList<>();
        for (int i = 0; i < EVENTS.size(); i++) {
            Effect effect = effects.get(i);
            String name = EVENTS.get(i).name();
            if (!effect.isPossible()) {
                continue;
            }
            if (effect.isNothing()) {
                nothing.add("- " + name + (effect.counted().isEmpty() ? "" : ": " + effect.counted()) + "\n");
                continue;
            }
            List<String> cells = List.of(
                    name,
                    effect.state().isEmpty() ? "stays" : effect.state(),
                    effect.reason(),
                    effect.sent(),
                    effect.timers(),
                    effect.counted());
            page.append('|');
            cells.forEach(cell -> page.append(cell.isEmpty() ? " |" : " " + cell + " |"));
            page.append('\n');
        }
        page.append("\nIgnored, at most counted:\n\n");
        nothing.forEach(page::append);
        page.append('\n');
    }

    private static final String HEAD = """
            # Membership: every state with every event

            Printed by `MembershipTableTest` from the machine itself; after a change that is meant run it with `-Dgolden.update=true`. What the states
            and packets are for is told in [membership.md](membership.md).

            Each row is one event done to one daemon that real traffic has brought into the state; all others are silent. Its ring, or the one that it
            has lost, has three members; *stranger* means a daemon that is not in it. The ring is idle: its leader holds the token. In the
            overviews "stays" means that something is done without a change of state, "-" that nothing is, and an empty cell that it cannot
            happen (that timer is not armed). The last column of the detailed tables has what became of a packet or token, and counters;
            "remembered" means that the next ALIVE or JOIN says more, or goes to more. The timer called Token is that of FORM as well.

            """;

    private static final String ONE = """
            ## One segment

            Daemons d1, d2, d3 form the ring, d4 is the stranger. d1 is the daemon in question where it is the leader, else d2.

            """;

    private static final String SEVERAL = """
            ## Two segments

            Daemons d1, d2, d3 in the first segment, d4, d5 in the second; d1, d2, d4 form the ring, d3 and d5 are strangers. d1 is the daemon in question
            where it is the leader, else d2. Timers are those of wide-area networks.

            """;
}
