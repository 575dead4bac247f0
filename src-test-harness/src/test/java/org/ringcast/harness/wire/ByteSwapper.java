package org.ringcast.harness.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.ringcast.daemon.wire.PacketKind;

/**
 * Turns a little-endian packet into what a big-endian daemon would have sent, and back. Written without the codecs: all offsets
 * are numbers here, so that a mistake in the codecs' constants shows.
 */
public final class ByteSwapper {
    private final byte[] bytes;
    private final boolean wasLittle;

    private ByteSwapper(byte[] bytes) {
        this.bytes = bytes;
        this.wasLittle = (bytes[0] & 0x80) != 0;
    }

    /** A copy in the other byte order. The bytes of messages in data packets stay, as they do on a real network. */
    public static byte[] swap(PacketKind kind, byte[] packet) {
        ByteSwapper swapper = new ByteSwapper(packet.clone());
        // Sizes of the fields of both headers; 2 + 2 bytes at the end are fragment index and length in the one.
        if (kind == PacketKind.TOKEN || kind == PacketKind.FORM1 || kind == PacketKind.FORM2) {
            swapper.fields(0, 4, 4, 4, 4, 4, 4, 4, 4, 2, 2, 4);
        } else {
            swapper.fields(0, 4, 4, 4, 4, 4, 4, 4, 4, 2, 2, 2, 2);
        }
        swapper.body(kind);
        swapper.bytes[0] ^= (byte) 0x80;
        swapper.bytes[3] ^= (byte) 0x80;
        return swapper.bytes;
    }

    private void body(PacketKind kind) {
        switch (kind) {
            case DATA -> fragments();
            case ALIVE -> memberList(40);
            case JOIN -> repList(memberList(40), 0);
            case PARTITION, FLOW_CONTROL -> shorts(40, (bytes.length - 40) / 2);
            case STATUS -> {
                if (bytes.length > 40) {
                    ints(40, 18);
                    shorts(40 + 72, 12);
                }
            }
            case TOKEN -> requests();
            case FORM1 -> {
                shorts(40, 2);
                ints(44, 128);
                repList(556, 25);
                rings(760);
            }
            case FORM2 -> {
                shorts(40, 2);
                ints(44, 128);
                ints(556, 2);
                rings(564);
            }
            case HURRY, REFER, RELOAD -> {}
            case UNKNOWN -> throw new IllegalArgumentException("packet of no known kind");
        }
    }

    private void fragments() {
        int at = shortBefore(38);
        int end = bytes.length - 40;
        while (at < end) {
            int header = (at + 3) / 4 * 4;
            fields(40 + header, 2, 2);
            at = header + 4 + shortBefore(40 + header + 2);
        }
    }

    private int memberList(int at) {
        shorts(at, 2);
        int count = shortBefore(at);
        ints(at + 4, count);
        return at + 4 + 4 * count;
    }

    /** With {@code fixedEntries} the list has that many entries, used or not. */
    private void repList(int at, int fixedEntries) {
        shorts(at, 2);
        int entries = fixedEntries > 0 ? fixedEntries : shortBefore(at);
        for (int i = 0; i < entries; i++) {
            fields(at + 4 + 8 * i, 4, 2, 2);
        }
    }

    private void rings(int at) {
        ints(at, 1);
        int count = intBefore(at);
        int ring = at + 4;
        for (int i = 0; i < count; i++) {
            fields(ring, 4, 4, 4, 4, 4, 4, 2, 2);
            int listed = intBefore(ring + 20) + shortBefore(ring + 24);
            ints(ring + 28, listed);
            ring += 28 + 4 * listed;
        }
    }

    private void requests() {
        int at = 40;
        while (at < bytes.length) {
            fields(at, 4, 4, 4, 2, 2);
            int count = shortBefore(at + 14);
            ints(at + 16, count);
            at += 16 + 4 * count;
        }
    }

    private void ints(int at, int count) {
        int[] sizes = new int[count];
        Arrays.fill(sizes, 4);
        fields(at, sizes);
    }

    private void shorts(int at, int count) {
        int[] sizes = new int[count];
        Arrays.fill(sizes, 2);
        fields(at, sizes);
    }

    private void fields(int start, int... sizes) {
        int at = start;
        for (int size : sizes) {
            for (int i = 0; i < size / 2; i++) {
                byte swapped = bytes[at + i];
                bytes[at + i] = bytes[at + size - 1 - i];
                bytes[at + size - 1 - i] = swapped;
            }
            at += size;
        }
    }

    /** The value of a field that has already been swapped. */
    private int shortBefore(int at) {
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        return wasLittle ? buffer.getShort(at) : buffer.getShortLE(at);
    }

    private int intBefore(int at) {
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        return wasLittle ? buffer.getInt(at) : buffer.getIntLE(at);
    }
}
