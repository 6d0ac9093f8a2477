package dev.beckon.server.transport.web.grpcweb;

import io.grpc.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header grpc-timeout (PROTOCOL-HTTP2.md): at most eight digits and a unit. */
final class GrpcTimeout {

    static final String HEADER = "grpc-timeout";

    private static final Pattern VALUE = Pattern.compile("([0-9]{1,8})([HMSmun])");

    private GrpcTimeout() {}

    /**
     * Parses the deadline, relative to now; null if there is none.
     *
     * @throws IllegalArgumentException if the header violates the protocol
     */
    static @Nullable Deadline parse(@Nullable String header) {
        if (header == null) {
            return null;
        }
        Matcher value = VALUE.matcher(header);
        if (!value.matches()) {
            throw new IllegalArgumentException("grpc-timeout: expected: at most 8 digits and one of H M S m u n");
        }
        return Deadline.after(Long.parseLong(value.group(1)), unit(value.group(2)));
    }

    private static TimeUnit unit(String letter) {
        return switch (letter) {
            case "H" -> TimeUnit.HOURS;
            case "M" -> TimeUnit.MINUTES;
            case "S" -> TimeUnit.SECONDS;
            case "m" -> TimeUnit.MILLISECONDS;
            case "u" -> TimeUnit.MICROSECONDS;
            default -> TimeUnit.NANOSECONDS;
        };
    }
}
