package org.ringcast.protocol;

import java.nio.charset.StandardCharsets;

/**
 * The private group {@code #privateName#daemonName} of a session, which is also the session's name as a group member.
 *
 * <p>The private name has 1..10 characters, the daemon name 1..19, all in 0x24..0x7e, so the whole has at most 31.
 *
 * @param privateName name of the session, unique on its daemon
 * @param daemonName name of the daemon
 */
public record PrivateGroup(String privateName, String daemonName) implements Comparable<PrivateGroup> {
    private static final byte SEPARATOR = '#';

    /** Checks both parts. */
    public PrivateGroup {
        if (!isLegalPrivateName(privateName)) {
            throw new IllegalArgumentException("illegal private name: " + privateName);
        }
        if (!isLegalPart(daemonName, Limits.MAX_DAEMON_NAME)) {
            throw new IllegalArgumentException("illegal daemon name: " + daemonName);
        }
    }

    /** True for 1..10 characters in 0x24..0x7e. */
    public static boolean isLegalPrivateName(String name) {
        return isLegalPart(name, Limits.MAX_PRIVATE_NAME);
    }

    private static boolean isLegalPart(String part, int maxLength) {
        return !part.isEmpty()
                && part.length() <= maxLength
                && part.chars().allMatch(c -> c >= GroupName.FIRST_LEGAL && c <= GroupName.LAST_LEGAL);
    }

    /** Splits the name in the 32-byte field at {@code offset}; null when it is not a legal private group. */
    public static PrivateGroup fromField(byte[] field, int offset) {
        int length = GroupName.fieldLength(field, offset);
        int separator = separatorIndex(field, offset, length);
        if (separator < 0) {
            return null;
        }
        return new PrivateGroup(
                text(field, offset + 1, separator - 1), text(field, offset + separator + 1, length - separator - 1));
    }

    /** Splits a name; null when it is not a legal private group. */
    public static PrivateGroup fromName(GroupName name) {
        byte[] field = new byte[Limits.GROUP_NAME];
        name.writeField(field, 0);
        return fromField(field, 0);
    }

    /** True when the 32-byte field at {@code offset} holds a legal private group. Makes no objects. */
    public static boolean isLegalField(byte[] field, int offset) {
        return separatorIndex(field, offset, GroupName.fieldLength(field, offset)) >= 0;
    }

    /** The name of this private group, {@code #privateName#daemonName}. */
    public GroupName toGroupName() {
        return GroupName.of(toString());
    }

    /** Private name order inside one daemon; daemons by name (the configuration order is not known here). */
    @Override
    public int compareTo(PrivateGroup other) {
        int byDaemon = daemonName.compareTo(other.daemonName);
        return byDaemon != 0 ? byDaemon : privateName.compareTo(other.privateName);
    }

    @Override
    public String toString() {
        return "#" + privateName + "#" + daemonName;
    }

    /** Index of the second {@code #} relative to {@code offset}, or -1 when the name is not a legal private group. */
    private static int separatorIndex(byte[] field, int offset, int length) {
        if (length == 0 || field[offset] != SEPARATOR) {
            return -1;
        }
        int separator = 1;
        while (separator < length && field[offset + separator] != SEPARATOR) {
            separator++;
        }
        int privateLength = separator - 1;
        int daemonLength = length - separator - 1;
        boolean lengthsFit = privateLength >= 1
                && privateLength <= Limits.MAX_PRIVATE_NAME
                && daemonLength >= 1
                && daemonLength <= Limits.MAX_DAEMON_NAME;
        boolean legal = lengthsFit
                && GroupName.hasOnlyLegalCharacters(field, offset + 1, privateLength)
                && GroupName.hasOnlyLegalCharacters(field, offset + separator + 1, daemonLength);
        return legal ? separator : -1;
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }
}
