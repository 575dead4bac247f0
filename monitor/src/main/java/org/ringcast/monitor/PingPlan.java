package org.ringcast.monitor;

/**
 * What {@code spping} is to do.
 *
 * @param address of the daemon
 * @param user private name; empty lets the daemon choose
 * @param group the group of those who ping and answer
 * @param periodMillis between pings
 * @param bytes of a ping, at least {@link PingPacket#MIN_BYTES}
 * @param count how many pings; negative: without end
 * @param reflectOnly only answer the pings of others
 */
record PingPlan(
        String address, String user, String group, int periodMillis, int bytes, int count, boolean reflectOnly) {}
