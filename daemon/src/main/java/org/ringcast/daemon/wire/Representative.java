package org.ringcast.daemon.wire;

/**
 * Entry of a list of representatives.
 *
 * @param procId id of the daemon
 * @param type for whom it speaks
 * @param segmentIndex its segment, counted from 0 in the order of the configuration
 */
public record Representative(int procId, RepType type, int segmentIndex) {}
