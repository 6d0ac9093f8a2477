package dev.beckon.server.wire;

import java.time.Duration;

/** Encodes spans of time. */
final class Durations {

    private Durations() {}

    static com.google.protobuf.Duration encode(Duration duration) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(duration.toSeconds())
                .setNanos(duration.toNanosPart())
                .build();
    }
}
