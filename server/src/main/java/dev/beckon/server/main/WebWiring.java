package dev.beckon.server.main;

import dev.beckon.server.config.ServerConfig;
import dev.beckon.server.transport.grpc.SignalingService;
import dev.beckon.server.transport.web.VertxStreamExecutors;
import dev.beckon.server.transport.web.WebOptions;
import dev.beckon.server.transport.web.WebServer;
import dev.beckon.server.transport.web.WebTls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates the web port. */
final class WebWiring {

    private WebWiring() {}

    static WebServer create(
            ServerConfig.Web config,
            @Nullable WebTls tls,
            int maxMessageBytes,
            SignalingService signaling,
            Readiness readiness,
            DoorGuards guards) {
        WebOptions options = new WebOptions(
                config.host(),
                config.port(),
                config.allowedOrigins(),
                config.staticDir(),
                maxMessageBytes,
                EventLoops.defaultCount(),
                tls);
        return new WebServer(
                options,
                guards.web(),
                List.of(guards.guard(signaling.bind(new VertxStreamExecutors()))),
                readiness::isReady);
    }

    static Listening listening(ServerConfig.Web config, int port) {
        return new Listening("browsers", config.host(), port, "--web-port");
    }
}
