package org.ringcast.monitor;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code sprecv}: counts what is missing of the packets of {@code spsend}. Runs until it is killed. */
@Command(
        name = "sprecv",
        customSynopsis = "sprecv [OPTIONS]",
        description = {
            "Receives the packets of spsend and tells how many are missing. Runs until it is killed.",
            "Exit status: 0, or 1 when the socket cannot be had."
        },
        versionProvider = ToolVersion.class)
public final class SpRecv {
    private static final int MAX_BYTES = 65_536;

    private static final String USAGE = """
            Usage: r
            \t[-p <port number>] : to receive on, default is 4444
            \t[-a <multicast class D address>] : if receiving multicast is desirable, default is 0
            \t[-i <IP interface>] : set interface, default is 0
            \t[-d ]              : print a detailed report whenever messages are missed
            """;

    @Option(names = "-p", paramLabel = "PORT", description = "UDP port. Default: ${DEFAULT-VALUE}.")
    private int port = 4444;

    @Option(
            names = "-a",
            paramLabel = "ADDRESS",
            description = "Multicast address to receive on: packets sent to it are received, and no others.")
    private String multicast;

    @Option(
            names = "-i",
            paramLabel = "ADDRESS",
            description =
                    "Address of this machine: with -a its interface joins the group; without, only packets to this"
                            + " address are received, which may be a broadcast address.")
    private String local;

    @Option(names = "-d", description = "Print a line for each gap.")
    private boolean detailed;

    @Option(
            names = "--compatible",
            description = "Count exactly as Spread's sprecv, with its phantom loss in the first round.")
    private boolean compatible;

    @Option(names = "--json", description = "Print one JSON object for each round.")
    private boolean json;

    @Mixin
    private final ToolQuestions questions = new ToolQuestions();

    private SpRecv() {}

    public static void main(String[] args) {
        System.exit(run(args, SpOutput.standard()));
    }

    /** Runs the command, until its thread is interrupted, and returns its exit status. */
    public static int run(String[] args, PrintStream out) {
        SpRecv receive = new SpRecv();
        CommandLine command = new CommandLine(receive);
        try {
            ToolArguments.parse(command, args);
        } catch (ToolArguments.UsageException e) {
            out.print(USAGE);
            out.flush();
            return 0;
        }
        if (receive.questions.answer(command, out)) {
            return 0;
        }
        try (DatagramChannel channel = receive.open()) {
            receive.run(channel, out);
            return 0;
        } catch (ClosedByInterruptException e) {
            return 0;
        } catch (IOException e) {
            out.print("sprecv: " + e.getMessage() + "\n");
            return 1;
        } finally {
            out.flush();
        }
    }

    private DatagramChannel open() throws IOException {
        InetAddress own = local == null ? null : resolve(local);
        InetAddress group = multicast == null ? null : resolve(multicast);
        if (group != null && !group.isMulticastAddress()) {
            group = null;
        }
        InetAddress at = group == null ? own : group;
        DatagramChannel channel =
                DatagramChannel.open(at == null ? StandardProtocolFamily.INET : ProbeSockets.family(at));
        try {
            if (group == null) {
                channel.bind(at == null ? new InetSocketAddress(port) : new InetSocketAddress(at, port));
            } else {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(new InetSocketAddress(group, port));
                channel.join(group, interfaceFor(own));
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new IOException("port " + port + ": " + e.getMessage(), e);
        }
    }

    private static NetworkInterface interfaceFor(InetAddress own) throws IOException {
        if (own != null) {
            NetworkInterface with = NetworkInterface.getByInetAddress(own);
            if (with == null) {
                throw new IOException("no interface has the address " + own.getHostAddress());
            }
            return with;
        }
        return NetworkInterface.networkInterfaces()
                .filter(SpRecv::canMulticast)
                .findFirst()
                .orElseThrow(() -> new IOException("no interface can multicast"));
    }

    private static boolean canMulticast(NetworkInterface one) {
        try {
            return one.isUp() && one.supportsMulticast() && !one.isLoopback();
        } catch (IOException e) {
            return false;
        }
    }

    private static InetAddress resolve(String name) throws IOException {
        try {
            return InetAddress.getByName(name);
        } catch (UnknownHostException e) {
            throw new IOException("no such address: " + name, e);
        }
    }

    private void run(DatagramChannel channel, PrintStream out) throws IOException {
        if (!json) {
            out.print("Ready to receive on port " + port + "\n");
            out.flush();
        }
        ProbeCounter counter = compatible ? new SpreadProbeCounter(detailed) : new RoundCounter(detailed, json);
        ByteBuffer bytes = ByteBuffer.allocateDirect(MAX_BYTES);
        while (true) {
            bytes.clear();
            InetSocketAddress source = (InetSocketAddress) channel.receive(bytes);
            bytes.flip();
            String text = counter.onDatagram(source, Unpooled.wrappedBuffer(bytes), System.nanoTime());
            if (!text.isEmpty()) {
                out.print(text);
                out.flush();
            }
        }
    }
}
