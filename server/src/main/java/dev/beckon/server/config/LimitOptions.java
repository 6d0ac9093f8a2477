package dev.beckon.server.config;

import dev.beckon.server.core.message.Limits;
import picocli.CommandLine.Option;

/** The bounds of sessions and rooms. */
final class LimitOptions {

    @Option(
            names = "--max-frame-bytes",
            paramLabel = "SIZE",
            defaultValue = "512KiB",
            converter = Converters.Bytes.class,
            description = "Largest message from a client [${DEFAULT-VALUE}]")
    int frameBytes;

    @Option(
            names = "--max-sdp-bytes",
            paramLabel = "SIZE",
            defaultValue = "256KiB",
            converter = Converters.Bytes.class,
            description = "Largest SDP in an offer or an answer [${DEFAULT-VALUE}]")
    int sdpBytes;

    @Option(
            names = "--max-candidate-bytes",
            paramLabel = "SIZE",
            defaultValue = "4KiB",
            converter = Converters.Bytes.class,
            description = "Largest candidate line [${DEFAULT-VALUE}]")
    int candidateBytes;

    @Option(
            names = "--max-data-bytes",
            paramLabel = "SIZE",
            defaultValue = "64KiB",
            converter = Converters.Bytes.class,
            description = "Largest content of a data signal [${DEFAULT-VALUE}]")
    int dataBytes;

    @Option(
            names = "--max-attributes-bytes",
            paramLabel = "SIZE",
            defaultValue = "8KiB",
            converter = Converters.Bytes.class,
            description = "All attribute keys and values of a peer [${DEFAULT-VALUE}]")
    int attributesBytes;

    @Option(
            names = "--max-rooms",
            paramLabel = "NUMBER",
            defaultValue = "16",
            converter = Converters.Count.class,
            description = "Rooms that a session may be in [${DEFAULT-VALUE}]")
    int rooms;

    @Option(
            names = "--max-room-members",
            paramLabel = "NUMBER",
            defaultValue = "256",
            converter = Converters.Count.class,
            description = "Members of a room [${DEFAULT-VALUE}]")
    int roomMembers;

    @Option(
            names = "--max-outbound-bytes",
            paramLabel = "SIZE",
            defaultValue = "1MiB",
            converter = Converters.Bytes.class,
            description = "What may wait for a reader before its stream ends as SLOW [${DEFAULT-VALUE}]")
    int outboundBytes;

    Limits toLimits() {
        return new Limits(
                frameBytes, sdpBytes, candidateBytes, dataBytes, attributesBytes, rooms, roomMembers, outboundBytes);
    }
}
