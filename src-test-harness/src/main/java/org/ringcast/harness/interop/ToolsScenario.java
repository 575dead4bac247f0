package org.ringcast.harness.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.harness.process.CapturedProcess;

/** Spread's own client program, and with it its C library, at every daemon. */
final class ToolsScenario implements Scenario {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Override
    public String name() {
        return "spuser";
    }

    @Override
    public String description() {
        return "Spread's spuser at every daemon joins a group and sends; all of them print the same messages in one order";
    }

    @Override
    public boolean appliesTo(RingPlan plan) {
        return plan.kinds().contains(Kind.REFERENCE) && !plan.ipv6();
    }

    @Override
    public void run(Trial trial) throws Exception {
        Site site = trial.site();
        List<CapturedProcess> users = new ArrayList<>();
        try {
            for (int daemon : site.up()) {
                users.add(site.reference()
                        .startTool(
                                site.folder(),
                                "spuser",
                                "-u",
                                "u" + daemon,
                                "-s",
                                site.port(daemon) + "@" + site.address(daemon)));
                users.get(daemon).awaitLine("connected to .* with private group", PATIENCE);
                users.get(daemon).send("j " + trial.group());
            }
            for (CapturedProcess user : users) {
                user.awaitLine(
                        "membership for group " + trial.group() + " with " + users.size() + " members", PATIENCE);
            }
            for (CapturedProcess user : users) {
                user.send("s " + trial.group());
                user.send("hello");
            }
            List<String> first = null;
            for (CapturedProcess user : users) {
                for (int i = 0; i < users.size(); i++) {
                    user.awaitLine("received SAFE message from #u" + i + "#d" + (i + 1), PATIENCE);
                }
                List<String> messages = user.output().stream()
                        .filter(line -> line.contains("received SAFE message"))
                        .limit(users.size())
                        .toList();
                first = first == null ? messages : first;
                if (!messages.equals(first)) {
                    throw new AssertionError("spuser printed " + messages + ", another one " + first);
                }
            }
        } finally {
            users.forEach(CapturedProcess::close);
        }
    }
}
