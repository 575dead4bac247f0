package org.ringcast.harness.vectors;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * One recorded scenario between client libraries and daemons: who wrote which bytes, in order.
 *
 * <p>The files and what varies in them are described in {@code vectors/client/README.md}.
 *
 * @param name file name without ending, {@code <scenario>.<client>-<daemon>}
 * @param items all items and markers in the order of recording
 */
public record CapturedSession(String name, List<Item> items) {
    private static final String FOLDER = "/vectors/client/";

    /** Scenarios in which an item is a piece as it was written, not a whole protocol item. */
    private static final Set<String> IN_PIECES = Set.of(
            "raw_bad_version",
            "raw_name_too_long",
            "raw_name_illegal_characters",
            "raw_name_length_mismatch",
            "raw_connect_split",
            "raw_silent_connection",
            "raw_auth_short",
            "raw_garbage_header",
            "raw_byte_at_a_time");

    /** Who wrote an item. */
    public enum Direction {
        CLIENT_TO_DAEMON,
        DAEMON_TO_CLIENT
    }

    /**
     * Bytes that one side wrote, or a marker.
     *
     * @param connection number of the connection, from 1
     * @param bytes the bytes; empty for a marker. Not to be changed.
     * @param note summary of the bytes, or what the marker says
     */
    @SuppressWarnings("ArrayRecordComponent") // identity is never asked for
    public record Item(Direction direction, int connection, byte[] bytes, String note) {
        /** True when this item carries no bytes. */
        public boolean isMarker() {
            return bytes.length == 0;
        }

        /** True for an orderly end or a reset of this direction of the connection. */
        public boolean isEnd() {
            return isMarker() && (note.startsWith("end of stream") || isReset());
        }

        public boolean isReset() {
            return isMarker() && note.startsWith("connection reset");
        }

        /** True when messages were left out of the recording here. */
        public boolean isElided() {
            return isMarker() && note.startsWith("ELIDED");
        }

        /** True for the piece of a message that was never finished. */
        public boolean isIncomplete() {
            return note.startsWith("incomplete");
        }

        @Override
        public String toString() {
            return (direction == Direction.CLIENT_TO_DAEMON ? "c2d " : "d2c ") + connection + ": " + note;
        }
    }

    /** Copies the list. */
    public CapturedSession {
        items = List.copyOf(items);
    }

    /** Names of all recordings, in alphabetical order. */
    public static List<String> names() {
        return lines("index.txt");
    }

    /** Names of the recordings of one scenario. */
    public static List<String> namesOf(String scenario) {
        return names().stream().filter(name -> name.startsWith(scenario + ".")).toList();
    }

    /**
     * Reads a recording.
     *
     * @param name one of {@link #names()}
     */
    public static CapturedSession load(String name) {
        return new CapturedSession(
                name,
                lines(name + ".jsonl").stream().map(CapturedSession::parseLine).toList());
    }

    /** What was tried, e.g. {@code two_members_crash}. */
    public String scenario() {
        return name.substring(0, name.indexOf('.'));
    }

    /** Which client: {@code c501}, {@code c440}, {@code java}, {@code raw} or two of them joined by a plus sign. */
    public String client() {
        return name.substring(name.indexOf('.') + 1, name.lastIndexOf('-'));
    }

    /** Which daemon: {@code d501} or {@code d440}. */
    public String daemon() {
        return name.substring(name.lastIndexOf('-') + 1);
    }

    /** True when the items are pieces as they were written. */
    public boolean isInPieces() {
        return IN_PIECES.contains(scenario());
    }

    /** Number of connections. */
    public int connectionCount() {
        return items.stream().mapToInt(Item::connection).max().orElse(0);
    }

    /** Items and markers of one direction of one connection. */
    public List<Item> items(Direction direction, int connection) {
        return items.stream()
                .filter(item -> item.direction() == direction && item.connection() == connection)
                .toList();
    }

    /** All bytes of one direction of one connection. */
    public byte[] stream(Direction direction, int connection) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        items(direction, connection).forEach(item -> stream.writeBytes(item.bytes()));
        return stream.toByteArray();
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<String> lines(String file) {
        InputStream stream = CapturedSession.class.getResourceAsStream(FOLDER + file);
        if (stream == null) {
            throw new IllegalArgumentException("no recording " + file);
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Item parseLine(String line) {
        Direction direction = switch (text(line, "dir")) {
            case "c2d" -> Direction.CLIENT_TO_DAEMON;
            case "d2c" -> Direction.DAEMON_TO_CLIENT;
            default -> throw new IllegalArgumentException("no direction: " + line);
        };
        int start = valueStart(line, "conn");
        int connection = Integer.parseInt(line.substring(start, line.indexOf(',', start)));
        return new Item(direction, connection, HexFormat.of().parseHex(text(line, "hex")), text(line, "note"));
    }

    /** The files have one flat object a line, with the keys always in the same form; no more of JSON is needed. */
    private static int valueStart(String line, String key) {
        String prefix = "\"" + key + "\": ";
        int at = line.indexOf(prefix);
        if (at < 0) {
            throw new IllegalArgumentException("no key " + key + ": " + line);
        }
        return at + prefix.length();
    }

    private static String text(String line, String key) {
        StringBuilder text = new StringBuilder();
        int at = valueStart(line, key) + 1;
        while (line.charAt(at) != '"') {
            char c = line.charAt(at++);
            if (c == '\\') {
                char escaped = line.charAt(at++);
                if (escaped == 'u') {
                    text.append((char) Integer.parseInt(line.substring(at, at + 4), 16));
                    at += 4;
                } else {
                    text.append(escaped);
                }
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
