package org.ringcast.daemon.admin;

/** Reads the configuration again when a monitor asks for it. */
@FunctionalInterface
public interface ReloadHandler {
    /** A request came. Monitors send each twice, so a second call can follow at once. On the ring loop's thread. */
    void onReloadRequest(long nowNs);
}
