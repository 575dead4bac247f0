package org.ringcast.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.ringcast.daemon.config.Daemon;
import org.ringcast.daemon.wire.StatusReply.Field;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Changes flow control windows. */
@Command(
        name = "flow",
        description = {
            "Changes flow control windows until the daemons are restarted or reload their configuration.",
            "Exit status: 0 all daemons that answer have the windows, 1 they have not, 3 refused."
        })
final class FlowCommand extends MonitorCommand {
    @Option(names = "--window", paramLabel = "PACKETS", description = "Window of the ring, 1 to 32767.")
    private Integer window;

    @Option(
            names = "--personal",
            paramLabel = "[DAEMON=]PACKETS",
            description = "Personal window of one daemon or of all, 1 to 32767. May be repeated.")
    private List<String> personal = new ArrayList<>();

    @Option(
            names = "--accelerated",
            paramLabel = "[DAEMON=]PACKETS",
            description = "Accelerated window of one daemon or of all, 0 to 32767. May be repeated.")
    private List<String> accelerated = new ArrayList<>();

    @Option(names = "--force", description = "Send it even if the configuration does not say DangerousMonitor = true.")
    private boolean force;

    private Windows windows;

    @Override
    void prepare(MonitorSite site) throws ArgumentException {
        windows = Windows.unchanged(site.daemonCount());
        if (window == null && personal.isEmpty() && accelerated.isEmpty()) {
            throw new ArgumentException("flow takes --window, --personal or --accelerated");
        }
        if (window != null) {
            windows.setRing(inRange(OptionalInt.of(window), 1, "--window " + window));
        }
        for (String word : personal) {
            int packets = inRange(number(word), 1, "--personal " + word);
            for (Daemon daemon : target(site, word)) {
                windows.setPersonal(daemon.index(), packets);
            }
        }
        for (String word : accelerated) {
            int packets = inRange(number(word), 0, "--accelerated " + word);
            for (Daemon daemon : target(site, word)) {
                windows.setAccelerated(daemon.index(), packets);
            }
        }
    }

    private static OptionalInt number(String word) {
        return ScannedNumber.of(word.substring(word.indexOf('=') + 1));
    }

    private static List<Daemon> target(MonitorSite site, String word) throws ArgumentException {
        int equals = word.indexOf('=');
        return equals < 0 ? site.daemons() : List.of(daemon(site, word.substring(0, equals)));
    }

    private static int inRange(OptionalInt packets, int least, String what) throws ArgumentException {
        if (packets.isEmpty() || packets.getAsInt() < least || packets.getAsInt() > Short.MAX_VALUE) {
            throw new ArgumentException("Not a window from " + least + " to " + Short.MAX_VALUE + ": " + what);
        }
        return packets.getAsInt();
    }

    @Override
    int run(MonitorClient client) throws InterruptedException {
        MonitorSite site = client.site();
        if (!isDangerAllowed(site, force)) {
            return SpMonitor.REFUSED;
        }
        client.sendTwice(client.requests().flowControl(windows), site.daemons());
        Map<Integer, DaemonStatus> answers =
                client.status(site.daemons(), arguments().waitMs(ANSWER_MS));
        List<Daemon> without = site.daemons().stream()
                .filter(d -> answers.containsKey(d.index()) && !has(answers.get(d.index()), d.index()))
                .toList();
        List<Daemon> silent = site.daemons().stream()
                .filter(d -> !answers.containsKey(d.index()))
                .toList();
        if (!without.isEmpty()) {
            return fail(whyNot(names(without)), SpMonitor.FAILED);
        }
        if (answers.isEmpty()) {
            return fail("No daemon answers.", SpMonitor.FAILED);
        }
        return succeed(
                "The windows are in force" + (silent.isEmpty() ? "." : "; no answer from " + names(silent) + "."));
    }

    private boolean has(DaemonStatus status, int daemon) {
        return is(windows.ring(), status.get(Field.WINDOW))
                && is(windows.personal(daemon), status.get(Field.PERSONAL_WINDOW))
                && is(windows.accelerated(daemon), status.get(Field.ACCELERATED_WINDOW));
    }

    private static boolean is(int wanted, int actual) {
        return wanted == Windows.UNCHANGED || wanted == actual;
    }
}
