package org.ringcast.harness.interop;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A monitor's request for a partition, sent to one daemon only. */
final class PartitionVector {
    private static final int TYPE = 0x8200_0080;
    private static final int HEADER_BYTES = 40;
    private static final int MAX_DAEMONS = 128;
    private static final Pattern HASH = Pattern.compile("Hash value for this configuration is: (\\d+)");

    private PartitionVector() {}

    /** Tells a daemon, from its own machine and in its own name, the component of each daemon. Level 5. */
    static void tell(Site site, int daemon, int... components) {
        Node node = site.node(daemon);
        int hash = (int) number(node, HASH);
        int id = (int) number(node, Pattern.compile("\\b" + Pattern.quote(node.name()) + "\\s+.*ID: (-?\\d+)"));
        ByteBuffer packet = ByteBuffer.allocate(HEADER_BYTES + 2 * MAX_DAEMONS).order(ByteOrder.LITTLE_ENDIAN);
        packet.putInt(0, TYPE).putInt(4, id).putInt(8, id).putInt(28, hash).putShort(32, (short) (2 * MAX_DAEMONS));
        for (int i = 0; i < components.length; i++) {
            packet.putShort(HEADER_BYTES + 2 * i, (short) components[i]);
        }
        StringBuilder octal = new StringBuilder();
        for (byte b : packet.array()) {
            octal.append(String.format("\\%03o", b & 0xff));
        }
        List<String> command = new ArrayList<>(site.launcher(daemon));
        String to = "/dev/udp/" + site.address(daemon) + "/" + site.port(daemon);
        // One write, so one datagram.
        command.addAll(List.of("bash", "-c", "printf '" + octal + "' | dd bs=2048 iflag=fullblock 2>/dev/null >" + to));
        Shell.run(command, "");
    }

    private static long number(Node node, Pattern pattern) {
        for (String line : node.log()) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return Long.parseLong(matcher.group(1));
            }
        }
        throw new AssertionError(node.name() + " did not print " + pattern);
    }
}
