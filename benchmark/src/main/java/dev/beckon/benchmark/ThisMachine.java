package dev.beckon.benchmark;

import dev.beckon.benchmark.report.Machine;
import dev.beckon.benchmark.server.Proc;
import io.grpc.internal.GrpcUtil;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Describes the machine of this run. */
final class ThisMachine {

    private static final double KIB_PER_GIB = 1024 * 1024;
    private static final int UNSAFE_WARNS_SINCE = 23;
    private static final int COMPACT_HEADERS_SINCE = 25;

    private ThisMachine() {}

    static Machine describe(String nodeVersion, String jvmOptions, String commit, String command) {
        return new Machine(
                Proc.processor(),
                Runtime.getRuntime().availableProcessors(),
                Proc.totalKib() / KIB_PER_GIB,
                "%s %s %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")),
                Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
                nodeVersion,
                GrpcUtil.getGrpcBuildVersion().getImplementationVersion(),
                jvmOptions,
                commit,
                command,
                ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'")));
    }

    /** Returns the JVM options of both Java servers, which are those of {@code ./run}. */
    static List<String> jvmOptions() {
        List<String> options = new ArrayList<>();
        options.add("-XX:+UseSerialGC");
        options.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= UNSAFE_WARNS_SINCE) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        if (Runtime.version().feature() >= COMPACT_HEADERS_SINCE) {
            options.add("-XX:+UseCompactObjectHeaders");
        }
        return options;
    }
}
