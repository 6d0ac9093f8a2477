package dev.beckon.server.core.message;

import java.time.Duration;

/**
 * Heartbeat intervals of a stream.
 *
 * @param server the server sends something after this much silence of its own
 * @param client the client is asked to send something at least this often
 * @param deadAfter the stream ends after this much silence of the client
 */
public record Heartbeats(Duration server, Duration client, Duration deadAfter) {

    public static final Heartbeats NATIVE =
            new Heartbeats(Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(35));

    /** Browsers throttle the timers of hidden pages to one a minute. */
    public static final Heartbeats BROWSER =
            new Heartbeats(Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofSeconds(150));
}
