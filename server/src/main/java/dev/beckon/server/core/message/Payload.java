package dev.beckon.server.core.message;

/** The body of a signal, checked and otherwise opaque to the core: it is handed on as it came. */
public interface Payload {

    /** Whether it is an offer, which alone carries politeness. */
    boolean isOffer();

    /** How many bytes it takes in a mailbox, about. */
    int bytes();
}
