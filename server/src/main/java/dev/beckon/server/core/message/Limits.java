package dev.beckon.server.core.message;

/**
 * The bounds of a session. Sizes are bytes of UTF-8.
 *
 * @param outboundBytes what may wait for a reader before it is closed as slow
 */
public record Limits(
        int frameBytes,
        int sdpBytes,
        int candidateBytes,
        int dataBytes,
        int attributesBytes,
        int rooms,
        int roomMembers,
        int outboundBytes) {

    public static final Limits DEFAULTS =
            new Limits(512 * 1024, 256 * 1024, 4 * 1024, 64 * 1024, 8 * 1024, 16, 256, 1024 * 1024);
}
