package dev.beckon.server.core.session;

import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.peer.Profile;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.peer.RoomId;
import java.time.Instant;
import java.util.List;

/**
 * What operators may see of a session at one moment.
 *
 * @param away whether it has no stream
 * @param origin the origin of its latest stream
 * @param client the client software according to the hello
 * @param since when the session began
 * @param mailboxEvents signals and notices not yet acknowledged by the client
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
