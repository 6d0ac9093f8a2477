package dev.beckon.server.core.message;

import java.time.Duration;

/**
 * The limits of a session. Sizes are bytes of UTF-8.
 *
 * @param watchedPeers peers whose presence a session may watch
 * @param outboundBytes what may be queued in a stream for its reader
 * @param slowAfter how long the queue may stay full before the stream ends as SLOW
 * @param mailbox what may wait for a session until its client acknowledges it
 */
public record Limits(
        int frameBytes,
        int sdpBytes,
        int candidateBytes,
        int dataBytes,
        int attributesBytes,
        int rooms,
        int roomMembers,
        int watchedPeers,
        int outboundBytes,
        Duration slowAfter,
        Mailbox mailbox,
        Frames frames,
        Acks acks) {

    public static final Limits DEFAULTS = new Limits(
            512 * 1024,
            256 * 1024,
            4 * 1024,
            64 * 1024,
            8 * 1024,
            16,
            256,
            256,
            1024 * 1024,
            Duration.ofSeconds(5),
            new Mailbox(4096, 1024 * 1024),
            new Frames(200, 4096),
            new Acks(32, Duration.ofSeconds(1)));

    /** Separate limits for signals and for notices: number and bytes of each. */
    public record Mailbox(int events, int bytes) {}

    /**
     * The frame rate of a client.
     *
     * @param perSecond in the long run; 0 for no limit
     * @param burst at once, after a quiet period
     */
    public record Frames(int perSecond, int burst) {}

    /**
     * When a client must acknowledge handled events at the latest.
     *
     * @param everyEvents after this many signals and notices
     * @param interval after this time
     */
    public record Acks(int everyEvents, Duration interval) {}
}
