package org.ringcast.harness.load;

import java.util.ArrayList;
import java.util.List;

/**
 * Rings that are measured in turn with the same loads; one table.
 *
 * @param name names it in the file of results and on the command line
 * @param title above its table
 * @param receivers at each daemon
 * @param rings all of the same size
 * @param ratios pairs of rings, by index, whose ratio has a column
 * @param rounds how often each ring is started and measured
 */
record RingPart(
        String name,
        String title,
        int receivers,
        List<Ring> rings,
        List<RingPart.Ratio> ratios,
        List<RingCell> cells,
        int rounds) {
    /** A column: what the one ring does, divided by what the other does. */
    record Ratio(int of, int to) {}

    private static final List<String> ORDERED = List.of("agreed", "safe");
    private static final List<String> ALL_SERVICES = List.of("agreed", "safe", "fifo");
    private static final List<String> RATES = List.of("1000x1000", "5000x1350");
    private static final List<Integer> SMALLER = List.of(100, 1350, 16_000);

    int daemons() {
        return rings.get(0).starters().size();
    }

    /** The same with fewer rounds. */
    RingPart atMost(int mostRounds) {
        return new RingPart(name, title, receivers, rings, ratios, cells, Math.min(rounds, mostRounds));
    }

    /** The ratio of the first ring to each of the others. */
    static List<Ratio> firstToOthers(int rings) {
        List<Ratio> ratios = new ArrayList<>();
        for (int i = 1; i < rings; i++) {
            ratios.add(new Ratio(0, i));
        }
        return ratios;
    }

    private static List<RingCell> closed(List<String> services, List<Integer> sizes, int window) {
        return RingCell.closed(services, sizes, List.of(window), RingCell.LARGE_WINDOW);
    }

    private static List<RingCell> both(List<RingCell> some, List<RingCell> more) {
        List<RingCell> cells = new ArrayList<>(some);
        cells.addAll(more);
        return cells;
    }

    private static RingPart pair(
            String name,
            String title,
            int daemons,
            int receivers,
            RingSubject.Starter ours,
            RingSubject.Starter spread5,
            List<RingCell> cells,
            int rounds) {
        List<Ring> rings = new ArrayList<>(List.of(Ring.ours("Ringcast", ours, daemons)));
        if (spread5 != null) {
            rings.add(Ring.reference("Spread 5", spread5, daemons));
        }
        return new RingPart(name, title, receivers, rings, firstToOthers(rings.size()), cells, rounds);
    }

    /**
     * The whole matrix.
     *
     * @param spread5 null: not installed
     * @param spread4 null: not installed
     */
    static List<RingPart> matrix(RingSubject.Starter ours, RingSubject.Starter spread5, RingSubject.Starter spread4) {
        List<RingPart> parts = new ArrayList<>();
        List<RingCell> targets = both(closed(ALL_SERVICES, RingCell.ALL_SIZES, 40), RingCell.open(ORDERED, RATES));
        parts.add(pair("targets", "Three daemons, window 40 and fixed rates", 3, 1, ours, spread5, targets, 3));
        List<RingCell> wide = closed(ORDERED, SMALLER, 200);
        parts.add(pair("windows", "Three daemons, window 200", 3, 1, ours, spread5, wide, 2));
        List<RingCell> small = closed(ORDERED, SMALLER, 40);
        parts.add(pair("receivers", "Three daemons, ten receivers at each", 3, 10, ours, spread5, small, 1));
        parts.add(pair("local", "One daemon, ten receivers", 1, 10, ours, spread5, small, 2));
        List<RingCell> sizes = closed(ORDERED, RingCell.ALL_SIZES, 40);
        parts.add(pair("one", "One daemon", 1, 1, ours, spread5, sizes, 1));
        parts.add(pair("five", "Five daemons", 5, 1, ours, spread5, sizes, 1));
        if (spread5 != null) {
            parts.add(variants(ours, spread5, spread4, sizes));
            parts.add(mixed(ours, spread5, both(small, RingCell.open(ORDERED, List.of("1000x1000")))));
        }
        return parts;
    }

    private static RingPart variants(
            RingSubject.Starter ours, RingSubject.Starter spread5, RingSubject.Starter spread4, List<RingCell> sizes) {
        Ring plain = Ring.ours("Ringcast", ours, 3);
        Ring reference = Ring.reference("Spread 5", spread5, 3);
        List<Ring> rings = new ArrayList<>(List.of(plain, plain.accelerated(), reference, reference.accelerated()));
        List<Ratio> ratios = new ArrayList<>(List.of(new Ratio(0, 2), new Ratio(1, 3)));
        if (spread4 != null) {
            rings.add(Ring.reference("Spread 4", spread4, 3));
            ratios.add(new Ratio(0, 4));
        }
        List<RingCell> cells = both(sizes, RingCell.open(List.of("agreed"), List.of("1000x1000")));
        return new RingPart("variants", "Three daemons, all protocols and versions", 1, rings, ratios, cells, 1);
    }

    private static RingPart mixed(RingSubject.Starter ours, RingSubject.Starter spread5, List<RingCell> cells) {
        List<Ring> rings = List.of(
                Ring.mixed("1 Ringcast, 2 Spread 5", ours, 1, spread5, 2),
                Ring.mixed("2 Ringcast, 1 Spread 5", ours, 2, spread5, 1),
                Ring.reference("3 Spread 5", spread5, 3));
        List<Ratio> ratios = List.of(new Ratio(0, 2), new Ratio(1, 2));
        return new RingPart("mixed", "Mixed rings beside a ring of Spread 5", 1, rings, ratios, cells, 2);
    }
}
