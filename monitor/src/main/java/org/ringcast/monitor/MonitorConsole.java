package org.ringcast.monitor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.ringcast.daemon.config.ConfigError;
import org.ringcast.daemon.config.Daemon;

/**
 * The dialogue of the interactive {@code spmonitor}. While a command asks for more, reports wait, but a partition that was sent
 * is renewed all the same: daemons forget it after a minute.
 */
final class MonitorConsole {
    private static final int MAX_LINE_BYTES = 4096;
    private static final long PARTITION_RENEWAL_NS = TimeUnit.SECONDS.toNanos(25);
    private static final long NEVER = Long.MAX_VALUE;
    private static final int MAX_WINDOW = Short.MAX_VALUE;

    private final MonitorOptions options;
    private final boolean compatible;
    private final MonitorInbox inbox;
    private final MonitorLink link;
    private final LineInput input;
    private final PrintStream out;

    private MonitorSite site;
    private MonitorRequests requests;
    private ReportPrinter reports;
    private boolean[] selected;
    private int[] partition;
    private int[] newPartition;
    private Windows windows;
    private Windows newWindows;
    private boolean windowsDefined;
    private long nextStatusNs = NEVER;
    private long nextPartitionNs = NEVER;
    private boolean ended;

    /** @param compatible do all as Spread's monitor does it, also what is better done in another way */
    MonitorConsole(
            MonitorOptions options,
            boolean compatible,
            MonitorSite site,
            MonitorLink link,
            MonitorInbox inbox,
            LineInput input,
            PrintStream out) {
        this.options = options;
        this.compatible = compatible;
        this.inbox = inbox;
        this.link = link;
        this.input = input;
        this.out = out;
        begin(site);
    }

    /** All that was selected and defined is forgotten. */
    private void begin(MonitorSite newSite) {
        site = newSite;
        link.setSite(newSite);
        requests = new MonitorRequests(newSite.sender(link.replyPort()), newSite.secret(), System::currentTimeMillis);
        reports = new ReportPrinter(newSite, compatible, out);
        int count = newSite.daemonCount();
        selected = new boolean[count];
        partition = new int[count];
        newPartition = new int[count];
        windows = new Windows(count);
        newWindows = new Windows(count);
        windowsDefined = false;
        nextStatusNs = NEVER;
        nextPartitionNs = NEVER;
    }

    /** Runs until the operator, or the end of the input, ends it. */
    void run() throws InterruptedException {
        print(MonitorTexts.MENU + MonitorTexts.PROMPT);
        while (!ended) {
            inbox.await(() -> input.isReady() || !inbox.isEmpty(), nextTimerNs());
            showReports();
            runTimers(true);
            if (input.isReady()) {
                command();
            }
        }
        print("Bye.\n");
    }

    private void print(String text) {
        out.print(text);
        out.flush();
    }

    // ---- Time and reports ----------------------------------------------------------------------------------------

    private long nextTimerNs() {
        long next = Math.min(nextPartitionNs, Math.min(nextStatusNs, reports.nextDeadlineNs()));
        return next == NEVER ? System.nanoTime() + TimeUnit.HOURS.toNanos(1) : next;
    }

    private void runTimers(boolean all) {
        long now = System.nanoTime();
        if (now >= nextPartitionNs) {
            sendPartition();
        }
        if (all && now >= nextStatusNs) {
            sendStatusQuery();
        }
        if (all) {
            reports.complain(now);
        }
    }

    private void showReports() {
        for (MonitorArrival arrival = inbox.poll(); arrival != null; arrival = inbox.poll()) {
            reports.show(arrival);
        }
    }

    private void sendStatusQuery() {
        print("Monitor: send status query\n");
        ByteBuffer request = requests.status();
        long now = System.nanoTime();
        for (int i = 0; i < selected.length; i++) {
            if (selected[i]) {
                Daemon daemon = site.daemons().get(i);
                link.send(request, daemon);
                reports.expect(daemon, now);
            }
        }
        nextStatusNs = now + TimeUnit.SECONDS.toNanos(options.periodSeconds());
    }

    private void sendPartition() {
        print("Monitor: send partition\n");
        sendTwice(requests.partition(partition));
        nextPartitionNs = System.nanoTime() + PARTITION_RENEWAL_NS;
    }

    private void sendTwice(ByteBuffer request) {
        for (Daemon daemon : site.daemons()) {
            link.send(request, daemon);
            link.send(request, daemon);
        }
    }

    // ---- Commands ------------------------------------------------------------------------------------------------

    /** Asks, and waits for a line; null when the input has ended. */
    private String ask(String question) throws InterruptedException {
        print(question);
        while (!input.isReady()) {
            inbox.await(input::isReady, Math.min(nextPartitionNs, System.nanoTime() + TimeUnit.HOURS.toNanos(1)));
            runTimers(false);
        }
        byte[] line = input.readLine(MAX_LINE_BYTES);
        if (line == null) {
            ended = true;
            return null;
        }
        return new String(line, ISO_8859_1);
    }

    private void command() throws InterruptedException {
        byte[] bytes = input.readLine(MAX_LINE_BYTES);
        if (bytes == null) {
            ended = true;
            return;
        }
        switch (bytes[0]) {
            case '0' -> activateStatus();
            case '1' -> definePartition();
            case '2' -> {
                partition = newPartition.clone();
                sendPartition();
            }
            case '3' -> print(MonitorTexts.partitionMap(site.daemons(), partition));
            case '4' -> cancelPartition();
            case '5' -> defineFlowControl();
            case '6' -> sendFlowControl();
            case '7' -> print(MonitorTexts.flowControl(site.daemons(), windows, site.isExplicitlyAccelerated()));
            case '8' -> terminate();
            case 'r' -> {
                reload();
                return;
            }
            case '9', 'q' -> ended = true;
            default -> print("\nUnknown commnad\n" + MonitorTexts.MENU);
        }
        if (!ended) {
            print(MonitorTexts.PROMPT);
        }
    }

    private void activateStatus() throws InterruptedException {
        print(MonitorTexts.heading(13, "Activate Status"));
        if (!select("\tEnter Proc Name: ", selected)) {
            return;
        }
        nextStatusNs = NEVER;
        reports.expectNobody();
        for (boolean one : selected) {
            if (one) {
                sendStatusQuery();
                return;
            }
        }
    }

    /** Lets the operator change a selection of daemons; false when the input has ended. */
    private boolean select(String question, boolean... selection) throws InterruptedException {
        for (String line = ask(question); line != null; line = ask(question)) {
            String word = line.strip();
            int end = 0;
            while (end < word.length() && !Character.isWhitespace(word.charAt(end))) {
                end++;
            }
            word = word.substring(0, end);
            if (word.isEmpty()) {
                if (line.equals("\n") || line.isEmpty()) {
                    return true;
                }
                print("Please enter a legal proc name, none, or all\n");
            } else if (word.equals("all") || word.equals("none")) {
                Arrays.fill(selection, word.equals("all"));
            } else {
                var daemon = site.named(word);
                if (daemon.isPresent()) {
                    selection[daemon.get().index()] = true;
                } else {
                    print("Please! enter a legal proc name, none, or all\n");
                }
            }
        }
        return false;
    }

    private void definePartition() throws InterruptedException {
        print(MonitorTexts.heading(13, "Define Partition"));
        List<Daemon> daemons = site.daemons();
        for (int i = 0; i < daemons.size(); i++) {
            String question = "\t" + daemons.get(i).displayName() + "\t";
            OptionalInt number = OptionalInt.empty();
            while (number.isEmpty()) {
                String line = ask(question);
                if (line == null) {
                    return;
                }
                number = ScannedNumber.of(line);
                if (number.isEmpty()) {
                    print("Please enter a number\n");
                }
            }
            newPartition[i] = (short) number.getAsInt();
            if (MonitorTexts.isLastOfSegment(daemons, i)) {
                print("\n");
            }
        }
        print(MonitorTexts.partitionMap(daemons, newPartition));
    }

    private void cancelPartition() {
        partition = new int[site.daemonCount()];
        newPartition = new int[site.daemonCount()];
        sendPartition();
        nextPartitionNs = NEVER;
    }

    private void defineFlowControl() throws InterruptedException {
        print(MonitorTexts.heading(19, "Define Flow Control"));
        OptionalInt window = askWindow("    Window size: ", 1);
        if (window.isEmpty()) {
            return;
        }
        newWindows.setRing(window.getAsInt());
        print("\n");
        List<Daemon> daemons = site.daemons();
        for (int i = 0; i < daemons.size(); i++) {
            String name = "\t" + daemons.get(i).displayName();
            OptionalInt personal = askWindow(name + " personal window\t", 1);
            if (personal.isEmpty()) {
                return;
            }
            newWindows.setPersonal(i, personal.getAsInt());
            if (site.isExplicitlyAccelerated()) {
                OptionalInt accelerated = askWindow(name + " accelerated window\t", 0);
                if (accelerated.isEmpty()) {
                    return;
                }
                newWindows.setAccelerated(i, accelerated.getAsInt());
            } else if (!compatible) {
                newWindows.setAccelerated(i, Windows.UNCHANGED);
            }
            if (MonitorTexts.isLastOfSegment(daemons, i)) {
                print("\n");
            }
        }
        windowsDefined = true;
        print(MonitorTexts.flowControl(daemons, newWindows, site.isExplicitlyAccelerated()));
    }

    /** A window, -1 for an empty line; nothing when the input has ended. */
    private OptionalInt askWindow(String question, int least) throws InterruptedException {
        for (String line = ask(question); line != null; line = ask(question)) {
            if (line.equals("\n") || line.isEmpty()) {
                return OptionalInt.of(Windows.UNCHANGED);
            }
            OptionalInt number = ScannedNumber.of(line);
            if (number.isEmpty()) {
                print("Please enter a number\n");
            } else if (compatible || isWindow(number.getAsInt(), least)) {
                return number;
            } else {
                print("Please enter a number from " + least + " to " + MAX_WINDOW + ", or nothing\n");
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isWindow(int packets, int least) {
        return packets == Windows.UNCHANGED || (packets >= least && packets <= MAX_WINDOW);
    }

    private void sendFlowControl() {
        if (!windowsDefined && !compatible) {
            print("Define the windows first (command 5). Undefined ones are 0, and nobody could send any more.\n");
            return;
        }
        windows = newWindows.copy();
        print("Monitor: send flow control params\n");
        sendTwice(requests.flowControl(windows));
    }

    private void terminate() throws InterruptedException {
        boolean[] victims = new boolean[site.daemonCount()];
        if (!select("\tEnter Proc Name to Terminate: ", victims)) {
            return;
        }
        for (int i = 0; i < victims.length; i++) {
            if (victims[i]) {
                Daemon victim = site.daemons().get(i);
                print("Monitor: Terminating " + victim.displayName() + "\n");
                ByteBuffer request = requests.terminate(i, partition);
                link.send(request, victim);
                link.send(request, victim);
            }
        }
    }

    /** Sends the command and begins anew with the new file; but nothing is sent when this file cannot be used. */
    private void reload() {
        MonitorSite next;
        try {
            next = MonitorSite.load(options);
        } catch (ConfigError e) {
            print(String.join("\n", e.logLines()) + "\nNothing was sent: no daemon could use this file, either.\n");
            print(MonitorTexts.PROMPT);
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add("Old configuration hash is: " + Integer.toUnsignedString(site.hash()));
        lines.add("Monitor: send conf reload command");
        ByteBuffer request = requests.reload();
        for (Daemon daemon : site.daemons()) {
            link.send(request, daemon);
            if (!site.isLevel4()) {
                link.send(request, daemon);
            }
        }
        if (next.isLevel4()) {
            lines.add("Conf_load_conf_file: using file: " + next.configuration().file());
        }
        lines.addAll(next.optionLines());
        lines.add("New configuration hash is: " + Integer.toUnsignedString(next.hash()));
        lines.add("All Status, Partition, FC, etc commands are reset by configuration reload!");
        lines.add("Reload Membership. ");
        print(String.join("\n", lines) + "\n");
        begin(next);
    }
}
