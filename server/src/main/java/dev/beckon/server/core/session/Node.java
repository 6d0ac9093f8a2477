package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.port.FanOutLimiter;
import dev.beckon.server.core.port.FrameLimiter;
import dev.beckon.server.core.port.IceServerProvider;
import dev.beckon.server.core.port.Mailbox;
import dev.beckon.server.core.port.PeerDirectory;
import dev.beckon.server.core.port.Presence;
import dev.beckon.server.core.port.Rooms;
import dev.beckon.server.core.port.Scheduler;
import dev.beckon.server.core.port.SignalingEvents;
import dev.beckon.server.core.port.SubjectQuota;
import dev.beckon.server.core.port.TokenVerifier;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What all sessions of a node share.
 *
 * @param turns runs the sessions' tasks
 */
public record Node(
        SessionRegistry sessions,
        Stores stores,
        Policy policy,
        IceServerProvider iceServers,
        Turns turns,
        Scheduler scheduler,
        IdSource ids,
        SignalingEvents events,
        Limits limits,
        MailboxBudget mailboxBudget,
        Bans bans) {

    /** The stores of everything that outlives a stream. */
    public record Stores(PeerDirectory directory, Mailbox mailbox, Rooms rooms, Presence presence) {}

    /**
     * Permissions and limits.
     *
     * @param conflictCap the highest policy that a hello may ask for when its peer id is held
     * @param tokenGrace how long a session continues after its access token has expired
     * @param frameLimiters creates one per session
     * @param fanOutLimiters creates one per session, for its subject
     */
    public record Policy(
            Hello.ConflictPolicy conflictCap,
            TokenVerifier tokens,
            Duration tokenGrace,
            Supplier<FrameLimiter> frameLimiters,
            Function<String, FanOutLimiter> fanOutLimiters,
            SubjectQuota subjects) {}
}
