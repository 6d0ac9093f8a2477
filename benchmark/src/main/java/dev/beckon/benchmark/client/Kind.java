package dev.beckon.benchmark.client;

/** The kind of a signal. */
public enum Kind {
    /** A session description of type "offer". */
    OFFER('O'),
    /** A session description of type "answer". */
    ANSWER('A'),
    /** An ICE candidate. */
    CANDIDATE('C');

    private final char letter;

    Kind(char letter) {
        this.letter = letter;
    }

    /** The letter in the stamp of such a message. */
    char letter() {
        return letter;
    }
}
