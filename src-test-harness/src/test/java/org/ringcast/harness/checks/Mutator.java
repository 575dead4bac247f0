package org.ringcast.harness.checks;

import static org.ringcast.harness.checks.RawClient.concat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.ringcast.protocol.ConnectRequest;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.FrameValidator;
import org.ringcast.protocol.LibraryVersion;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.PrivateGroup;
import org.ringcast.protocol.ServiceType;

/** What clients say, with faults. The same random numbers give the same faults. */
final class Mutator {
    private static final int[] TYPES = {
        0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x44, 0x40000010, ServiceType.JOIN, ServiceType.LEAVE
    };
    private static final int[] FIELDS = {
        FrameHeader.TYPE_OFFSET,
        FrameHeader.SENDER_OFFSET,
        FrameHeader.GROUP_COUNT_OFFSET,
        FrameHeader.HINT_OFFSET,
        FrameHeader.DATA_LENGTH_OFFSET,
        Limits.HEADER
    };
    private static final int[] WORDS = {
        0,
        1,
        -1,
        2,
        43,
        44,
        99,
        100,
        101,
        1432,
        143_120,
        143_121,
        144_000,
        144_001,
        0x7fffffff,
        0x80000000,
        0x80000080,
        0x80,
        0x100,
        0x1000,
        0x2000,
        0x4000,
        0x8000,
        0x80004,
        0x100004,
        0x200004,
        0x400004,
        0x70000,
        0x01000000
    };
    private static final String[] GROUPS = {
        "witnessed", "g", "", "#witness#d1", "#nobody#d9", "x".repeat(31), "x".repeat(32)
    };
    private static final LibraryVersion[] VERSIONS = {
        RawClient.CURRENT, LibraryVersion.JAVA, new LibraryVersion(3, 15, 0), new LibraryVersion(3, 1, 0)
    };

    private static final int MAX_MESSAGES = 50;

    private final Random random;
    private int names;
    private int cases;

    Mutator(Random random) {
        this.random = random;
    }

    /** Handshakes and frames with faults so far. */
    int cases() {
        return cases;
    }

    /**
     * All bytes of one connection: either one fault in its handshake, or messages with faults up to and with the first that
     * is to end the session, so that each of them is read.
     */
    byte[] next() {
        names++;
        String name = "f" + Integer.toString(names, 36);
        LibraryVersion version = random.nextInt(4) > 0 ? RawClient.CURRENT : VERSIONS[random.nextInt(VERSIONS.length)];
        byte[] connect = ConnectRequest.of(version, random.nextBoolean(), random.nextBoolean(), name)
                .encode();
        byte[] choice = version.exchangesAuthentication() ? RawClient.choice("NULL") : new byte[0];
        int place = random.nextInt(8);
        if (place < 2) {
            cases++;
            byte[] message = frame(name);
            return place == 0
                    ? concat(mutate(connect, false), choice, message)
                    : concat(connect, mutate(choice, false), message);
        }
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        FrameValidator validator = new FrameValidator(new PrivateGroup(name, "d1"));
        boolean goesOn = true;
        for (int i = 0; i < MAX_MESSAGES && goesOn; i++) {
            cases++;
            byte[] frame = frame(name);
            for (int faults = 1 + random.nextInt(3); faults > 0; faults--) {
                // Mostly faults that a daemon must live with, or nothing else would ever be read.
                boolean mild = frame.length >= Limits.HEADER && random.nextInt(16) > 0;
                frame = mild ? mutateMildly(frame) : mutate(frame, true);
            }
            goesOn = isWhole(validator, frame);
            messages.writeBytes(frame);
        }
        messages.writeBytes(frame(name));
        return concat(connect, choice, messages.toByteArray());
    }

    /** Whether a daemon takes the bytes as one message and reads on behind it. */
    private static boolean isWhole(FrameValidator validator, byte[] frame) {
        if (frame.length < Limits.HEADER) {
            return false;
        }
        byte[] copy = frame.clone();
        FrameHeader header = new FrameHeader().wrap(copy, 0);
        return validator.checkHeader(header) == null
                && Limits.HEADER + header.payloadLength() == frame.length
                && validator.checkGroups(header, copy, Limits.HEADER) == null
                && !ServiceType.isKill(header.serviceBits());
    }

    /** Changes names of groups, the body, the message type, or what stands behind the name of the sender. */
    private byte[] mutateMildly(byte[] frame) {
        byte[] copy = frame.clone();
        if (copy.length > Limits.HEADER && random.nextInt(3) > 0) {
            byte[] noise = random(1 + random.nextInt(8));
            int at = Limits.HEADER + random.nextInt(copy.length - Limits.HEADER);
            System.arraycopy(noise, 0, copy, at, Math.min(noise.length, copy.length - at));
        } else if (random.nextBoolean()) {
            copy[FrameHeader.HINT_OFFSET + 1] = (byte) random.nextInt();
            copy[FrameHeader.HINT_OFFSET + 2] = (byte) random.nextInt();
        } else {
            copy[FrameHeader.GROUP_COUNT_OFFSET - 1 - random.nextInt(16)] = (byte) random.nextInt();
        }
        return copy;
    }

    private byte[] frame(String name) {
        List<String> groups = new ArrayList<>();
        int count = random.nextInt(50) == 0 ? random.nextInt(102) : random.nextInt(4);
        for (int i = 0; i < count; i++) {
            groups.add(GROUPS[random.nextInt(GROUPS.length)]);
        }
        byte[] body = new byte[random.nextInt(20) == 0 ? random.nextInt(5000) : random.nextInt(40)];
        random.nextBytes(body);
        int type = random.nextInt(40) == 0 ? ServiceType.KILL : TYPES[random.nextInt(TYPES.length)];
        return Frame.of(random.nextInt(3) > 0, type, name, (short) random.nextInt(), groups, body)
                .bytes();
    }

    private byte[] mutate(byte[] bytes, boolean isFrame) {
        if (bytes.length == 0) {
            return new byte[random.nextInt(8)];
        }
        int at = random.nextInt(bytes.length);
        byte[] copy = bytes.clone();
        switch (random.nextInt(isFrame ? 12 : 6)) {
            case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> copy[at] = (byte) random.nextInt();
            case 2 -> copy = Arrays.copyOf(bytes, at);
            case 3 ->
                copy = concat(
                        Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, random.nextInt(at + 1), bytes.length));
            case 4 ->
                copy = concat(
                        Arrays.copyOf(bytes, at),
                        random(1 + random.nextInt(40)),
                        Arrays.copyOfRange(bytes, at, bytes.length));
            case 5 -> {
                byte[] noise = random(1 + random.nextInt(8));
                System.arraycopy(noise, 0, copy, at, Math.min(noise.length, copy.length - at));
            }
            case 6, 7, 8 -> putWord(copy, FIELDS[random.nextInt(FIELDS.length)], WORDS[random.nextInt(WORDS.length)]);
            case 9 -> putWord(copy, FrameHeader.TYPE_OFFSET, ServiceType.FIFO | 0x80000080 | 1 << random.nextInt(32));
            case 10 -> flip(copy, random.nextInt(Limits.HEADER));
            default -> flip(copy, FrameHeader.SENDER_OFFSET + random.nextInt(12));
        }
        return copy;
    }

    private void flip(byte[] bytes, int at) {
        if (at < bytes.length) {
            bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
    }

    private void putWord(byte[] bytes, int offset, int word) {
        if (bytes.length >= offset + 4) {
            ByteOrder order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            ByteBuffer.wrap(bytes).order(order).putInt(offset, word);
        }
    }

    private byte[] random(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }
}
