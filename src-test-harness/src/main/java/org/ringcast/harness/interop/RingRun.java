package org.ringcast.harness.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One row of the matrix: a ring, and the scenarios with it one after the other. A scenario that fails may leave a ring that does
 * not work: the next one gets a fresh ring.
 */
final class RingRun {
    private static final int MAX_LINES = 6;
    private static final int MAX_LENGTH = 400;
    /** So many rings that did not form are enough to know it of the rest. */
    private static final int MAX_FAILED_STARTS = 2;

    private final RingPlan plan;
    private final Installs installs;
    private final int port;
    private final Path folder;
    private int failedStarts;
    private Site site;
    private int sites;

    RingRun(RingPlan plan, Installs installs, int port, Path folder) {
        this.plan = plan;
        this.installs = installs;
        this.port = port;
        this.folder = folder;
    }

    /** Does the scenarios that apply, and hands over each result when it is known. */
    void run(List<Scenario> scenarios, Consumer<Cell> results) throws IOException {
        try {
            for (Scenario scenario : scenarios) {
                if (scenario.appliesTo(plan) && failedStarts < MAX_FAILED_STARTS) {
                    results.accept(attempt(scenario));
                }
            }
        } finally {
            closeSite();
        }
    }

    private Cell attempt(Scenario scenario) throws IOException {
        long start = System.nanoTime();
        List<String> faults = new ArrayList<>();
        String remark = "";
        try {
            if (scenario.needsFreshRing()) {
                closeSite();
            }
            if (site == null) {
                sites++;
                Path own = Files.createDirectories(folder.resolve(Integer.toString(sites)));
                site = Site.prepare(plan, installs, port, own);
                failedStarts++;
                site.start();
                failedStarts--;
            }
            try (Trial trial = new Trial(site)) {
                boolean ended = false;
                try {
                    scenario.run(trial);
                    ended = true;
                } finally {
                    remark = trial.remark();
                    trial.faults().stream()
                            .filter(fault -> !scenario.expects(plan, fault))
                            .forEach(faults::add);
                    if (!ended || !faults.isEmpty()) {
                        trial.saveClients(site.folder());
                    }
                }
            }
        } catch (Exception | AssertionError e) {
            faults.add(0, e instanceof AssertionError ? e.getMessage() : withPlace(e));
        }
        if (!scenario.leavesRing(plan)) {
            closeSite();
        }
        if (!faults.isEmpty()) {
            String where = scenario.name() + "-" + sites;
            closeSite();
            Files.writeString(folder.resolve(where + ".faults"), String.join("\n", faults) + "\n");
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Cell(plan, scenario.name(), seconds, remark, shortened(faults));
    }

    private static String withPlace(Throwable e) {
        return Stream.of(e.getStackTrace())
                .filter(at -> at.getClassName().startsWith("org.ringcast"))
                .findFirst()
                .map(at -> e + " at " + at)
                .orElse(e.toString());
    }

    private static List<String> shortened(List<String> faults) {
        return faults.stream()
                .distinct()
                .limit(MAX_LINES)
                .map(f -> f.length() > MAX_LENGTH ? f.substring(0, MAX_LENGTH) + "..." : f)
                .toList();
    }

    private void closeSite() throws IOException {
        if (site != null) {
            site.close();
            site = null;
        }
    }
}
