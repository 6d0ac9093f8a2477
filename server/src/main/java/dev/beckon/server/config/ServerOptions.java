package dev.beckon.server.config;

import dev.beckon.server.limits.ClientAddresses;
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
 * All options, one class per group of the help. The names without the leading dashes are the keys of the config file;
 * in capitals they are the environment variables.
 */
@Command(
        name = "beckon",
        customSynopsis = "beckon [OPTION]...",
        description = {
            "WebRTC signaling over gRPC: one server, one gRPC port, one web port.",
            "Defaults are in brackets."
        },
        sortOptions = false,
        versionProvider = Version.class,
        footer = {
            "%nbeckon token --help explains how to create an access token for trials.",
            "%nEvery setting can also stand in the environment (--grpc-port is BECKON_GRPC_PORT) and in the config file "
                    + "(grpc-port=50051). Options come before the environment, the environment before the file, the file "
                    + "before the defaults; of a list, the highest of them counts as a whole. An unknown name is an error "
                    + "in all three.",
            "%nIt ends on ctrl-C or SIGTERM. Exit codes: 0 ended as asked, 1 could not start or end well, 2 wrong settings."
        })
final class ServerOptions {

    @ArgGroup(order = 1, validate = false, heading = "%nListening%n")
    ListeningOptions listening = new ListeningOptions();

    @ArgGroup(order = 2, validate = false, heading = "%nAccess tokens (docs/access.md)%n")
    AccessOptions access = new AccessOptions();

    @ArgGroup(order = 3, validate = false, heading = "%nTLS (docs/access.md)%n")
    TlsOptions tls = new TlsOptions();

    @ArgGroup(order = 4, validate = false, heading = "%nSessions%n")
    SessionOptions sessions = new SessionOptions();

    @ArgGroup(order = 5, validate = false, heading = "%nHeartbeats (times such as 500ms, 15s, 2m)%n")
    HeartbeatOptions heartbeat = new HeartbeatOptions();

    @ArgGroup(order = 6, validate = false, heading = "%nLimits (sizes in bytes, or such as 64KiB, 1MiB)%n")
    LimitOptions limits = new LimitOptions();

    @ArgGroup(order = 7, validate = false, heading = "%nLimits by rate and number (0: no limit)%n")
    RateOptions rates = new RateOptions();

    @ArgGroup(order = 8, validate = false, heading = "%nHTTP/2, on both ports%n")
    Http2Options http2 = new Http2Options();

    @ArgGroup(order = 9, validate = false, heading = "%nAdmin (docs/admin.md)%n")
    AdminOptions admin = new AdminOptions();

    @ArgGroup(order = 10, validate = false, heading = "%nOperation%n")
    OperationOptions operation = new OperationOptions();

    @ArgGroup(order = 11, validate = false, heading = "%nNot in the config file%n")
    Invocation invocation = new Invocation();

    /** Returns the settings as records. */
    ServerConfig toConfig() {
        return new ServerConfig(
                new ServerConfig.Grpc(listening.host, listening.grpcPort),
                listening.toWeb(),
                sessions.toSessions(),
                heartbeat.toHeartbeat(),
                limits.toLimits(rates.toFrames(), sessions.toAcks()),
                limits.toMailboxes(),
                rates.toRates(),
                rates.toConnections(new ClientAddresses(listening.trustedProxies, listening.proxyHeader)),
                http2.toHttp2(),
                access.toTokens(),
                tls.toTls(),
                admin.toAdmin(),
                operation.toMetrics(),
                operation.toDrain(),
                sessions.iceServers,
                operation.logLevel,
                operation.logFormat,
                operation.readyFile);
    }

    /** Returns the options that are settings, in the order of the help: all except those of the invocation itself. */
    static List<OptionSpec> settingsOf(CommandLine commandLine) {
        return commandLine.getCommandSpec().argGroups().stream()
                .flatMap(group -> group.options().stream())
                .filter(option ->
                        !(option.userObject() instanceof Field field && field.getDeclaringClass() == Invocation.class))
                .toList();
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
