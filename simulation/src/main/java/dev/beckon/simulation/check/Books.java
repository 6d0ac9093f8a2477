package dev.beckon.simulation.check;

import dev.beckon.simulation.Parameters;

/** All records for the checks. */
public record Books(Findings findings, SessionBook sessions, Ledger ledger, RoomBook rooms) {

    public static Books of(Findings findings, Parameters parameters) {
        SessionBook sessions = new SessionBook(findings, parameters.mailboxEvents(), parameters.mailboxBytes());
        return new Books(findings, sessions, new Ledger(findings, sessions), new RoomBook());
    }
}
