package org.ringcast.monitor;

/**
 * What {@code spflooder} is to do.
 *
 * @param address of the daemon
 * @param user private name
 * @param messages number to send, or to receive when {@code readOnly}
 * @param bytes of each message
 * @param members number of group members to wait for before the start, then the slowest sender sets the pace; 0: no
 *     memberships, and the own messages set the pace
 * @param readOnly only receive
 * @param writeOnly only send
 */
record FloodPlan(
        String address, String user, int messages, int bytes, int members, boolean readOnly, boolean writeOnly) {}
