package org.ringcast.monitor;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ringcast.daemon.wire.ProbePacket;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code spsend}: sends numbered UDP packets that {@code sprecv} counts. No daemon is involved. */
@Command(
        name = "spsend",
        customSynopsis = "spsend [OPTIONS]",
        description = {
            "Sends numbered UDP packets in bursts, for sprecv to tell which are lost. No daemon is involved.",
            "Exit status: 0, or 1 when the address or the socket cannot be used or no packet could be sent."
        },
        versionProvider = ToolVersion.class)
public final class SpSend {
    private static final int MAX_BYTES = 65_507;

    private static final String USAGE = """
            Usage:\s
            \t[-p <port number>] : to send on, default is 4444
            \t[-b <burst>]       : number of packets in each burst, default is 100
            \t[-t <delay>]       : time (mili-secs) to wait between bursts, default 10
            \t[-n <num packets>] : total number of packets to send, default is 10000
            \t[-s <num bytes>]   : size of each packet, default is 1024
            \t[-a <IP address>]  : default is 127.0.0.1
            """;

    @Option(names = "-p", paramLabel = "PORT", description = "UDP port to send to. Default: ${DEFAULT-VALUE}.")
    private int port = 4444;

    @Option(
            names = "-b",
            paramLabel = "PACKETS",
            description = "Packets in a burst, sent back to back. Default: ${DEFAULT-VALUE}.")
    private int burst = 100;

    @Option(names = "-t", paramLabel = "MILLIS", description = "Time between bursts. Default: ${DEFAULT-VALUE}.")
    private int delayMillis = 10;

    @Option(names = "-n", paramLabel = "PACKETS", description = "How many packets. Default: ${DEFAULT-VALUE}.")
    private int count = 10_000;

    @Option(
            names = "-s",
            paramLabel = "BYTES",
            description = "UDP payload of a packet, 12..65507. Default: ${DEFAULT-VALUE}.")
    private int bytes = 1024;

    @Option(
            names = "-a",
            paramLabel = "ADDRESS",
            description = "Where to send: a host's address, a broadcast or a multicast address, IPv4 or IPv6. Default:"
                    + " ${DEFAULT-VALUE}.")
    private String address = "127.0.0.1";

    @Option(names = "-i", paramLabel = "ADDRESS", description = "Address to send from. Default: the system's choice.")
    private String from;

    @Option(names = "--json", description = "Print one JSON object when done, and nothing else.")
    private boolean json;

    @Mixin
    private final ToolQuestions questions = new ToolQuestions();

    private SpSend() {}

    public static void main(String[] args) throws InterruptedException {
        System.exit(run(args, SpOutput.standard()));
    }

    /** Runs the command and returns its exit status. */
    public static int run(String[] args, PrintStream out) throws InterruptedException {
        SpSend send = new SpSend();
        CommandLine command = new CommandLine(send);
        try {
            ToolArguments.parse(command, args);
        } catch (ToolArguments.UsageException e) {
            out.print(USAGE);
            out.flush();
            return 0;
        }
        if (send.questions.answer(command, out)) {
            return 0;
        }
        String bad = send.badValue();
        if (bad != null) {
            out.print(bad + "\n\n" + USAGE);
            out.flush();
            return 1;
        }
        try {
            return send.run(out);
        } catch (IOException e) {
            out.print("spsend: " + e.getMessage() + "\n");
            return 1;
        } finally {
            out.flush();
        }
    }

    /** What would make no sense: a burst of 0 has no end, larger packets cannot be sent, smaller ones lack their header. */
    private String badValue() {
        if (port < 1 || port > 65_535) {
            return "Port must be 1 to 65535: " + port;
        }
        if (burst < 1) {
            return "A burst has at least 1 packet: " + burst;
        }
        if (bytes < ProbePacket.HEADER_BYTES || bytes > MAX_BYTES) {
            return "A packet has " + ProbePacket.HEADER_BYTES + " to " + MAX_BYTES + " bytes: " + bytes;
        }
        return count < 0 || delayMillis < 0 ? "Not a number from 0 on: " + Math.min(count, delayMillis) : null;
    }

    private int run(PrintStream out) throws IOException, InterruptedException {
        InetSocketAddress target = new InetSocketAddress(resolve(address), port);
        if (!json) {
            out.print(MonitorTexts.format(
                    "Checking (%s, %d). Each burst has %d packets, %d bytes each with %d msec delay in between, for a"
                            + " total of %d packets\n",
                    address, port, burst, bytes, delayMillis, count));
            out.flush();
        }
        try (DatagramChannel channel = open(target)) {
            ProbeSender sender = new ProbeSender(channel, target, bytes);
            long start = System.nanoTime();
            CountDownLatch never = new CountDownLatch(1);
            for (int i = 1; i <= count; i++) {
                sender.send(i, false);
                if (i % burst == 0 && delayMillis > 0) {
                    never.await(delayMillis, TimeUnit.MILLISECONDS);
                }
                if (i % 1000 == 0 && !json) {
                    out.print("sent " + i + " packets of " + bytes + " bytes\n");
                    out.flush();
                }
            }
            never.await(10 + delayMillis / 1000 * 1000L, TimeUnit.MILLISECONDS);
            sender.send(count, true);
            long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
            tell(out, sender.problems(), micros);
            return sender.isHopeless() ? 1 : 0;
        }
    }

    private void tell(PrintStream out, long problems, long micros) {
        if (json) {
            out.print(new JsonObject()
                            .put("address", address)
                            .put("port", port)
                            .put("packets", count)
                            .put("bytes", bytes)
                            .put("problems", problems)
                            .put("seconds", micros / 1e6, 6)
                    + "\n");
        } else {
            out.print("total time is (" + micros / 1_000_000 + "," + micros % 1_000_000 + "), with " + problems
                    + " problems \n");
        }
    }

    private static InetAddress resolve(String name) throws IOException {
        try {
            return InetAddress.getByName(name);
        } catch (UnknownHostException e) {
            throw new IOException("no such address: " + name, e);
        }
    }

    private DatagramChannel open(InetSocketAddress target) throws IOException {
        DatagramChannel channel = DatagramChannel.open(ProbeSockets.family(target.getAddress()));
        try {
            if (from != null) {
                channel.bind(new InetSocketAddress(resolve(from), 0));
                ProbeSockets.setMulticastInterface(channel, resolve(from));
            }
            channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
            channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1);
            return channel;
        } catch (SocketException e) {
            channel.close();
            throw e;
        }
    }
}
