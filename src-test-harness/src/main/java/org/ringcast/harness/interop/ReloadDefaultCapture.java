package org.ringcast.harness.interop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file without an AcceleratedRing line is read again: daemons of Spread then change the ring protocol, and with it the hash of
 * their configuration, although nothing of it changed in the file. Whoever does not would be left alone.
 */
final class ReloadDefaultCapture extends CaptureScenario {
    private static final Pattern HASH = Pattern.compile("Hash value for this configuration is: (\\d+)");
    private static final String OPTION = "AcceleratedRing";

    ReloadDefaultCapture(String name, int level) {
        super(name, Layout.ONE_SEGMENT, level);
    }

    @Override
    public String description() {
        return "as reload, with a file that has no AcceleratedRing line: all have one hash before, and another one after";
    }

    @Override
    String ofSpreadAlone() {
        return "has another hash after each reload, with the same file too";
    }

    @Override
    public boolean expects(RingPlan plan, String fault) {
        // Daemons read the file one after the other.
        return fault.contains("from different spread configuration");
    }

    @Override
    public void run(Trial trial) throws Exception {
        Site site = trial.site();
        startWithout(site);
        trial.joinEverywhere();
        List<String> hashes = new ArrayList<>(List.of(hash(site)));
        // The monitor does not change the protocol: with the same file daemons of level 5 would ignore it from now on.
        ReloadScenario.addAndRemove(trial, file -> OPTION + " = true\n" + file, () -> hashes.add(hash(site)));
        mustHaveSurvived(site);
        if (Set.copyOf(hashes).size() < hashes.size()) {
            throw new AssertionError("not each reload changed the hash: " + hashes);
        }
        trial.remark("hash " + hashes.get(0) + ", then " + hashes.get(2));
    }

    private static void startWithout(Site site) throws IOException {
        site.nodes().forEach(Node::stop);
        StringBuilder text = new StringBuilder();
        site.configuration()
                .lines()
                .filter(line -> !line.startsWith(OPTION))
                .forEach(line -> text.append(line).append('\n'));
        site.changeConfiguration(text.toString());
        for (Node node : site.nodes()) {
            node.start(site.configuration());
        }
        site.awaitStart();
    }

    /** The one that all daemons printed last. */
    private static String hash(Site site) {
        Set<String> last = new LinkedHashSet<>();
        for (Node node : site.nodes()) {
            String found = "none";
            for (String line : node.log()) {
                Matcher matcher = HASH.matcher(line);
                if (matcher.find()) {
                    found = matcher.group(1);
                }
            }
            last.add(found);
        }
        if (last.size() != 1) {
            throw new AssertionError("different hashes: " + last);
        }
        return last.iterator().next();
    }
}
