package dev.beckon.simulation.server;

import dev.beckon.server.core.message.Payload;

/** The body of a simulated signal: its number in the ledger and its nominal size. */
public record NumberedPayload(long id, int bytes) implements Payload {

    @Override
    public boolean isOffer() {
        return false;
    }
}
