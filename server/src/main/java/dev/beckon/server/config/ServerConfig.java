package dev.beckon.server.config;

import dev.beckon.server.core.message.Heartbeats;
import dev.beckon.server.core.message.IceServer;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The effective settings of one server, checked. The options behind them are described in docs/operations.md.
 *
 * @param iceServers what clients are given; may be empty
 * @param readyFile where to write the ports when everything listens; null for nowhere
 */
public record ServerConfig(
        Grpc grpc,
        Web web,
        Sessions sessions,
        Heartbeat heartbeat,
        Limits limits,
        List<IceServer> iceServers,
        LogLevel logLevel,
        @Nullable Path readyFile) {

    public ServerConfig {
        iceServers = List.copyOf(iceServers);
    }

    /**
     * The native door.
     *
     * @param host address or name to listen on
     * @param port 0 for a free one
     */
    public record Grpc(String host, int port) {}

    /**
     * The web port: gRPC-Web, the page, health.
     *
     * @param enabled false: nothing listens on it
     * @param host address or name to listen on
     * @param port 0 for a free one
     * @param allowedOrigins whose pages may call, beside the port's own; {@code *} alone for all
     * @param staticDir folder with the page; null for no page
     */
    public record Web(boolean enabled, String host, int port, List<String> allowedOrigins, @Nullable Path staticDir) {
        public Web {
            allowedOrigins = List.copyOf(allowedOrigins);
        }
    }

    /**
     * How sessions begin.
     *
     * @param helloTimeout time from the start of Connect to its hello
     * @param conflictCap the most that a hello may ask for when its peer id is held
     */
    public record Sessions(Duration helloTimeout, ConflictPolicy conflictCap) {}

    /**
     * When silence is broken, and when it means death.
     *
     * @param nativeClients on Connect
     * @param browsers with Open and Send
     */
    public record Heartbeat(Heartbeats nativeClients, Heartbeats browsers) {}

    /** How much is logged: each level includes those before it. */
    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
