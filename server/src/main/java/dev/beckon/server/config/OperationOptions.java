package dev.beckon.server.config;

import dev.beckon.server.config.ServerConfig.LogFormat;
import dev.beckon.server.config.ServerConfig.LogLevel;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Logging, metrics and shutdown. */
final class OperationOptions {

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "info",
            converter = Converters.Level.class,
            description =
                    "error, warn, info (a line per session), debug (also per refused frame), or trace [${DEFAULT-VALUE}]")
    LogLevel logLevel = LogLevel.INFO;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            converter = Converters.Format.class,
            description = "text, or json: one object per line [${DEFAULT-VALUE}]")
    LogFormat logFormat = LogFormat.TEXT;

    @Option(
            names = "--metrics",
            arity = "1",
            paramLabel = "true|false",
            defaultValue = "true",
            converter = Converters.Switch.class,
            description =
                    "Whether to open the port for operators: /metrics for Prometheus, /livez, /readyz [${DEFAULT-VALUE}]")
    boolean metrics;

    @Option(
            names = "--metrics-host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            converter = Converters.Host.class,
            description = "Address or name to listen on for operators [${DEFAULT-VALUE}]")
    String metricsHost = "";

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            defaultValue = "9464",
            converter = Converters.Port.class,
            description = "Port for operators; 0 for a free one [${DEFAULT-VALUE}]")
    int metricsPort;

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = Converters.Time.class,
            description = "How long sessions may take to leave when the server shuts down [${DEFAULT-VALUE}]")
    Duration drain = Duration.ZERO;

    @Option(
            names = "--drain-spread",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Converters.Time.class,
            description =
                    "Clients are asked to leave at times spread over this, so that they do not all reconnect at once [${DEFAULT-VALUE}]")
    Duration drainSpread = Duration.ZERO;

    @Option(
            names = "--ready-file",
            paramLabel = "FILE",
            converter = Converters.NewFile.class,
            description =
                    "File to write when everything listens, for scripts: lines grpc.port=, web.port=, admin.port=, metrics.port=, pid=. Removed at the end [none]")
    @Nullable
    Path readyFile;

    ServerConfig.Metrics toMetrics() {
        return new ServerConfig.Metrics(metrics, metricsHost, metricsPort);
    }

    ServerConfig.Drain toDrain() {
        return new ServerConfig.Drain(drain, drainSpread);
    }
}
