package org.ringcast.harness.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringcast.harness.check.RecordedGroupsRun;
import org.ringcast.protocol.ServiceType;
import spread.MembershipInfo;
import spread.SpreadConnection;
import spread.SpreadException;
import spread.SpreadGroup;
import spread.SpreadMessage;

/**
 * What clients asked of three Spread daemons once, asked of mixed rings again: each client is told the same. A client that crashed
 * disconnects here, which the others cannot tell apart. Needs -Dspread.home (5.0) and -Dspread4.home (4.4).
 */
@SuppressWarnings("unchecked")
class GoldenGroupsTest {
    @TempDir
    Path folder;

    private final Map<String, Participant> participants = new LinkedHashMap<>();

    @ParameterizedTest
    @CsvSource({"5, RSS", "5, SRS", "5, SSR", "5, RRS", "5, RSR", "5, SRR", "4, RSS", "4, SRS", "4, SSR"})
    void check40_2_clientsAreToldWhatThreeSpreadDaemonsTold(int level, String ring) throws Exception {
        RingPlan plan = RingPlan.of(Layout.LOOPBACK, level, ring);
        Installs installs = Installs.ofProperties();
        Site.obstacle(plan, installs).ifPresent(why -> Assumptions.abort("skipped: " + why));
        try (Site site = Site.prepare(plan, installs, 0, folder)) {
            site.start();
            List<Map<String, Object>> lines = RecordedGroupsRun.lines(level == 5 ? "basic-501" : "basic-440");
            for (int i = 0; i < lines.size(); i++) {
                Map<String, Object> line = lines.get(i);
                switch ((String) line.get("ev")) {
                    case "connect" -> connect(site, line);
                    case "recv" -> participants.get(client(line)).expected.add(expected(line));
                    case "op" -> request(line, isFirstAfterAnswers(lines, i));
                    default -> {}
                }
            }
            participants.values().forEach(Participant::awaitExpected);
            assertThat(site.trouble()).isEmpty();
        } finally {
            participants.values().forEach(Participant::close);
        }
    }

    /** Requests that were made in one go are made in one go again. */
    private static boolean isFirstAfterAnswers(List<Map<String, Object>> lines, int index) {
        return !"op".equals(lines.get(index - 1).get("ev"));
    }

    private static String client(Map<String, Object> line) {
        return (String) line.get("client");
    }

    private void connect(Site site, Map<String, Object> line) throws Exception {
        String[] parts = client(line).split("#", -1);
        int daemon = parts[2].charAt(1) - '1';
        participants.put(
                client(line),
                new Participant(InetAddress.getByName(site.address(daemon)), site.port(daemon), parts[1], (Boolean)
                        line.get("memb")));
    }

    /** Before a request all have been told what the ones before brought. */
    private void request(Map<String, Object> line, boolean first) throws SpreadException {
        if (first) {
            participants.values().forEach(Participant::awaitExpected);
        }
        Participant from = participants.get(client(line));
        String group = (String) line.get("group");
        switch ((String) line.get("op")) {
            case "join" -> from.join(group);
            case "leave" -> from.leave(group);
            case "disconnect", "crash" -> from.close();
            default -> from.send(line);
        }
    }

    private static String expected(Map<String, Object> line) {
        return switch ((String) line.get("kind")) {
            case "REG_MEMB" -> {
                List<Double> id = (List<Double>) line.get("gid");
                List<List<String>> sets = (List<List<String>>) line.get("vs_sets");
                yield view(
                        (String) line.get("group"),
                        (String) line.get("cause"),
                        (List<String>) line.get("members"),
                        id.get(2).intValue(),
                        sets.get(0).get(0));
            }
            case "SELF_LEAVE" -> "left " + line.get("group");
            default ->
                data(
                        (String) line.get("sender"),
                        (List<String>) line.get("groups"),
                        ((List<String>) line.get("service")).get(0),
                        ((Double) line.get("mess_type")).intValue(),
                        (String) line.get("data"));
        };
    }

    private static String view(String group, String cause, List<String> members, int index, String who) {
        return "view " + group + " by " + cause + " of " + who + ": " + members + ", number " + index;
    }

    private static String data(String sender, List<String> groups, String service, int type, String text) {
        return "data of " + sender + " to " + groups + " " + service + " " + type + " " + text;
    }

    private static String seen(SpreadMessage message) {
        if (message.isRegular()) {
            return data(
                    message.getSender().toString(),
                    Arrays.stream(message.getGroups())
                            .map(SpreadGroup::toString)
                            .toList(),
                    service(message),
                    message.getType(),
                    new String(message.getData(), StandardCharsets.UTF_8));
        }
        MembershipInfo info = message.getMembershipInfo();
        String group = info.getGroup().toString();
        if (info.isSelfLeave()) {
            return "left " + group;
        }
        List<String> members =
                Arrays.stream(info.getMembers()).map(SpreadGroup::toString).toList();
        String[] id = info.getGroupID().toString().split(" ", -1);
        int index = Integer.parseInt(id[id.length - 1]);
        if (info.isCausedByJoin()) {
            return view(group, "JOIN", members, index, info.getJoined().toString());
        }
        return info.isCausedByLeave()
                ? view(group, "LEAVE", members, index, info.getLeft().toString())
                : view(
                        group,
                        "DISCONNECT",
                        members,
                        index,
                        info.getDisconnected().toString());
    }

    private static String service(SpreadMessage message) {
        if (message.isUnreliable()) {
            return "UNRELIABLE";
        }
        if (message.isReliable()) {
            return "RELIABLE";
        }
        if (message.isFifo()) {
            return "FIFO";
        }
        if (message.isCausal()) {
            return "CAUSAL";
        }
        return message.isAgreed() ? "AGREED" : "SAFE";
    }

    /** One client of the recording. */
    private static final class Participant {
        private final SpreadConnection connection = new SpreadConnection();
        private final List<String> expected = new ArrayList<>();
        private final List<String> seen = new ArrayList<>();
        private final Map<String, SpreadGroup> joined = new LinkedHashMap<>();
        private boolean closed;

        Participant(InetAddress address, int port, String name, boolean memberships) throws SpreadException {
            connection.connect(address, port, name, false, memberships);
            Thread reader = new Thread(this::read, "reader of " + name);
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try {
                while (true) {
                    String event = seen(connection.receive());
                    synchronized (seen) {
                        seen.add(event);
                        seen.notifyAll();
                    }
                }
            } catch (SpreadException | InterruptedIOException e) {
                // Closed.
            }
        }

        private static SpreadGroup group(SpreadConnection connection, String name) throws SpreadException {
            SpreadGroup group = new SpreadGroup();
            group.join(connection, name);
            return group;
        }

        void join(String name) throws SpreadException {
            SpreadGroup group = group(connection, name);
            joined.putIfAbsent(name, group);
        }

        void leave(String name) throws SpreadException {
            SpreadGroup group = joined.remove(name);
            if (group != null) {
                group.leave();
            }
        }

        void send(Map<String, Object> line) throws SpreadException {
            SpreadMessage message = new SpreadMessage();
            message.setServiceType(
                    switch ((String) line.get("service")) {
                        case "UNRELIABLE" -> ServiceType.UNRELIABLE;
                        case "RELIABLE" -> ServiceType.RELIABLE;
                        case "FIFO" -> ServiceType.FIFO;
                        case "CAUSAL" -> ServiceType.CAUSAL;
                        case "AGREED" -> ServiceType.AGREED;
                        default -> ServiceType.SAFE;
                    });
            message.setSelfDiscard((Boolean) line.get("self_discard"));
            message.setType(((Double) line.get("mess_type")).shortValue());
            message.setData(((String) line.get("data")).getBytes(StandardCharsets.UTF_8));
            ((List<String>) line.get("groups")).forEach(message::addGroup);
            connection.multicast(message);
        }

        void awaitExpected() {
            if (closed) {
                return;
            }
            Site.await(
                    () -> {
                        synchronized (seen) {
                            return seen.size() >= expected.size();
                        }
                    },
                    Site.PATIENCE,
                    () -> "expected " + expected + "\nbut saw " + seen);
            synchronized (seen) {
                assertThat(seen).isEqualTo(expected);
            }
        }

        void close() {
            if (!closed) {
                closed = true;
                try {
                    connection.disconnect();
                } catch (SpreadException e) {
                    // Its daemon is gone.
                }
            }
        }
    }
}
