package org.ringcast.daemon.core;

/**
 * What a reload brings: the configured daemons and settings that are to be in force from now on.
 *
 * @param topology the daemons; this daemon has the id that it had
 * @param settings the protocol level is that of the start; so are the timers, which a reload never changes
 * @param singletons a daemon that stays has changed: first every daemon is to be a ring of its own, so that nobody goes on
 *     together with somebody who may have been another one
 * @param inForce called at the moment of the change, before anything is sent under the new configuration: datagrams that are
 *     handed in and out from then on have the new indexes and address keys
 */
public record Reconfiguration(Topology topology, CoreSettings settings, boolean singletons, Runnable inForce) {
    /** Whether the ring goes on as it is: only settings change that concern this daemon alone. */
    boolean keepsRing(Topology before, CoreSettings settingsBefore) {
        return !singletons
                && topology.isSameAs(before)
                && settings.configurationHash() == settingsBefore.configurationHash()
                && settings.acceleratedRing() == settingsBefore.acceleratedRing();
    }
}
