package org.ringcast.harness.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientEvent.Cause;
import org.ringcast.harness.check.history.ClientEvent.Connected;
import org.ringcast.harness.check.history.ClientEvent.Data;
import org.ringcast.harness.check.history.ClientEvent.End;
import org.ringcast.harness.check.history.ClientEvent.Ended;
import org.ringcast.harness.check.history.ClientEvent.MessageSent;
import org.ringcast.harness.check.history.ClientEvent.Transition;
import org.ringcast.harness.check.history.ClientEvent.View;
import org.ringcast.harness.check.history.ClientId;
import org.ringcast.harness.check.history.GroupId;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.check.history.Service;

/**
 * Logs of client processes: what each received, nothing of what it sent. Senders number their messages, so the order of
 * sending is known all the same.
 */
final class RecordedClientLogs {
    private static final Pattern MESSAGE = Pattern.compile("\\S+ MSG (\\w+) (\\S+) (\\S+) (\\d+)");
    private static final Pattern TRANS = Pattern.compile("\\S+ TRANS (\\S+) gid=(\\S+)");
    private static final Pattern VIEW =
            Pattern.compile("\\S+ VIEW (\\S+) gid=(\\S+) cause=0x(\\w+) n=\\d+: (.*?)(?: VS: (.*))?");
    private static final Pattern ERROR = Pattern.compile("\\S+ ERR -?\\d+");

    private final History history = new History(new History.Daemons(List.of("d1", "d2", "d3", "d4"), List.of()));
    private final Map<String, TreeMap<Integer, Data>> sent = new TreeMap<>();
    private final List<ClientEvent> received = new ArrayList<>();
    private long number;

    static History load(Path directory) {
        RecordedClientLogs logs = new RecordedClientLogs();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(RecordedClientLogs::isClientLog).sorted().toList()) {
                logs.read(wholeLines(Files.readString(file)), file.getFileName().toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return logs.finish();
    }

    /** What the daemons did is recorded in the same folders. */
    private static boolean isClientLog(Path file) {
        return file.getFileName().toString().startsWith("client-");
    }

    /** A client that was killed may have left half a line. */
    private static List<String> wholeLines(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private void read(List<String> lines, String fileName) {
        String user = fileName.substring("client-".length(), fileName.length() - ".txt".length());
        Matcher member = Pattern.compile("#" + user + "#\\S+").matcher(String.join("\n", lines));
        if (!member.find()) {
            throw new IllegalArgumentException("which client is this: " + fileName);
        }
        ClientId client = new ClientId(member.group(), 0);
        received.add(new Connected(client, ++number, true));
        for (String line : lines) {
            received.addAll(event(client, line));
        }
    }

    private List<ClientEvent> event(ClientId client, String line) {
        Matcher m = MESSAGE.matcher(line);
        if (m.matches()) {
            String uid = "%s %s %s".formatted(m.group(2), m.group(3), m.group(4));
            Service service = Service.valueOf(m.group(1));
            Data data = new Data(client, ++number, uid, m.group(2), service, false, List.of("grp"));
            sent.computeIfAbsent(m.group(2), s -> new TreeMap<>()).put(Integer.valueOf(m.group(4)), data);
            return List.of(data);
        }
        m = TRANS.matcher(line);
        if (m.matches()) {
            return List.of(new Transition(client, ++number, m.group(1), groupId(m.group(2))));
        }
        m = VIEW.matcher(line);
        if (m.matches()) {
            List<String> own =
                    m.group(5) == null ? List.of() : Arrays.asList(m.group(5).split(" ", -1));
            List<String> members = Arrays.asList(m.group(4).split(" ", -1));
            List<List<String>> sets = own.isEmpty() ? List.of() : List.of(own);
            return List.of(new View(
                    client,
                    ++number,
                    m.group(1),
                    groupId(m.group(2)),
                    cause(m.group(3)),
                    members,
                    sets,
                    own.isEmpty() ? -1 : 0));
        }
        if (ERROR.matcher(line).matches()) {
            return List.of(new Ended(client, ++number, End.BY_DAEMON));
        }
        if (line.contains(" SENDERR ") || line.isBlank()) {
            return List.of();
        }
        throw new IllegalArgumentException(line);
    }

    private static Cause cause(String bits) {
        return switch (bits) {
            case "100" -> Cause.JOIN;
            case "200" -> Cause.LEAVE;
            case "400" -> Cause.DISCONNECT;
            case "800" -> Cause.NETWORK;
            default -> throw new IllegalArgumentException(bits);
        };
    }

    private static GroupId groupId(String text) {
        String[] parts = text.split("\\.", -1);
        return new GroupId(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    /** Puts what each sent before all that it received: more is not known. */
    private History finish() {
        sent.forEach((sender, messages) -> messages.values()
                .forEach(m -> history.clientEvent(new MessageSent(
                        new ClientId(sender, 0), -1, m.uid(), m.service(), m.selfDiscard(), m.destinations()))));
        received.forEach(history::clientEvent);
        history.end(++number, 0, false);
        return history;
    }
}
