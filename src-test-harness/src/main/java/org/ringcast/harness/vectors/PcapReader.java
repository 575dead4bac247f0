package org.ringcast.harness.vectors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the UDP datagrams out of a capture file in the classic pcap format (not pcapng), over IPv4 and IPv6. IP fragments are
 * put together; a datagram has the time of the fragment that completed it. Everything that is not UDP is left out, and so is
 * what the capture cut short.
 *
 * <p>Link types: BSD loopback (0, 108), Ethernet (1, with VLAN tags), raw IP (12, 14, 101, 228, 229), Linux cooked (113, 276).
 */
public final class PcapReader {
    private static final int MAGIC_MICROS = 0xa1b2c3d4;
    private static final int MAGIC_NANOS = 0xa1b23c4d;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;

    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int ETHERTYPE_VLAN = 0x8100;
    private static final int PROTOCOL_UDP = 17;
    private static final int IPV6_HEADER = 40;
    private static final int IPV6_FRAGMENT = 44;
    private static final int UDP_HEADER = 8;

    private final ByteBuffer file;
    private final int linkType;
    private final boolean nanos;
    private final Map<String, TreeMap<Integer, Piece>> fragments = new LinkedHashMap<>();
    private final List<CapturedDatagram> datagrams = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // identity is never asked for
    private record Piece(byte[] bytes, boolean last) {}

    private PcapReader(byte[] bytes) throws IOException {
        if (bytes.length < FILE_HEADER) {
            throw new IOException("capture file of " + bytes.length + " bytes");
        }
        file = ByteBuffer.wrap(bytes);
        int magic = file.getInt(0);
        if (magic != MAGIC_MICROS && magic != MAGIC_NANOS) {
            file.order(ByteOrder.LITTLE_ENDIAN);
            magic = file.getInt(0);
        }
        if (magic != MAGIC_MICROS && magic != MAGIC_NANOS) {
            throw new IOException("no capture file: starts with " + Integer.toHexString(magic));
        }
        nanos = magic == MAGIC_NANOS;
        linkType = file.getInt(20) & 0xffff;
    }

    /**
     * Reads a whole file.
     *
     * @throws IOException when it is not a capture file or ends inside a packet
     */
    public static List<CapturedDatagram> read(InputStream stream) throws IOException {
        PcapReader reader = new PcapReader(stream.readAllBytes());
        reader.readRecords();
        return reader.datagrams;
    }

    private void readRecords() throws IOException {
        int at = FILE_HEADER;
        while (at < file.limit()) {
            if (file.limit() - at < RECORD_HEADER) {
                throw new IOException("capture file ends inside a packet header");
            }
            long seconds = file.getInt(at) & 0xffffffffL;
            long fraction = file.getInt(at + 4) & 0xffffffffL;
            int captured = file.getInt(at + 8);
            int original = file.getInt(at + 12);
            at += RECORD_HEADER;
            if (captured < 0 || captured > file.limit() - at) {
                throw new IOException("capture file ends inside a packet");
            }
            if (captured == original) {
                byte[] frame = Arrays.copyOfRange(file.array(), at, at + captured);
                onFrame(seconds * 1_000_000_000L + (nanos ? fraction : fraction * 1000), frame);
            }
            at += captured;
        }
    }

    private void onFrame(long timeNs, byte[] frame) throws IOException {
        switch (linkType) {
            case 0, 108 -> onIp(timeNs, frame, 4);
            case 1 -> {
                int type = 12;
                while (unsignedShort(frame, type) == ETHERTYPE_VLAN) {
                    type += 4;
                }
                onNetworkPacket(timeNs, unsignedShort(frame, type), frame, type + 2);
            }
            case 12, 14, 101, 228, 229 -> onIp(timeNs, frame, 0);
            case 113 -> onNetworkPacket(timeNs, unsignedShort(frame, 14), frame, 16);
            case 276 -> onNetworkPacket(timeNs, unsignedShort(frame, 0), frame, 20);
            default -> throw new IOException("link type " + linkType);
        }
    }

    private void onNetworkPacket(long timeNs, int etherType, byte[] frame, int at) throws IOException {
        if (etherType == ETHERTYPE_IPV4 || etherType == ETHERTYPE_IPV6) {
            onIp(timeNs, frame, at);
        }
    }

    private void onIp(long timeNs, byte[] frame, int at) throws IOException {
        if ((frame[at] & 0xf0) == 0x40) {
            onIpv4(timeNs, frame, at);
        } else {
            onIpv6(timeNs, frame, at);
        }
    }

    private void onIpv4(long timeNs, byte[] frame, int at) throws IOException {
        if (frame[at + 9] != PROTOCOL_UDP) {
            return;
        }
        int header = (frame[at] & 0x0f) * 4;
        byte[] payload = Arrays.copyOfRange(frame, at + header, at + unsignedShort(frame, at + 2));
        byte[] source = Arrays.copyOfRange(frame, at + 12, at + 16);
        byte[] destination = Arrays.copyOfRange(frame, at + 16, at + 20);
        int fragment = unsignedShort(frame, at + 6);
        boolean more = (fragment & 0x2000) != 0;
        int offset = (fragment & 0x1fff) * 8;
        if (more || offset > 0) {
            String key = HexFormat.of().formatHex(frame, at + 12, at + 20) + unsignedShort(frame, at + 4);
            payload = reassemble(key, offset, new Piece(payload, !more));
        }
        onUdp(timeNs, source, destination, payload);
    }

    private void onIpv6(long timeNs, byte[] frame, int at) throws IOException {
        byte[] source = Arrays.copyOfRange(frame, at + 8, at + 24);
        byte[] destination = Arrays.copyOfRange(frame, at + 24, at + 40);
        int next = frame[at + 6];
        byte[] payload = Arrays.copyOfRange(frame, at + IPV6_HEADER, at + IPV6_HEADER + unsignedShort(frame, at + 4));
        if (next == IPV6_FRAGMENT) {
            next = payload[0];
            int fragment = unsignedShort(payload, 2);
            String key = HexFormat.of().formatHex(frame, at + 8, at + 40)
                    + HexFormat.of().formatHex(payload, 4, 8);
            Piece piece = new Piece(Arrays.copyOfRange(payload, 8, payload.length), (fragment & 1) == 0);
            payload = reassemble(key, fragment & 0xfff8, piece);
        }
        if (next == PROTOCOL_UDP) {
            onUdp(timeNs, source, destination, payload);
        }
    }

    /** The whole packet when {@code piece} was the last that was missing, else nothing. */
    private byte[] reassemble(String key, int offset, Piece piece) {
        TreeMap<Integer, Piece> pieces = fragments.computeIfAbsent(key, k -> new TreeMap<>());
        pieces.put(offset, piece);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (Map.Entry<Integer, Piece> entry : pieces.entrySet()) {
            if (entry.getKey() != whole.size()) {
                break;
            }
            whole.writeBytes(entry.getValue().bytes());
            if (entry.getValue().last()) {
                fragments.remove(key);
                return whole.toByteArray();
            }
        }
        return new byte[0];
    }

    private void onUdp(long timeNs, byte[] source, byte[] destination, byte[] udp) throws IOException {
        if (udp.length < UDP_HEADER || udp.length < unsignedShort(udp, 4)) {
            return;
        }
        datagrams.add(new CapturedDatagram(
                timeNs,
                new InetSocketAddress(InetAddress.getByAddress(source), unsignedShort(udp, 0)),
                new InetSocketAddress(InetAddress.getByAddress(destination), unsignedShort(udp, 2)),
                Arrays.copyOfRange(udp, UDP_HEADER, unsignedShort(udp, 4))));
    }

    private static int unsignedShort(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }
}
