package dev.beckon.server.core.session;

import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.peer.Profile;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.peer.RoomId;
import java.time.Instant;
import java.util.List;

/**
 * What an operator may see of a session at one moment.
 *
 * @param away whether it has no stream
 * @param origin where its latest stream came from
 * @param client what software it is, as its hello said
 * @param since when the session began
 * @param mailboxEvents how many signals and notices its client has not acknowledged
 */
public record SessionView(
        Registration registration,
        Profile profile,
        boolean away,
        Origin origin,
        String client,
        Instant since,
        List<RoomId> rooms,
        int mailboxEvents,
        int mailboxBytes) {}
