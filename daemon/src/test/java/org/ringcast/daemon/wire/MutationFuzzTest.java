package org.ringcast.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Good packets with a few bytes changed, cut or added, put into buffers without one byte to spare, must make no validator throw;
 * and what a validator accepts must be readable to the last field without leaving the packet. Mutations often leave the type word
 * alone and put the length right again, so that the checks behind those are reached too: every verdict must come up.
 *
 * <p>Another seed: {@code -Dfuzz.seed=N}; more cases: {@code -Dfuzz.cases=N}.
 */
final class MutationFuzzTest {
    private static final int CASES = Integer.getInteger("fuzz.cases", 300_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20261121L);

    private static final int[] INTERESTING = {
        0,
        1,
        -1,
        2,
        3,
        4,
        7,
        19,
        20,
        25,
        26,
        100,
        101,
        127,
        128,
        129,
        255,
        256,
        1432,
        1433,
        1600,
        1601,
        0x7fff,
        0x8000,
        0xffff,
        0x7fffffff,
        0x80000000,
        0x80000001,
        0x40000000,
        0x10000
    };

    private final Random random = new Random(SEED);
    private final WireValidator level4 = new WireValidator(ProtocolLevel.LEVEL_4, 3);
    private final WireValidator level5 = new WireValidator(ProtocolLevel.LEVEL_5, 100);
    private final EveryField everyField = new EveryField();
    private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);

    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (String name : List.of(
                "alive",
                "data",
                "data-big-endian",
                "flow-control",
                "form1",
                "form2",
                "groups",
                "hurry",
                "join",
                "join-ring-rep",
                "partition",
                "refer",
                "reload",
                "status-reply",
                "status-request",
                "token",
                "token-big-endian")) {
            seeds.add(Sample.load(name).bytes());
        }
        return seeds;
    }

    @Test
    void mutatedPacketsNeverThrow() {
        List<byte[]> seeds = seeds();
        int accepted = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] mutant = mutate(seeds.get(random.nextInt(seeds.size())));
            try {
                accepted += judge(mutant) ? 1 : 0;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "seed " + SEED + ", case " + i + ": " + HexFormat.of().formatHex(mutant), e);
            }
        }
        System.out.println("Mutation fuzz: seed " + SEED + ", " + CASES + " packets, " + accepted
                + " accepted; verdicts " + verdicts);
        assertThat(accepted).isBetween(CASES / 50, CASES - CASES / 50);
        Set<Verdict> unseen = EnumSet.allOf(Verdict.class);
        unseen.removeAll(verdicts.keySet());
        assertThat(unseen).as("verdicts that no mutant got").isEmpty();
    }

    private boolean judge(byte[] mutant) {
        int offset = random.nextInt(4);
        ByteBuf buffer = Unpooled.buffer(offset + mutant.length, offset + mutant.length);
        buffer.setBytes(offset, mutant);
        // A length that is not there is never accepted, whatever the kind.
        int beyond = mutant.length + 1 + random.nextInt(3);
        boolean accepted = false;
        for (PacketKind kind : PacketKind.values()) {
            for (WireValidator validator : List.of(level4, level5)) {
                boolean ok = count(validator.validate(kind, buffer, offset, mutant.length));
                if (ok) {
                    everyField.read(kind, buffer, offset, mutant.length);
                    accepted = true;
                }
            }
            assertThat(level5.validate(kind, buffer, offset, beyond)).isIn(Verdict.BEYOND_BUFFER, Verdict.WRONG_KIND);
        }
        if (count(StatusReply.validate(buffer, offset, mutant.length))) {
            everyField.readStatusReply(buffer, offset, mutant.length);
            accepted = true;
        }
        if (count(GroupsMessage.validate(buffer, offset, mutant.length))) {
            everyField.readGroups(buffer, offset, mutant.length);
            accepted = true;
        }
        count(MessageHeader.validateMessage(buffer, offset, mutant.length));
        assertThat(GroupsMessage.validate(buffer, offset, beyond)).isEqualTo(Verdict.BEYOND_BUFFER);
        assertThat(StatusReply.validate(buffer, offset, beyond)).isEqualTo(Verdict.BEYOND_BUFFER);
        verdicts.merge(Verdict.BEYOND_BUFFER, 1, Integer::sum);
        return accepted;
    }

    private boolean count(Verdict verdict) {
        verdicts.merge(verdict, 1, Integer::sum);
        return verdict.isOk();
    }

    private byte[] mutate(byte[] seed) {
        byte[] mutant = seed.clone();
        int steps = 1 + random.nextInt(4);
        for (int i = 0; i < steps; i++) {
            mutant = mutateOnce(mutant);
        }
        if (mutant.length >= 4 && random.nextInt(4) != 0) {
            System.arraycopy(seed, 0, mutant, 0, 4);
        }
        if (mutant.length >= 40 && random.nextInt(4) != 0) {
            putLengthRight(mutant);
        }
        return mutant;
    }

    private byte[] mutateOnce(byte[] bytes) {
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> lengthen(bytes);
            default -> {
                if (bytes.length >= 8) {
                    changeField(bytes);
                }
                yield bytes;
            }
        };
    }

    private byte[] lengthen(byte[] bytes) {
        int added = 1 + random.nextInt(random.nextInt(40) == 0 ? 110_000 : 40);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + added);
        for (int i = bytes.length; i < Math.min(longer.length, bytes.length + 64); i++) {
            longer[i] = (byte) random.nextInt();
        }
        return longer;
    }

    private void changeField(byte[] bytes) {
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        boolean little = (bytes[0] & 0x80) != 0;
        // Half of the time among the fields that matter most: near the header's end and the body's start.
        int limit = random.nextBoolean() ? Math.min(bytes.length, 72) : bytes.length;
        int at = random.nextInt((limit - 4) / 2 + 1) * 2;
        int value = random.nextInt(3) == 0 ? random.nextInt() : INTERESTING[random.nextInt(INTERESTING.length)];
        switch (random.nextInt(4)) {
            case 0 -> bytes[at + random.nextInt(4)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> RawBytes.setInt(buffer, at, value, little);
            default -> RawBytes.setShort(buffer, at, value, little);
        }
    }

    /** Packet and token lengths stand at different places; a message's too. */
    private void putLengthRight(byte[] bytes) {
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        boolean little = (bytes[0] & 0x80) != 0;
        if (bytes.length >= 48 && (bytes[2] & 0x08) != 0) {
            RawBytes.setInt(buffer, MessageHeader.DATA_LEN_OFFSET, bytes.length - 48, little);
        } else if (PacketKind.ofToken(PacketType.read(buffer, 0)) != PacketKind.UNKNOWN) {
            RawBytes.setShort(buffer, TokenHeader.RTR_LEN_OFFSET, bytes.length - 40, little);
        } else {
            RawBytes.setShort(buffer, PacketHeader.DATA_LEN_OFFSET, bytes.length - 40, little);
        }
    }
}
