package dev.beckon.server.core.message;

import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.SessionId;

/**
 * A signal in transit, with its origin as verified by the server.
 *
 * @param subject of the sender's access token; "" for none, and for the app's backend
 * @param noRollback whether the sender cannot roll back an offer
 * @param clientSeq the sender's number for it, 0 for none
 */
public record Envelope(
        PeerId from, SessionId fromSession, String subject, boolean noRollback, long clientSeq, Signal signal) {}
