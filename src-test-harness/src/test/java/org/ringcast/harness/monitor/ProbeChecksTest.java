package org.ringcast.harness.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.ProbePacket;
import org.ringcast.harness.process.CapturedProcess;
import org.ringcast.harness.process.FreePorts;
import org.ringcast.harness.process.ReferenceInstall;
import org.ringcast.harness.vectors.CapturedDatagram;
import org.ringcast.harness.vectors.DatagramCapture;
import org.ringcast.monitor.SpRecv;
import org.ringcast.monitor.SpSend;

/** Monitor, checks 13 and 14: {@code spsend} and {@code sprecv}, among themselves and with Spread's. */
class ProbeChecksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String RULE = "-------\n";

    @TempDir
    Path folder;

    private final int port;
    private final ByteBuf buffer = Unpooled.buffer(1500);

    ProbeChecksTest() throws Exception {
        port = FreePorts.next();
    }

    /** A receiver in a thread of its own, and somebody who sends to it. */
    private final class Receiver implements AutoCloseable {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread thread;
        private final DatagramSocket sender = new DatagramSocket();

        Receiver(String... options) throws Exception {
            List<String> arguments = new ArrayList<>(List.of("-p", "" + port));
            arguments.addAll(List.of(options));
            PrintStream out = new PrintStream(bytes, true, StandardCharsets.ISO_8859_1);
            thread = new Thread(() -> SpRecv.run(arguments.toArray(String[]::new), out), "sprecv");
            thread.start();
            Await.until(() -> output().startsWith("Ready to receive on port " + port + "\n"));
        }

        String output() {
            return bytes.toString(StandardCharsets.ISO_8859_1);
        }

        void send(Endian endian, int length, int count, boolean end) throws IOException {
            send(endian, length, length, count, end);
        }

        void send(Endian endian, int length, int claimed, int count, boolean end) throws IOException {
            ProbePacket packet = new ProbePacket();
            packet.wrapNew(buffer, 0, endian, length, count, end);
            if (claimed != length) {
                buffer.setIntLE(ProbePacket.SIZE_OFFSET, claimed);
            }
            byte[] datagram = new byte[length];
            buffer.getBytes(0, datagram);
            sender.send(new DatagramPacket(datagram, length, InetAddress.getLoopbackAddress(), port));
        }

        /** Data packets with these numbers, then the end packet of a round of {@code total}. */
        void round(int total, int... counts) throws IOException {
            for (int count : counts) {
                send(Endian.LITTLE, 24, count, false);
            }
            send(Endian.LITTLE, 24, total, true);
        }

        void expect(String text) throws Exception {
            String all = "Ready to receive on port " + port + "\n" + text;
            Await.until(() -> output().length() >= all.length());
            assertThat(output()).isEqualTo(all);
        }

        @Override
        public void close() {
            thread.interrupt();
            sender.close();
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String report(int total, int missed, int corrupted) {
        return RULE + "Report: total packets " + total + ", total missed " + missed + ", total corrupted " + corrupted
                + "\n" + RULE;
    }

    /** The recorded output for each sequence, with the sequence that its heading names. */
    private static String recorded(String heading) {
        String all = String.join("\n", DatagramCapture.linesOf("monitor/sprecv-crafted-sequences.txt")) + "\n\n###";
        Matcher matcher = Pattern.compile(
                        "(?s)### " + Pattern.quote(heading) + "\nReady to receive on port 14901\n(.*?)\n\n###")
                .matcher(all);
        assertThat(matcher.find()).as(heading).isTrue();
        return matcher.group(1).strip().replaceFirst("^-->", " -->") + "\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two clean rounds",
                "loss of 3,4 and 7,8,9",
                "tail loss (8,9,10 lost)",
                "reordered 1 2 4 3 5",
                "duplicate 1 2 2 3",
                "sender restart without end marker",
                "wrong size claim",
                "big-endian sender",
                "wrong size without -d"
            })
    void check60_14_recordedSequencesInCompatibilityMode(String sequence) throws Exception {
        String[] options =
                sequence.endsWith("without -d") ? new String[] {"--compatible"} : new String[] {"--compatible", "-d"};
        try (Receiver receiver = new Receiver(options)) {
            switch (sequence) {
                case "two clean rounds" -> {
                    receiver.round(3, 1, 2, 3);
                    receiver.round(3, 1, 2, 3);
                }
                case "loss of 3,4 and 7,8,9" -> receiver.round(10, 1, 2, 5, 6, 10);
                case "tail loss (8,9,10 lost)" -> receiver.round(10, 1, 2, 3, 4, 5, 6, 7);
                case "reordered 1 2 4 3 5" -> receiver.round(5, 1, 2, 4, 3, 5);
                case "duplicate 1 2 2 3" -> receiver.round(3, 1, 2, 2, 3);
                case "sender restart without end marker" -> receiver.round(3, 1, 2, 3, 4, 5, 1, 2, 3);
                case "wrong size claim" -> {
                    receiver.send(Endian.LITTLE, 24, 1, false);
                    receiver.send(Endian.LITTLE, 24, 99, 2, false);
                    receiver.round(3, 3);
                }
                case "big-endian sender" -> {
                    receiver.send(Endian.BIG, 24, 1, false);
                    receiver.send(Endian.BIG, 24, 2, false);
                    receiver.send(Endian.BIG, 24, 2, true);
                }
                default -> {
                    receiver.send(Endian.LITTLE, 24, 99, 1, false);
                    receiver.round(2, 2);
                }
            }
            receiver.expect(recorded(sequence));
        }
    }

    /** What is counted wrongly by Spread's program. */
    @Test
    void check60_14_defect60_14_17_everyRoundIsCountedRight() throws Exception {
        try (Receiver receiver = new Receiver("-d")) {
            StringBuilder expected = new StringBuilder();
            receiver.round(3, 1, 2, 3);
            expected.append(report(3, 0, 0));
            receiver.round(10, 1, 2, 5, 6, 10);
            expected.append(" --> count is 5, i is 3, missed 2 total missed 2, corrupt 0\n");
            expected.append(" --> count is 10, i is 7, missed 3 total missed 5, corrupt 0\n");
            expected.append(report(10, 5, 0));
            receiver.round(10, 1, 2, 3, 4, 5, 6, 7);
            expected.append(report(10, 3, 0));
            receiver.round(5, 1, 2, 4, 3, 5);
            expected.append(" --> count is 4, i is 3, missed 1 total missed 1, corrupt 0\n");
            expected.append(report(5, 0, 0).replaceFirst("\n-------\n$", "\nRepeated 0, overtaken 1\n" + RULE));
            receiver.round(3, 1, 2, 2, 3);
            expected.append(report(3, 0, 0).replaceFirst("\n-------\n$", "\nRepeated 1, overtaken 0\n" + RULE));
            receiver.send(Endian.LITTLE, 24, 3, true);
            receiver.send(Endian.BIG, 24, 1, false);
            receiver.send(Endian.LITTLE, 24, 99, 2, false);
            receiver.round(3, 3);
            expected.append("Corruption: expected packet size is 99, received packet size is 24\n");
            expected.append(" --> count is 3, i is 2, missed 1 total missed 1, corrupt 1\n");
            expected.append(report(3, 0, 1));
            receiver.expect(expected.toString());
        }
    }

    private static String spsend(int status, String... arguments) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.ISO_8859_1);
        assertThat(SpSend.run(arguments, out)).isEqualTo(status);
        out.flush();
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void check60_13_packetsAsRecorded() throws Exception {
        List<CapturedDatagram> recorded = DatagramCapture.load("monitor/spsend").datagrams();
        try (DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            socket.setSoTimeout(10_000);
            String output = spsend(0, "-p", "" + port, "-n", "3", "-b", "1", "-t", "5", "-s", "32");
            assertThat(output)
                    .startsWith("Checking (127.0.0.1, " + port + "). Each burst has 1 packets, 32 bytes each with 5"
                            + " msec delay in between, for a total of 3 packets\ntotal time is (0,")
                    .endsWith("), with 0 problems \n");
            for (int i = 0; i < 4; i++) {
                DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                socket.receive(packet);
                byte[] expected = recorded.get(i).payload();
                assertThat(packet.getLength()).isEqualTo(expected.length);
                assertThat(Unpooled.wrappedBuffer(packet.getData(), 0, 12))
                        .isEqualTo(Unpooled.wrappedBuffer(expected, 0, 12));
            }
        }
    }

    @Test
    void check60_13_unicastAndMulticast() throws Exception {
        try (Receiver receiver = new Receiver()) {
            String output = spsend(0, "-p", "" + port, "-n", "2000", "-b", "20", "-t", "1", "-s", "12");
            assertThat(output)
                    .contains("\nsent 1000 packets of 12 bytes\nsent 2000 packets of 12 bytes\ntotal time is (");
            receiver.expect(report(2000, 0, 0));
        }
        try (Receiver receiver = new Receiver("-a", "225.1.1.7", "-i", "127.0.0.1")) {
            spsend(0, "-p", "" + port, "-n", "5", "-a", "225.1.1.7", "-i", "127.0.0.1");
            receiver.expect(report(5, 0, 0));
        }
    }

    @Test
    void defect60_14_17_valuesThatMakeNoSense() throws Exception {
        assertThat(spsend(1, "-b", "0")).startsWith("A burst has at least 1 packet: 0\n");
        assertThat(spsend(1, "-s", "65508")).startsWith("A packet has 12 to 65507 bytes: 65508\n");
        assertThat(spsend(1, "-s", "11")).startsWith("A packet has 12 to 65507 bytes: 11\n");
        assertThat(spsend(0, "-x")).startsWith("Usage: \n\t[-p <port number>] : to send on, default is 4444\n");
        assertThat(spsend(0, "-p")).startsWith("Usage: \n");
        assertThat(spsend(1, "-a", "255.255.255.255.1")).startsWith("spsend: no such address");
        // A broadcast address of no interface: nothing can be sent, and that is not tried for ever.
        assertThat(spsend(1, "-a", "127.0.0.1", "-i", "127.0.0.1", "-s", "65507", "-p", "0"))
                .startsWith("Port must be 1 to 65535: 0\n");
    }

    @Test
    void check60_13_withSpreadsPrograms() throws Exception {
        ReferenceInstall reference = ReferenceInstall.assumeLevel4();
        try (Receiver receiver = new Receiver("-d");
                CapturedProcess theirs = reference.startTool(
                        folder, "spsend", "-a", "127.0.0.1", "-p", "" + port, "-n", "50", "-b", "10", "-t", "5")) {
            assertThat(theirs.awaitExit(PATIENCE)).isZero();
            receiver.expect(report(50, 0, 0));
        }
        try (Receiver receiver = new Receiver("-a", "225.1.1.7", "-i", "127.0.0.1", "--compatible");
                CapturedProcess sprecv = reference.startTool(folder, "sprecv", "-p", "" + (port + 1), "-d")) {
            sprecv.awaitLine("Ready to receive on port " + (port + 1), PATIENCE);
            spsend(0, "-p", "" + (port + 1), "-n", "20", "-b", "5", "-t", "1");
            sprecv.awaitLine("Report: total packets 20, total missed 1, total corrupted 0", PATIENCE);
            spsend(0, "-p", "" + (port + 1), "-n", "20", "-b", "5", "-t", "1");
            sprecv.awaitLine("Report: total packets 20, total missed 0, total corrupted 0", PATIENCE);
            receiver.expect("");
        }
    }
}
