package dev.beckon.server.config;

import dev.beckon.server.config.ServerConfig.LogLevel;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/**
 * Every setting, as picocli knows it: one class per group of the help. The names without their dashes are the keys of
 * the config file, and in capitals those of the environment.
 */
@Command(
        name = "beckon",
        customSynopsis = "beckon [OPTION]...",
        description = {
            "WebRTC signaling over gRPC: one server, one gRPC port, one web port.",
            "Defaults stand in brackets."
        },
        sortOptions = false,
        versionProvider = Version.class,
        footer = {
            "%nEvery setting can also stand in the environment (--grpc-port is BECKON_GRPC_PORT) and in the config file "
                    + "(grpc-port=50051). Options come before the environment, the environment before the file, the file "
                    + "before the defaults; of a list, the highest of them counts as a whole. An unknown name is an error "
                    + "in all three.",
            "%nIt ends on ctrl-C or SIGTERM. Exit codes: 0 ended as asked, 1 could not start or end well, 2 wrong settings."
        })
final class ServerOptions {

    @ArgGroup(order = 1, validate = false, heading = "%nListening%n")
    ListeningOptions listening = new ListeningOptions();

    @ArgGroup(order = 2, validate = false, heading = "%nSessions%n")
    SessionOptions sessions = new SessionOptions();

    @ArgGroup(order = 3, validate = false, heading = "%nHeartbeats (times such as 500ms, 15s, 2m)%n")
    HeartbeatOptions heartbeat = new HeartbeatOptions();

    @ArgGroup(order = 4, validate = false, heading = "%nLimits (sizes in bytes, or such as 64KiB, 1MiB)%n")
    LimitOptions limits = new LimitOptions();

    @ArgGroup(order = 5, validate = false, heading = "%nOperation%n")
    Operation operation = new Operation();

    @ArgGroup(order = 6, validate = false, heading = "%nNot in the config file%n")
    Invocation invocation = new Invocation();

    /** The settings as records. */
    ServerConfig toConfig() {
        return new ServerConfig(
                new ServerConfig.Grpc(listening.host, listening.grpcPort),
                listening.toWeb(),
                sessions.toSessions(),
                heartbeat.toHeartbeat(),
                limits.toLimits(),
                sessions.iceServers,
                operation.logLevel,
                operation.readyFile);
    }

    /** The options that are settings, in the order of the help: all but those about this one start. */
    static List<OptionSpec> settingsOf(CommandLine commandLine) {
        return commandLine.getCommandSpec().argGroups().stream()
                .flatMap(group -> group.options().stream())
                .filter(option ->
                        !(option.userObject() instanceof Field field && field.getDeclaringClass() == Invocation.class))
                .toList();
    }

    static final class Operation {

        @Option(
                names = "--log-level",
                paramLabel = "LEVEL",
                defaultValue = "info",
                converter = Converters.Level.class,
                description = "error, warn, info (a line per session), debug (also per refused frame), or trace "
                        + "[${DEFAULT-VALUE}]")
        LogLevel logLevel = LogLevel.INFO;

        @Option(
                names = "--ready-file",
                paramLabel = "FILE",
                converter = Converters.NewFile.class,
                description = "File to write when everything listens, for scripts: lines grpc.port=, web.port=, pid=. "
                        + "Removed at the end [none]")
        @Nullable
        Path readyFile;
    }

    static final class Invocation {

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "Config file, in UTF-8 with lines such as grpc-port=50051. Or BECKON_CONFIG [none]")
        @Nullable
        Path config;

        @Option(
                names = "--show-config",
                description = "Print the effective settings and where each comes from, and exit.")
        boolean showConfig;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Print this help and exit.")
        boolean help;

        @Option(
                names = {"-V", "--version"},
                versionHelp = true,
                description = "Print the version and exit.")
        boolean version;
    }
}
