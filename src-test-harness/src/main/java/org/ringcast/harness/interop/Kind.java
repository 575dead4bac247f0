package org.ringcast.harness.interop;

/** Whose daemon. */
public enum Kind {
    /** A Ringcast daemon. */
    OURS('R'),
    /** A daemon of an installed Spread. */
    REFERENCE('S');

    private final char letter;

    Kind(char letter) {
        this.letter = letter;
    }

    /** One letter for tables. */
    public char letter() {
        return letter;
    }

    static Kind ofLetter(char letter) {
        for (Kind kind : values()) {
            if (kind.letter == letter) {
                return kind;
            }
        }
        throw new IllegalArgumentException("a daemon is R (Ringcast) or S (Spread), not " + letter);
    }
}
