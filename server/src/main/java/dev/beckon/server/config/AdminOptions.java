package dev.beckon.server.config;

import picocli.CommandLine.Option;

/** Options of the Admin port. */
final class AdminOptions {

    @Option(
            names = "--admin",
            arity = "1",
            paramLabel = "true|false",
            defaultValue = "true",
            converter = Converters.Switch.class,
            description =
                    "Whether to open the port of the Admin service, for operators and the app's backend [${DEFAULT-VALUE}]")
    boolean enabled;

    @Option(
            names = "--admin-host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            converter = Converters.Host.class,
            description = "Address or name to listen on for the Admin service [${DEFAULT-VALUE}]")
    String host = "";

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            defaultValue = "50052",
            converter = Converters.Port.class,
            description =
                    "Port for the Admin service, with TLS if the gRPC port has it; 0 for a free one [${DEFAULT-VALUE}]")
    int port;

    ServerConfig.Admin toAdmin() {
        return new ServerConfig.Admin(enabled, host, port);
    }
}
