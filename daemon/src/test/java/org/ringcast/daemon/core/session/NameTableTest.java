package org.ringcast.daemon.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.ringcast.protocol.GroupName;

/** Keys and table of names, against the protocol's own names and a plain map. */
final class NameTableTest {
    private final Random random = new Random(11);

    private byte[] randomField() {
        byte[] field = new byte[32];
        for (int i = 0; i < 32; i++) {
            field[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(256));
        }
        return field;
    }

    @Test
    void keysAreOrderedAndComparedLikeNames() {
        for (int i = 0; i < 8_000; i++) {
            byte[] left = randomField();
            byte[] right = randomField();
            if (random.nextInt(3) == 0) {
                System.arraycopy(left, 0, right, 0, random.nextInt(33));
            }
            NameKey leftKey = NameKey.read(Unpooled.wrappedBuffer(left), 0);
            NameKey rightKey = NameKey.read(Unpooled.wrappedBuffer(right), 0);
            int expected = Integer.signum(GroupName.compareFields(left, 0, right, 0));
            assertThat(Integer.signum(leftKey.compareTo(rightKey))).isEqualTo(expected);
            assertThat(leftKey.equals(rightKey)).isEqualTo(expected == 0);
            assertThat(leftKey.matches(Unpooled.wrappedBuffer(right), 0)).isEqualTo(expected == 0);
            GroupName name = GroupName.fromField(left, 0);
            assertThat(leftKey).hasToString(name.toString());
            assertThat(leftKey.length()).isEqualTo(name.length());
            assertThat(NameKey.of(name.toString())).isEqualTo(leftKey);
        }
    }

    @Test
    void keysWriteTheirFieldWithPadding() {
        byte[] field = "name\0garbage behind the NUL".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        ByteBuf source = Unpooled.buffer(32).writeBytes(field).writeZero(32 - field.length);
        ByteBuf target = Unpooled.buffer();
        NameKey key = NameKey.read(source, 0);
        key.write(target);
        byte[] array = new byte[32];
        key.get(array);

        byte[] expected = new byte[32];
        GroupName.of("name").writeField(expected, 0);
        byte[] written = new byte[32];
        target.readBytes(written);
        assertThat(written).isEqualTo(expected);
        assertThat(array).isEqualTo(expected);
        assertThat(NameKey.of("x".repeat(32)).cut()).hasToString("x".repeat(31));
        assertThat(NameKey.of("x".repeat(31)).cut()).hasToString("x".repeat(31));
    }

    @Test
    void tableDoesWhatAMapDoes() {
        NameTable<Integer> table = new NameTable<>();
        TreeMap<NameKey, Integer> map = new TreeMap<>();
        List<NameKey> keys = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            keys.add(NameKey.of("name-" + i));
        }
        ByteBuf field = Unpooled.buffer(32).writeZero(32);
        for (int i = 0; i < 30_000; i++) {
            NameKey key = keys.get(random.nextInt(keys.size()));
            if (random.nextInt(5) < (i / 5_000) % 2 + 2) {
                table.put(key, i);
                map.put(key, i);
            } else {
                table.remove(key);
                map.remove(key);
            }
            NameKey asked = keys.get(random.nextInt(keys.size()));
            asked.set(field, 0);
            assertThat(table.get(field, 0)).isEqualTo(map.get(asked));
            assertThat(table.get(asked)).isEqualTo(map.get(asked));
            assertThat(table.size()).isEqualTo(map.size());
        }
    }
}
