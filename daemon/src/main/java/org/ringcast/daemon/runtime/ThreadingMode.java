package org.ringcast.daemon.runtime;

/** Which threads do the work of a daemon. */
public enum ThreadingMode {
    /** One event loop owns the ring's sockets, the client sessions and the core: no hand-over between threads. */
    SHARED
}
