package org.ringcast.daemon.config;

/** Words of {@code EventPriority}, least important first. */
public enum EventPriority {
    DEBUG("pDEBUG", 1),
    INFO("INFO", 2),
    WARNING("WARNING", 3),
    ERROR("ERROR", 4),
    CRITICAL("CRITICAL", 5),
    /** Always shown, whatever the mask of types says. */
    FATAL("FATAL", 6);

    private final String word;
    private final int number;

    EventPriority(String word, int number) {
        this.word = word;
        this.number = number;
    }

    /** As written in the file. */
    public String word() {
        return word;
    }

    /** 1..6. */
    public int number() {
        return number;
    }

    /** The priority with this word, or null. */
    static EventPriority byWord(String word) {
        for (EventPriority priority : values()) {
            if (priority.word.equals(word)) {
                return priority;
            }
        }
        return null;
    }
}
