package org.ringcast.daemon.runtime;

/** How the process of a daemon ends; the numbers are those of {@code sysexits.h}. See docs/operations.md. */
public enum ExitCode {
    /** A signal or a command asked for it. */
    OK(0, "ended by a signal or a command"),
    /** {@code --check-config} found the file unusable. */
    CHECK_FAILED(
            1,
            "--check-config: the file cannot be used; with --strict also: something is warned of, or no daemon is of"
                    + " this machine"),
    /** {@code --against}: a reload costs one membership change. */
    COSTS_CHANGE(10, "--check-config --against: a reload costs one membership change"),
    /** {@code --against}: a reload makes every daemon a ring of its own. */
    COSTS_SINGLETONS(11, "--check-config --against: a reload makes every daemon a ring of its own for a moment"),
    /** {@code --against}: daemons have to be restarted. */
    COSTS_RESTART(12, "--check-config --against: daemons have to be restarted"),
    /** Wrong command line. */
    USAGE(64, "wrong command line"),
    /** Too many faults inside the daemon one after the other. */
    FAULT(70, "repeated internal faults"),
    /** A socket could not be had. */
    SOCKET(71, "a socket could not be bound or joined; most often a daemon is running already"),
    /** The session log could not be created. */
    SESSION_LOG(73, "the session log (-l y) could not be created"),
    /** A reload has changed the entry of this daemon itself. */
    RESTART(75, "a reload has changed what this daemon is; started again it is that"),
    /** The configuration cannot be used, or this machine is not in it. */
    CONFIGURATION(78, "the configuration cannot be used, or this daemon is not in it");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** Status of the process. */
    public int code() {
        return code;
    }

    /** In words. */
    public String meaning() {
        return meaning;
    }
}
