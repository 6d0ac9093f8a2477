package dev.beckon.server.main;

import dev.beckon.server.config.ServerConfig;
import dev.beckon.server.core.port.SignalingEvents;
import dev.beckon.server.limits.LimitListener;
import dev.beckon.server.observability.AllSignalingEvents;
import dev.beckon.server.observability.LimitMetrics;
import dev.beckon.server.observability.LoggingSignalingEvents;
import dev.beckon.server.observability.Metrics;
import dev.beckon.server.observability.MetricsSignalingEvents;
import dev.beckon.server.observability.OperatorPort;
import dev.beckon.server.transport.web.WebServer;
import io.grpc.netty.shaded.io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The log, the metrics, and the port for operators. */
final class Observability {

    private final Metrics metrics = new Metrics();
    private final LimitListener limits = new LimitMetrics(metrics.registry());
    private final MetricsSignalingEvents counted = new MetricsSignalingEvents(metrics.registry());
    private final SignalingEvents events = new AllSignalingEvents(new LoggingSignalingEvents(), counted);

    Observability(Closing closing) {
        closing.add("metrics", metrics);
        metrics.directMemory("native", PlatformDependent::usedDirectMemory);
        metrics.directMemory("web", WebServer::directMemory);
    }

    SignalingEvents events() {
        return events;
    }

    LimitListener limits() {
        return limits;
    }

    Metrics metrics() {
        return metrics;
    }

    /** Starts to listen for operators. Returns null if the port is disabled. */
    @Nullable
    Listening start(ServerConfig.Metrics config, Readiness readiness, Closing closing) throws StartException {
        if (!config.enabled()) {
            return null;
        }
        Listening wanted = listening(config, config.port());
        try {
            OperatorPort port = OperatorPort.start(wanted.address(), metrics::text, readiness::isReady);
            closing.add("operator port", port);
            return listening(config, port.port());
        } catch (IOException cannotListen) {
            throw wanted.failure(cannotListen);
        }
    }

    private static Listening listening(ServerConfig.Metrics config, int port) {
        return new Listening("operators", config.host(), port, "--metrics-port");
    }
}
