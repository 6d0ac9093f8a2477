package dev.beckon.server.core.message;

import java.time.Duration;

/**
 * How long a resumable session survives silence of its client.
 *
 * @param heartbeats while it has a stream
 * @param resumeWindow while it has none
 */
public record Liveness(Heartbeats heartbeats, Duration resumeWindow) {}
