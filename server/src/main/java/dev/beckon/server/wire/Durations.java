package dev.beckon.server.wire;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;

/** Converts durations and timestamps. */
final class Durations {

    /** The range of google.protobuf.Timestamp. */
    private static final long FIRST_SECOND = -62_135_596_800L;

    private static final long LAST_SECOND = 253_402_300_799L;

    private Durations() {}

    static com.google.protobuf.Duration encode(Duration duration) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(duration.toSeconds())
                .setNanos(duration.toNanosPart())
                .build();
    }

    /** Decodes a duration of at least a second, for {@code field}. */
    static Duration decode(String field, com.google.protobuf.Duration duration, Duration longest, FieldRules rules) {
        boolean isValid = hasValidNanos(duration.getNanos())
                && duration.getSeconds() >= 1
                && (duration.getSeconds() < longest.toSeconds()
                        || (duration.getSeconds() == longest.toSeconds() && duration.getNanos() == 0));
        rules.range(field, isValid, duration.getSeconds() + " s", "1 s to " + longest.toSeconds() + " s");
        return isValid ? Duration.ofSeconds(duration.getSeconds(), duration.getNanos()) : longest;
    }

    /** Decodes a timestamp, for {@code field}. */
    static Instant decode(String field, Timestamp moment, FieldRules rules) {
        boolean isValid = hasValidNanos(moment.getNanos())
                && moment.getSeconds() >= FIRST_SECOND
                && moment.getSeconds() <= LAST_SECOND;
        rules.range(field, isValid, moment.getSeconds() + " s from 1970", "a time in the years 1 to 9999");
        return isValid ? Instant.ofEpochSecond(moment.getSeconds(), moment.getNanos()) : Instant.EPOCH;
    }

    private static boolean hasValidNanos(int nanos) {
        return nanos >= 0 && nanos <= 999_999_999;
    }

    static Timestamp encode(Instant moment) {
        return Timestamp.newBuilder()
                .setSeconds(moment.getEpochSecond())
                .setNanos(moment.getNano())
                .build();
    }
}
