package org.ringcast.harness.wire;

import java.util.Arrays;
import org.ringcast.daemon.wire.PacketKind;

/**
 * Blanks what has no meaning in a packet: padding, left-over areas, fields that a kind does not use. See
 * docs/protocol/packets.md. Written without the codecs.
 */
final class Undefined {
    private Undefined() {}

    /** A copy with all bytes without meaning set to 0. */
    static byte[] blank(PacketKind kind, byte[] packet) {
        byte[] copy = packet.clone();
        boolean little = (packet[0] & 0x80) != 0;
        switch (kind) {
            case DATA -> {
                fill(copy, 34, 2);
                blankAlignment(copy, little);
            }
            case ALIVE, JOIN, REFER -> {
                fill(copy, 20, 8);
                fill(copy, 34, 6);
                if (kind != PacketKind.REFER) {
                    fill(copy, 42, 2);
                }
                if (kind == PacketKind.JOIN) {
                    fill(copy, 44 + 4 * readShort(copy, 40, little) + 2, 2);
                }
            }
            case FORM1 -> {
                blankMembers(copy, little);
                int used = 560 + 8 * readShort(copy, 556, little);
                fill(copy, used, 760 - used);
            }
            case FORM2 -> blankMembers(copy, little);
            default -> {
                // all bytes mean something
            }
        }
        return copy;
    }

    private static void blankMembers(byte[] copy, boolean little) {
        int used = 44 + 4 * (readShort(copy, 40, little) + readShort(copy, 42, little));
        fill(copy, used, 556 - used);
    }

    private static void blankAlignment(byte[] copy, boolean little) {
        int end = copy.length - 40;
        int at = readShort(copy, 38, little);
        while (at < end) {
            int header = (at + 3) / 4 * 4;
            fill(copy, 40 + at, header - at);
            at = header + 4 + readShort(copy, 40 + header + 2, little);
        }
    }

    private static void fill(byte[] bytes, int at, int count) {
        Arrays.fill(bytes, at, at + count, (byte) 0);
    }

    private static int readShort(byte[] bytes, int at, boolean little) {
        int first = bytes[at] & 0xff;
        int second = bytes[at + 1] & 0xff;
        return (short) (little ? (second << 8) | first : (first << 8) | second);
    }
}
