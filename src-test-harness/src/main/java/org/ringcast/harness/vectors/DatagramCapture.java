package org.ringcast.harness.vectors;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What real daemons and monitors said to each other over UDP in one run. The runs are described in {@code vectors/README.md}.
 *
 * @param name folder and file without ending, for example {@code ring/501-1seg-3d-services}
 * @param datagrams in the order of the capture
 */
public record DatagramCapture(String name, List<CapturedDatagram> datagrams) {
    private static final String FOLDER = "/vectors/";

    /** Copies the list. */
    public DatagramCapture {
        datagrams = List.copyOf(datagrams);
    }

    /** Names of all captures, in alphabetical order. */
    public static List<String> names() {
        return linesOf("datagrams.txt");
    }

    /** Names of the captures of one folder: ring, membership, groups or monitor. */
    public static List<String> names(String folder) {
        return names().stream().filter(name -> name.startsWith(folder + "/")).toList();
    }

    /** Reads a capture; {@code name} is one of {@link #names()}. */
    public static DatagramCapture load(String name) {
        try (InputStream stream = open(name + ".pcap")) {
            return new DatagramCapture(name, PcapReader.read(stream));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** Lines of a text file below {@code vectors/}, for example {@code ring/501-1seg-3d-services.txt}. */
    public static List<String> linesOf(String file) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** Ring protocol level of the daemons: 4 or 5. */
    public int protocolLevel() {
        return name.contains("440") || name.contains("4.4.0") ? 4 : 5;
    }

    private static InputStream open(String file) throws IOException {
        InputStream stream = DatagramCapture.class.getResourceAsStream(FOLDER + file);
        if (stream == null) {
            throw new IOException("no resource " + FOLDER + file);
        }
        return stream;
    }
}
