package dev.beckon.server.core.message;

import java.time.Duration;

/**
 * How long a resumable session lives without hearing of its client.
 *
 * @param heartbeats while it has a stream
 * @param resumeWindow when it has none
 */
public record Liveness(Heartbeats heartbeats, Duration resumeWindow) {}
