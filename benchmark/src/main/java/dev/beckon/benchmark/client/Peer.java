package dev.beckon.benchmark.client;

import java.util.concurrent.CompletableFuture;

/** One connected and registered client. */
public interface Peer {

    /** Under which others reach it, and what they see as the sender. */
    String id();

    /** Encodes a message to another peer of the same system, whose text has this many bytes. */
    Outgoing prepare(Kind kind, Peer to, int textBytes);

    /** Sends a message that this peer prepared, marked with this time. Callers take turns. */
    void send(Outgoing message, long nanos);

    /** How many of the sent messages the server has not acked yet; 0 where there are no acks. */
    default long unacked() {
        return 0;
    }

    /** What went through its socket so far. */
    Wire wire();

    /** Takes leave as the protocol wants it; completes when the server did its part and the socket is closed. */
    CompletableFuture<Void> close();
}
