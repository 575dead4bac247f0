package org.ringcast.daemon.core.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ringcast.protocol.GroupId;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.ServiceType;

/**
 * A recorded run of real daemons: what the clients did, and what each of them received. Quiet stretches are replayed as they
 * stand; where messages were caught in a ring change the test brings them into the recorded order itself.
 */
@SuppressWarnings("unchecked")
final class GoldenRun {
    private final List<Map<String, Object>> lines;
    private final Map<String, List<ClientEvent>> expected = new TreeMap<>();
    private final Map<String, List<byte[]>> expectedBytes = new TreeMap<>();
    private final Map<String, TestClient> clients = new TreeMap<>();
    /** What earlier clients of the same name received. */
    private final Map<String, List<byte[]>> earlier = new TreeMap<>();

    private final Map<Long, Integer> times = new TreeMap<>();
    private PerfectRing ring;
    private int at;

    private final boolean level4;

    private GoldenRun(List<Map<String, Object>> lines, boolean level4) {
        this.lines = lines;
        this.level4 = level4;
    }

    static GoldenRun load(String name) {
        String resource = "/vectors/groups/" + name + ".jsonl";
        try (InputStream in = GoldenRun.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new GoldenRun(
                    text.lines()
                            .map(line -> (Map<String, Object>) TinyJson.read(line))
                            .toList(),
                    name.endsWith("440"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PerfectRing ring() {
        return ring;
    }

    TestClient client(String name) {
        return clients.entrySet().stream()
                .filter(e -> e.getKey().startsWith("#" + name + "#"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    /** Replays everything up to the phase with this name, or to the end. */
    void playTo(String phase) {
        run(phase, true);
    }

    /** Only takes what clients are to receive; the test does the rest. */
    void skipTo(String phase) {
        run(phase, false);
    }

    private void run(String phase, boolean play) {
        for (; at < lines.size(); at++) {
            Map<String, Object> line = lines.get(at);
            String event = (String) line.get("ev");
            if (phase != null && words(event, line).startsWith(phase)) {
                at++;
                return;
            }
            if (event.equals("recv")) {
                expect(line);
            } else if (play) {
                play(event, line);
            }
        }
        assertThat(phase).as("phase not found").isNull();
    }

    private static String words(String event, Map<String, Object> line) {
        return event.equals("phase") ? (String) line.get("name") : event;
    }

    private void expect(Map<String, Object> line) {
        String client = (String) line.get("client");
        String raw = (String) line.get("raw");
        byte[] bytes = HexFormat.of().parseHex(raw);
        expectedBytes.computeIfAbsent(client, k -> new ArrayList<>()).add(bytes);
        expected.computeIfAbsent(client, k -> new ArrayList<>()).add(ClientEvent.decode(bytes));
    }

    private void play(String event, Map<String, Object> line) {
        switch (event) {
            case "daemon_start" -> startDaemon((String) line.get("daemon"));
            case "daemon_kill9" -> {
                ring.kill((String) line.get("daemon"));
                ring.change(null, PerfectRing.names(ring.daemons()));
            }
            case "partition" ->
                ((List<List<String>>) line.get("sides")).forEach(side -> ring.change(null, String.join(" ", side)));
            case "heal" -> ring.change(null, PerfectRing.names(ring.daemons()));
            case "connect" -> connect(line);
            case "op" -> operate(line);
            case "phase", "note", "closed_by_daemon" -> {
                // nothing to do
            }
            default -> throw new AssertionError("cannot replay " + event);
        }
    }

    private void startDaemon(String name) {
        if (ring == null) {
            String[] names = lines.stream()
                    .takeWhile(l -> !l.get("ev").equals("connect"))
                    .filter(l -> l.get("ev").equals("daemon_start"))
                    .map(l -> (String) l.get("daemon"))
                    .toArray(String[]::new);
            // Addresses are the ids of level 4: 10.78.0.1 and on.
            ring = level4 ? PerfectRing.withIds(0x0a4e0001, names) : new PerfectRing(names);
            ring.change(null, String.join(" ", names));
        } else if (ring.daemons().stream().noneMatch(d -> d.name().equals(name))) {
            ring.restart(name);
            ring.change(null, PerfectRing.names(ring.daemons()));
        }
    }

    private void connect(Map<String, Object> line) {
        String name = ClientEvent.shortName((String) line.get("client"));
        connect((String) line.get("daemon"), name, (Boolean) line.get("memb"));
    }

    /** Connects a client. */
    TestClient connect(String daemon, String name, boolean membership) {
        TestClient client = ring.daemon(daemon).connect(name, membership);
        TestClient before = clients.put(client.name(), client);
        if (before != null) {
            earlier.computeIfAbsent(client.name(), k -> new ArrayList<>()).addAll(before.frames());
        }
        return client;
    }

    /** What some client sends in the rest of the recording, by its beginning. */
    String dataStartingWith(String beginning) {
        return lines.stream()
                .filter(line -> line.get("data") instanceof String data && data.startsWith(beginning))
                .map(line -> (String) line.get("data"))
                .findFirst()
                .orElseThrow();
    }

    private void operate(Map<String, Object> line) {
        request(line);
        ring.settle();
    }

    /** Hands one request to the daemon. */
    private void request(Map<String, Object> line) {
        TestClient client = clients.get((String) line.get("client"));
        switch ((String) line.get("op")) {
            case "join" -> client.join((String) line.get("group"));
            case "leave" -> client.leave((String) line.get("group"));
            case "disconnect" -> client.disconnect();
            case "crash" -> client.crash();
            case "mcast" -> multicast(client, line);
            default -> throw new AssertionError("cannot replay " + line);
        }
    }

    private static void multicast(TestClient client, Map<String, Object> line) {
        int service = switch ((String) line.get("service")) {
            case "UNRELIABLE" -> ServiceType.UNRELIABLE;
            case "RELIABLE" -> ServiceType.RELIABLE;
            case "FIFO" -> ServiceType.FIFO;
            case "CAUSAL" -> ServiceType.CAUSAL;
            case "AGREED" -> ServiceType.AGREED;
            default -> ServiceType.SAFE;
        };
        boolean selfDiscard = (Boolean) line.get("self_discard");
        String[] groups = ((List<String>) line.get("groups")).toArray(String[]::new);
        byte[] frame =
                client.frame(service | (selfDiscard ? ServiceType.SELF_DISCARD : 0), (String) line.get("data"), groups);
        int type = ((Number) line.get("mess_type")).intValue();
        frame[41] = (byte) type;
        frame[42] = (byte) (type >> 8);
        client.send(frame);
    }

    /** Every client must have received the recorded bytes; only the times of rings are other ones, one for one. */
    void assertSameBytes() {
        for (Map.Entry<String, List<byte[]>> entry : expectedBytes.entrySet()) {
            TestClient client = clients.get(entry.getKey());
            List<byte[]> frames = framesOf(client);
            List<byte[]> wanted = entry.getValue();
            for (int i = 0; i < Math.min(wanted.size(), frames.size()); i++) {
                assertThat(HexFormat.of().formatHex(withoutTime(frames.get(i), null)))
                        .as("%s frame %d %s", client, i, ClientEvent.decode(frames.get(i)))
                        .isEqualTo(HexFormat.of().formatHex(withoutTime(wanted.get(i), frames.get(i))));
            }
            assertThat(frames).as(client.name()).hasSameSizeAs(wanted);
        }
        for (Map.Entry<String, TestClient> entry : clients.entrySet()) {
            if (!expectedBytes.containsKey(entry.getKey())) {
                assertThat(entry.getValue().frames()).as(entry.getKey()).isEmpty();
            }
        }
    }

    private List<byte[]> framesOf(TestClient client) {
        List<byte[]> frames = new ArrayList<>(earlier.getOrDefault(client.name(), List.of()));
        frames.addAll(client.frames());
        return frames;
    }

    /** As {@link #assertSameBytes} for the events of one client, taken as text; sets are compared as sets. */
    List<String> expectedLines(String name, String... leaveOut) {
        return lines(expected.get(client(name).name()), leaveOut);
    }

    List<String> actualLines(String name, String... leaveOut) {
        return lines(framesOf(client(name)).stream().map(ClientEvent::decode).toList(), leaveOut);
    }

    private static List<String> lines(List<ClientEvent> events, String... leaveOut) {
        Map<GroupId, String> rings = new java.util.LinkedHashMap<>();
        return events.stream()
                .map(event -> line(event, rings))
                .filter(line -> List.of(leaveOut).stream().noneMatch(line::contains))
                .toList();
    }

    private static String line(ClientEvent event, Map<GroupId, String> rings) {
        if (event instanceof ClientEvent.View view) {
            String sets =
                    view.sets().stream().map(Object::toString).sorted().toList().toString();
            return "%s %s %s %s sets %s own %s"
                    .formatted(
                            view.cause(),
                            view.group(),
                            symbol(view.id(), rings),
                            view.members(),
                            sets,
                            view.sets().get(view.own()));
        }
        if (event instanceof ClientEvent.Trans trans) {
            return "TRANS %s %s".formatted(trans.group(), symbol(trans.id(), rings));
        }
        return event.toString();
    }

    private static String symbol(GroupId id, Map<GroupId, String> rings) {
        GroupId ringPart = new GroupId(id.processId(), id.timeSeconds(), 0);
        return rings.computeIfAbsent(ringPart, k -> "ring" + rings.size()) + "," + id.index();
    }

    /** The frame with the ring's time zeroed; notes which time here stands for which recorded one. */
    private byte[] withoutTime(byte[] frame, byte[] counterpart) {
        ClientEvent event = ClientEvent.decode(frame);
        boolean hasId = event instanceof ClientEvent.View || event instanceof ClientEvent.Trans;
        if (!hasId) {
            return frame;
        }
        int members = event instanceof ClientEvent.View view ? view.members().size() : 0;
        int idAt = Limits.HEADER + members * Limits.GROUP_NAME;
        byte[] copy = frame.clone();
        if (counterpart != null && counterpart.length == frame.length) {
            GroupId recorded = GroupId.read(frame, idAt, true);
            GroupId here = GroupId.read(counterpart, idAt, true);
            Long key = ((long) recorded.processId() << 32) | Integer.toUnsignedLong(recorded.timeSeconds());
            Integer known = times.putIfAbsent(key, here.timeSeconds());
            assertThat(here.timeSeconds()).as("%s", event).isEqualTo(known == null ? here.timeSeconds() : known);
        }
        for (int i = 4; i < 8; i++) {
            copy[idAt + i] = 0;
        }
        return copy;
    }
}
