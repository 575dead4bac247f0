package org.ringcast.daemon.core.session;

import io.netty.buffer.ByteBuf;

/**
 * Names to values, found straight from the bytes of a message without making an object: open addressing with linear
 * probing. There is no iteration, so no order can depend on hashing.
 */
public final class NameTable<V> {
    private static final int INITIAL_SLOTS = 16;

    private NameKey[] keys = new NameKey[INITIAL_SLOTS];
    private Object[] values = new Object[INITIAL_SLOTS];
    private int size;

    public int size() {
        return size;
    }

    /** The value for the name in the 32-byte field at {@code index}, or null. */
    public V get(ByteBuf buffer, int index) {
        long first = NameKey.upToNul(buffer.getLong(index));
        long second = NameKey.endsInside(first) ? 0 : NameKey.upToNul(buffer.getLong(index + 8));
        long third = NameKey.endsInside(second) ? 0 : NameKey.upToNul(buffer.getLong(index + 16));
        long fourth = NameKey.endsInside(third) ? 0 : NameKey.upToNul(buffer.getLong(index + 24));
        return valueAt(slotOf(first, second, third, fourth));
    }

    /** The value for a name, or null. */
    public V get(NameKey key) {
        return valueAt(slotOf(key.word0, key.word1, key.word2, key.word3));
    }

    /** Adds or replaces. */
    public void put(NameKey key, V value) {
        if ((size + 1) * 2 > keys.length) {
            grow();
        }
        int slot = slotOf(key.word0, key.word1, key.word2, key.word3);
        if (keys[slot] == null) {
            keys[slot] = key;
            size++;
        }
        values[slot] = value;
    }

    /** Takes a name out; nothing happens when it is not there. */
    public void remove(NameKey key) {
        int hole = slotOf(key.word0, key.word1, key.word2, key.word3);
        if (keys[hole] == null) {
            return;
        }
        size--;
        int mask = keys.length - 1;
        for (int slot = (hole + 1) & mask; keys[slot] != null; slot = (slot + 1) & mask) {
            int home = keys[slot].hashCode() & mask;
            boolean mayMove = ((slot - home) & mask) >= ((slot - hole) & mask);
            if (mayMove) {
                keys[hole] = keys[slot];
                values[hole] = values[slot];
                hole = slot;
            }
        }
        keys[hole] = null;
        values[hole] = null;
    }

    @SuppressWarnings("unchecked")
    private V valueAt(int slot) {
        return (V) values[slot];
    }

    /** The slot of the name, or the free slot where it would go. */
    private int slotOf(long word0, long word1, long word2, long word3) {
        int mask = keys.length - 1;
        int slot = NameKey.hash(word0, word1, word2, word3) & mask;
        while (true) {
            NameKey key = keys[slot];
            if (key == null || key.hasWords(word0, word1, word2, word3)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    private void grow() {
        NameKey[] oldKeys = keys;
        Object[] oldValues = values;
        keys = new NameKey[oldKeys.length * 2];
        values = new Object[oldValues.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            NameKey key = oldKeys[i];
            if (key != null) {
                int slot = slotOf(key.word0, key.word1, key.word2, key.word3);
                keys[slot] = key;
                values[slot] = oldValues[i];
            }
        }
    }
}
