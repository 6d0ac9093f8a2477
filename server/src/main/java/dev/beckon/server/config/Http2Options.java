package dev.beckon.server.config;

import java.time.Duration;
import picocli.CommandLine.Option;

/** HTTP/2 limits per connection, on both ports. */
final class Http2Options {

    @Option(
            names = "--max-header-bytes",
            paramLabel = "SIZE",
            defaultValue = "16KiB",
            converter = Converters.Bytes.class,
            description = "All headers of one request, access token included [${DEFAULT-VALUE}]")
    int headerBytes;

    @Option(
            names = "--max-streams-native",
            paramLabel = "NUMBER",
            defaultValue = "1000",
            converter = Converters.Count.class,
            description =
                    "Native gRPC: concurrent calls on one connection; a proxy opens more connections [${DEFAULT-VALUE}]")
    int nativeStreams;

    @Option(
            names = "--max-streams-web",
            paramLabel = "NUMBER",
            defaultValue = "100",
            converter = Converters.Count.class,
            description = "Web port: concurrent requests on one connection [${DEFAULT-VALUE}]")
    int webStreams;

    @Option(
            names = "--max-resets",
            paramLabel = "NUMBER",
            defaultValue = "2000",
            converter = Converters.Count.class,
            description =
                    "Streams that a connection may cancel within --flood-window before it is cut (rapid reset) [${DEFAULT-VALUE}]")
    int resets;

    @Option(
            names = "--max-control-frames",
            paramLabel = "NUMBER",
            defaultValue = "1000",
            converter = Converters.Count.class,
            description =
                    "PING, SETTINGS and other frames without effect that a connection may send within --flood-window before it is cut [${DEFAULT-VALUE}]")
    int controlFrames;

    @Option(
            names = "--flood-window",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Converters.Time.class,
            description = "Time window of these two limits, in whole seconds [${DEFAULT-VALUE}]")
    Duration window = Duration.ZERO;

    @Option(
            names = "--ping-interval",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = Converters.Time.class,
            description =
                    "Native gRPC: minimum time between pings; a connection that violates it three times is cut. Clients should use 10 s; the difference allows for delays in the network [${DEFAULT-VALUE}]")
    Duration pings = Duration.ZERO;

    ServerConfig.Http2 toHttp2() {
        return new ServerConfig.Http2(headerBytes, nativeStreams, webStreams, resets, controlFrames, window, pings);
    }
}
