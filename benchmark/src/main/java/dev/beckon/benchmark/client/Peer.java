package dev.beckon.benchmark.client;

import java.util.concurrent.CompletableFuture;

/** A connected and registered client. */
public interface Peer {

    /** Returns its peer id, which receivers see as the sender. */
    String id();

    /** Encodes a signal to another peer of the same system, with a text of this many bytes. */
    Outgoing prepare(Kind kind, Peer to, int textBytes);

    /** Sends a message that this peer prepared, with this time in its stamp. Callers must not overlap. */
    void send(Outgoing message, long nanos);

    /** Returns how many sent messages the server has not acked yet; 0 for systems without acks. */
    default long unacked() {
        return 0;
    }

    /** Returns the traffic counters of its socket. */
    Wire wire();

    /** Disconnects as the protocol requires. Completes when the server has done its part and the socket is closed. */
    CompletableFuture<Void> close();
}
