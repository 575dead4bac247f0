package org.ringcast.harness.sim.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.TokenHeader;
import org.ringcast.daemon.wire.WireLimits;
import org.ringcast.harness.sim.Datagram.Port;
import org.ringcast.harness.sim.SimRandom;

/** Changes packets in all sorts of ways. Configuration hash and transmitter are those of the packet it began with. */
final class PacketMutator {
    private static final int[] INTERESTING = {
        0,
        1,
        -1,
        2,
        19,
        20,
        21,
        24,
        25,
        26,
        99,
        100,
        101,
        127,
        128,
        129,
        255,
        1432,
        1472,
        1600,
        1601,
        2600,
        4096,
        8192,
        0x7fff,
        0x8000,
        0xffff,
        1 << 30,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE
    };
    private static final int[] TYPE_BITS = {
        PacketType.UNRELIABLE,
        PacketType.RELIABLE,
        PacketType.FIFO,
        PacketType.AGREED,
        PacketType.SAFE,
        PacketType.ROUTED,
        PacketType.HURRY,
        PacketType.ALIVE,
        PacketType.JOIN,
        PacketType.REFER,
        PacketType.FORM1,
        PacketType.FORM2,
        PacketType.ARQ_MASK,
        PacketType.RETRANS_MASK,
        PacketType.STATUS,
        PacketType.PARTITION,
        PacketType.FLOW_CONTROL,
        PacketType.RELOAD
    };
    private static final int HEADER = WireLimits.PACKET_HEADER_BYTES;

    private final SimRandom random;

    PacketMutator(SimRandom random) {
        this.random = random;
    }

    /**
     * A packet that is not quite like {@code genuine}.
     *
     * @param others packets to take pieces from, at least one
     */
    byte[] mutate(byte[] genuine, Port port, List<byte[]> others) {
        if (random.chance(0.05)) {
            return genuine; // as it is, but at another time
        }
        byte[] bytes = genuine;
        int changes = random.between(1, 4);
        for (int i = 0; i < changes; i++) {
            bytes = change(bytes, port, others);
        }
        return finish(bytes, genuine, port);
    }

    private byte[] change(byte[] bytes, Port port, List<byte[]> others) {
        return switch (random.below(9)) {
            case 0 -> flipBits(bytes.clone());
            case 1, 2 -> setField(bytes.clone());
            case 3 -> Arrays.copyOf(bytes, random.between(0, bytes.length));
            case 4 -> extend(bytes, port);
            case 5 -> splice(bytes, random.pick(others));
            case 6 -> turnType(bytes.clone());
            case 7 -> moveField(bytes.clone());
            default -> noise(bytes.clone());
        };
    }

    private byte[] flipBits(byte[] bytes) {
        int flips = bytes.length == 0 ? 0 : random.between(1, 8);
        for (int i = 0; i < flips; i++) {
            bytes[random.below(bytes.length)] ^= (byte) (1 << random.below(8));
        }
        return bytes;
    }

    /** Puts a number at a place where numbers stand: at even offsets, most often early in the packet. */
    private byte[] setField(byte[] bytes) {
        int at = place(bytes, Integer.BYTES);
        if (at >= 0) {
            int value = random.pick(Arrays.stream(INTERESTING).boxed().toList());
            ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
            if (random.chance(0.5)) {
                buffer.setIntLE(at, value);
            } else {
                buffer.setShortLE(at, value);
            }
        }
        return bytes;
    }

    /** Makes a number a little larger or smaller. */
    private byte[] moveField(byte[] bytes) {
        int at = place(bytes, Integer.BYTES);
        if (at >= 0) {
            ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
            int step = random.between(-random.between(1, 3_000), random.between(1, 3_000));
            if (random.chance(0.5)) {
                buffer.setIntLE(at, buffer.getIntLE(at) + step);
            } else {
                buffer.setShortLE(at, buffer.getShortLE(at) + step);
            }
        }
        return bytes;
    }

    private int place(byte[] bytes, int width) {
        int end = random.chance(0.6) ? Math.min(bytes.length, 96) : bytes.length;
        return end < width ? -1 : random.below((end - width) / 2 + 1) * 2;
    }

    private byte[] extend(byte[] bytes, Port port) {
        int limit = port == Port.DATA ? WireLimits.MAX_PACKET_BYTES : 4_000;
        int room = limit - bytes.length;
        if (room <= 0) {
            return bytes;
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + random.between(1, room));
        if (random.chance(0.7)) {
            for (int i = bytes.length; i < longer.length; i++) {
                longer[i] = (byte) random.below(256);
            }
        }
        return longer;
    }

    /** The beginning of one packet and the end of another. */
    private byte[] splice(byte[] bytes, byte[] other) {
        int keep = random.between(Math.min(HEADER, bytes.length), bytes.length);
        int from = random.below(other.length);
        byte[] joined = Arrays.copyOf(bytes, keep + other.length - from);
        System.arraycopy(other, from, joined, keep, other.length - from);
        return joined;
    }

    private byte[] turnType(byte[] bytes) {
        if (bytes.length >= Integer.BYTES) {
            ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
            int bit = TYPE_BITS[random.below(TYPE_BITS.length)];
            int type = buffer.getIntLE(0);
            int kept = random.chance(0.5) ? type : type & PacketType.ENDIAN_MARK;
            buffer.setIntLE(0, random.chance(0.1) ? kept ^ PacketType.ENDIAN_MARK : kept ^ bit);
        }
        return bytes;
    }

    private byte[] noise(byte[] bytes) {
        if (bytes.length > HEADER) {
            int from = random.between(HEADER, bytes.length - 1);
            int to = random.between(from, bytes.length);
            for (int i = from; i < to; i++) {
                bytes[i] = (byte) random.below(256);
            }
        }
        return bytes;
    }

    /** Makes the packet pass the gate: transmitter and hash as they were, the length field most often the true length. */
    private byte[] finish(byte[] bytes, byte[] genuine, Port port) {
        byte[] result = bytes.length > limit(port) ? Arrays.copyOf(bytes, limit(port)) : bytes;
        if (result.length < HEADER || genuine.length < HEADER) {
            return result;
        }
        if (result == genuine) {
            result = genuine.clone();
        }
        ByteBuf to = Unpooled.wrappedBuffer(result);
        boolean little = (to.getIntLE(0) & PacketType.ENDIAN_MARK) == PacketType.ENDIAN_MARK;
        ByteBuf from = Unpooled.wrappedBuffer(genuine);
        int hashAt = port == Port.DATA ? PacketHeader.CONF_HASH_OFFSET : TokenHeader.CONF_HASH_OFFSET;
        copyInt(from, to, PacketHeader.TRANSMITTER_ID_OFFSET, little);
        copyInt(from, to, hashAt, little);
        if (random.chance(0.9)) {
            int lengthAt = port == Port.DATA ? PacketHeader.DATA_LEN_OFFSET : TokenHeader.RTR_LEN_OFFSET;
            int body = result.length - HEADER;
            to.setShort(lengthAt, little ? Short.reverseBytes((short) body) : body);
        }
        return result;
    }

    private static int limit(Port port) {
        return port == Port.DATA ? WireLimits.MAX_PACKET_BYTES : WireLimits.MAX_TOKEN_BYTES;
    }

    /** Daemons send in little-endian order; a packet whose mark was turned round gets the same numbers in the other order. */
    private static void copyInt(ByteBuf from, ByteBuf to, int at, boolean little) {
        int value = from.getIntLE(at);
        to.setInt(at, little ? Integer.reverseBytes(value) : value);
    }
}
