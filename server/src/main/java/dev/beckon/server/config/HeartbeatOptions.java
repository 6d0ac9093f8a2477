package dev.beckon.server.config;

import dev.beckon.server.core.message.Heartbeats;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Intervals of heartbeats, and when silence ends a session. */
final class HeartbeatOptions {

    @Option(
            names = "--native-heartbeat",
            paramLabel = "TIME",
            defaultValue = "15s",
            converter = Converters.Time.class,
            description = "Connect: the server sends a heartbeat after this much silence of its own [${DEFAULT-VALUE}]")
    Duration nativeServer = Duration.ZERO;

    @Option(
            names = "--native-client-heartbeat",
            paramLabel = "TIME",
            defaultValue = "15s",
            converter = Converters.Time.class,
            description = "Connect: clients are asked to send something at least this often [${DEFAULT-VALUE}]")
    Duration nativeClient = Duration.ZERO;

    @Option(
            names = "--native-dead-after",
            paramLabel = "TIME",
            defaultValue = "35s",
            converter = Converters.Time.class,
            description = "Connect: a stream ends after this much silence of the client [${DEFAULT-VALUE}]")
    Duration nativeDeadAfter = Duration.ZERO;

    @Option(
            names = "--browser-heartbeat",
            paramLabel = "TIME",
            defaultValue = "15s",
            converter = Converters.Time.class,
            description = "Open: as --native-heartbeat [${DEFAULT-VALUE}]")
    Duration browserServer = Duration.ZERO;

    @Option(
            names = "--browser-client-heartbeat",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Converters.Time.class,
            description = "Open: as --native-client-heartbeat. Browsers wake hidden pages once a minute "
                    + "[${DEFAULT-VALUE}]")
    Duration browserClient = Duration.ZERO;

    @Option(
            names = "--browser-dead-after",
            paramLabel = "TIME",
            defaultValue = "150s",
            converter = Converters.Time.class,
            description = "Open: as --native-dead-after [${DEFAULT-VALUE}]")
    Duration browserDeadAfter = Duration.ZERO;

    ServerConfig.Heartbeat toHeartbeat() {
        return new ServerConfig.Heartbeat(
                new Heartbeats(nativeServer, nativeClient, nativeDeadAfter),
                new Heartbeats(browserServer, browserClient, browserDeadAfter));
    }
}
