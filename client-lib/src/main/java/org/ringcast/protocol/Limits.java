package org.ringcast.protocol;

/**
 * Sizes and limits of the client protocol. All lengths are in bytes unless the name says otherwise.
 *
 * <p>Source: docs/client-protocol.md, constants and size limits.
 */
public final class Limits {
    /** Port used when nothing else is given. */
    public static final int DEFAULT_PORT = 4803;

    /** Longest private (user) name, without a terminator. */
    public static final int MAX_PRIVATE_NAME = 10;

    /** Longest daemon name, without a terminator. */
    public static final int MAX_DAEMON_NAME = 19;

    /** Size of every group name field on the wire: 31 characters and a NUL. */
    public static final int GROUP_NAME = 32;

    /** Longest group name that leaves room for the NUL in its field. */
    public static final int MAX_GROUP_NAME_LENGTH = GROUP_NAME - 1;

    /** Size of one method slot in the authentication choice. */
    public static final int AUTH_NAME = 30;

    /** Slots in the authentication choice. */
    public static final int AUTH_METHODS = 3;

    /** Size of the authentication choice. */
    public static final int AUTH_CHOICE = AUTH_NAME * AUTH_METHODS;

    /** Longest method list a length byte can announce; larger values are reject codes. */
    public static final int MAX_METHOD_LIST = 127;

    /** Size of the message header. */
    public static final int HEADER = 48;

    /** Destination groups of one message that a daemon accepts. */
    public static final int MAX_GROUPS = 100;

    /** Payload of one ring packet: the unit in which daemons cut messages into fragments. */
    public static final int FRAGMENT_PAYLOAD = 1432;

    /** Fragments of one message. */
    public static final int MAX_FRAGMENTS = 100;

    /** Largest {@code header + groups + data} that a ring can carry: 100 fragments of 1432 bytes. */
    public static final int MAX_MESSAGE = FRAGMENT_PAYLOAD * MAX_FRAGMENTS;

    /** Largest {@code data + 32 * groups} that can be delivered; more ends the session. */
    public static final int MAX_DELIVERABLE = MAX_MESSAGE - HEADER;

    /** Largest {@code data_len} a header may carry in a stock daemon. */
    public static final int MAX_BODY = 144_000;

    /** Largest {@code header + groups + data} that the drop-in Java library agrees to send. */
    public static final int MAX_JAVA_MESSAGE = 140_000;

    /**
     * Largest {@code groups + data} a client accepts from a daemon. No daemon build in use sends more: this is the body
     * limit of the build with raised fragment count, and it also covers notifications of groups with hundreds of
     * thousands of members.
     */
    public static final int MAX_INCOMING = 14_400_000;

    /** Sessions of one daemon. */
    public static final int MAX_SESSIONS = 997;

    /** Default of {@code MaxSessionMessages}: messages queued to one session before it is killed. */
    public static final int DEFAULT_MAX_SESSION_MESSAGES = 1000;

    /** Messages waiting for the ring at which a daemon stops reading its clients. */
    public static final int WATER_MARK = 500;

    private Limits() {}
}
