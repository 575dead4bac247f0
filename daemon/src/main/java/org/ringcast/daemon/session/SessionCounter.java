package org.ringcast.daemon.session;

import java.util.Locale;

/** What the session server counts. The one list for code, documentation and metrics. */
public enum SessionCounter {
    ACCEPTED("connections accepted by a listener"),
    OPENED("sessions that became operational"),
    REFUSED_QUOTA("connections refused: as many as may be are there"),
    REFUSED_ADDRESS_QUOTA("connections refused: too many from one address"),
    REFUSED_NAME("connect messages with an illegal private name"),
    REFUSED_NOT_UNIQUE("connect messages with a private name in use"),
    REFUSED_VERSION("connect messages of a library that is too old"),
    REFUSED_AUTH("sessions denied by authentication"),
    HANDSHAKE_TIMEOUTS("connections closed because their handshake took too long"),
    HANDSHAKE_ABORTED("connections that ended during their handshake"),
    ACCEPT_PAUSES("times that accepting stopped for lack of descriptors"),
    FRAMES_IN("frames received from clients"),
    BYTES_OUT("bytes of frames that sockets have taken"),
    INTERNAL_ERRORS("connections closed because of an error inside the daemon");

    private final String description;

    SessionCounter(String description) {
        this.description = description;
    }

    /** Name in metrics. */
    public String key() {
        return "clients_" + name().toLowerCase(Locale.ROOT);
    }

    /** One line for people. */
    public String description() {
        return description;
    }
}
