package org.ringcast.harness.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.ringcast.harness.process.CapturedProcess;
import org.ringcast.harness.process.DaemonProcess;

/**
 * A ring of Spread daemons becomes one of Ringcast daemons and then one of Spread daemons again, one machine at a time, as
 * docs/migration.md says, with its checks before the first and after each step.
 */
final class MigrationScenario implements Scenario {
    private static final int TALK_MESSAGES = 60;
    private static final Pattern HASH = Pattern.compile("(?i)hash[^0-9]*(\\d+)");

    @Override
    public String name() {
        return "migrate";
    }

    @Override
    public String description() {
        return "the daemons are stopped in order and replaced by Ringcast, one at a time, under traffic; then back to Spread."
                + " The file is checked before; after each step all are in one ring, spmonitor shows it, and all clients agree";
    }

    @Override
    public boolean appliesTo(RingPlan plan) {
        return plan.letters().equals("SSS") && plan.layout().needsNamespaces();
    }

    @Override
    public boolean needsFreshRing() {
        return true;
    }

    @Override
    public void run(Trial trial) throws Exception {
        Site site = trial.site();
        trial.joinEverywhere();
        checkFile(site);
        for (Kind kind : List.of(Kind.OURS, Kind.REFERENCE)) {
            for (int daemon = 0; daemon < site.plan().size(); daemon++) {
                replace(trial, daemon, kind);
            }
        }
        trial.remark("6 steps");
    }

    /** Before the first step: the file is good, and means the same hash as to the daemons that run. */
    private static void checkFile(Site site) throws IOException {
        Path file = Files.writeString(site.folder().resolve("migration.conf"), site.configuration());
        CapturedProcess check =
                DaemonProcess.launch(site.folder(), site.launcher(0), "--check-config", file.toString(), "--strict");
        int status = check.awaitExit(Site.PATIENCE);
        if (status != 0) {
            throw new AssertionError("--check-config ends with " + status + ": " + check.output());
        }
        Set<String> hashes = new LinkedHashSet<>(hashes(check.output()));
        for (Node node : site.nodes()) {
            List<String> running = hashes(node.log());
            if (running.stream().noneMatch(hashes::contains)) {
                throw new AssertionError("hash of " + node.name() + " " + running + " is not in " + hashes);
            }
        }
    }

    private static List<String> hashes(List<String> lines) {
        List<String> found = new ArrayList<>();
        for (String line : lines) {
            var matcher = HASH.matcher(line);
            if (matcher.find()) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }

    private static void replace(Trial trial, int daemon, Kind kind) throws Exception {
        Site site = trial.site();
        Node node = site.node(daemon);
        try (Chatter chatter = Chatter.of(trial)) {
            trial.awaitTalk(site.up(), TALK_MESSAGES);
            node.stop();
            site.awaitRing();
            trial.awaitViews(site.up());
            node.replace(kind);
            node.start(site.configuration());
            site.awaitStart();
            // A client whose daemon was stopped connects anew, and joins anew.
            trial.join(daemon);
            trial.awaitViews(site.up());
            trial.awaitTalk(site.up(), TALK_MESSAGES);
            Set<String> sent = chatter.stop(trial);
            if (sent.isEmpty()) {
                throw new AssertionError("nobody talked");
            }
        }
        trial.exchange(site.up());
        try (Monitor monitor = new Monitor(site)) {
            monitor.awaitStatusOfAll();
        }
    }
}
