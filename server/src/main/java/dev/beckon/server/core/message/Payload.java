package dev.beckon.server.core.message;

/** The validated body of a signal. It is opaque to the core and forwarded unchanged. */
public interface Payload {

    /** Returns whether it is an offer; only offers carry politeness. */
    boolean isOffer();

    /** Returns its approximate size in a mailbox, in bytes. */
    int bytes();
}
