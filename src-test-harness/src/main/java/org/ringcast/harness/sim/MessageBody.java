package org.ringcast.harness.sim;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Data of simulated messages: a uid, then bytes that follow from it, so that damage and mixing up show. */
final class MessageBody {
    private MessageBody() {}

    /** At least as long as the uid and an end mark. */
    static byte[] of(String uid, int lengthBytes) {
        byte[] name = uid.getBytes(StandardCharsets.ISO_8859_1);
        byte[] data = new byte[Math.max(lengthBytes, name.length + 1)];
        System.arraycopy(name, 0, data, 0, name.length);
        fill(data, name.length + 1, uid.hashCode());
        return data;
    }

    /** The uid in the data; null when it is none of ours. */
    static String uidOf(byte[] data) {
        int end = 0;
        while (end < data.length && data[end] != 0) {
            end++;
        }
        return end == data.length || end == 0 ? null : new String(data, 0, end, StandardCharsets.ISO_8859_1);
    }

    /** Whether what follows the uid is what follows from it. */
    static boolean isSound(byte[] data) {
        String uid = uidOf(data);
        if (uid == null) {
            return false;
        }
        byte[] expected = of(uid, data.length);
        return Arrays.equals(expected, data);
    }

    private static void fill(byte[] data, int from, int key) {
        int value = key;
        for (int i = from; i < data.length; i++) {
            value = value * 1_103_515_245 + 12_345;
            data[i] = (byte) (value >>> 16);
        }
    }
}
