package dev.beckon.server.config;

import dev.beckon.server.core.message.Heartbeats;
import dev.beckon.server.core.message.IceServer;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.limits.ClientAddresses;
import dev.beckon.server.limits.FanOutLimits;
import dev.beckon.server.limits.UploadPace;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The validated settings of one server. The options behind them are described in docs/operations.md.
 *
 * @param tls null: no port uses TLS
 * @param iceServers sent to clients; may be empty
 * @param readyFile where to write the ports when everything listens; null for none
 */
public record ServerConfig(
        Grpc grpc,
        Web web,
        Sessions sessions,
        Heartbeat heartbeat,
        Limits limits,
        Mailboxes mailboxes,
        Rates rates,
        Connections connections,
        Http2 http2,
        Tokens tokens,
        @Nullable Tls tls,
        Admin admin,
        Metrics metrics,
        Drain drain,
        List<IceServer> iceServers,
        LogLevel logLevel,
        LogFormat logFormat,
        @Nullable Path readyFile) {

    public ServerConfig {
        iceServers = List.copyOf(iceServers);
    }

    /**
     * The native gRPC port.
     *
     * @param host address or name to listen on
     * @param port 0 for a free one
     */
    public record Grpc(String host, int port) {}

    /**
     * The web port: gRPC-Web, the page, health.
     *
     * @param enabled false: the port is not opened
     * @param host address or name to listen on
     * @param port 0 for a free one
     * @param allowedOrigins whose pages may call, besides the port's own; {@code *} alone for all
     * @param staticDir folder with the page; null for none
     */
    public record Web(boolean enabled, String host, int port, List<String> allowedOrigins, @Nullable Path staticDir) {
        public Web {
            allowedOrigins = List.copyOf(allowedOrigins);
        }
    }

    /**
     * How sessions begin and resume.
     *
     * @param helloTimeout time from the start of Connect to its hello
     * @param conflictCap the highest policy that a hello may ask for when its peer id is held
     */
    public record Sessions(Duration helloTimeout, ConflictPolicy conflictCap, ResumeWindows resumeWindows) {}

    /**
     * How long a resumable session without a stream may be resumed.
     *
     * @param nativeClients with Connect
     * @param browsers with Open
     */
    public record ResumeWindows(Duration nativeClients, Duration browsers) {}

    /**
     * How much the mailboxes of this server may hold, in bytes.
     *
     * @param all limit of all mailboxes together
     * @param guaranteed what each of them may hold whatever the others hold
     * @param perSubject limit of what is beyond that, per subject of access tokens; 0 for no limit
     */
    public record Mailboxes(long all, int guaranteed, long perSubject) {}

    /**
     * Limits of new sessions. 0 for no limit.
     *
     * @param connectsPerSecond per address
     * @param connectsBurst at once, at least 1
     * @param sessionsPerSubject per subject of access tokens
     * @param sessionFanOut how many events for others one session may cause
     * @param subjectFanOut how many all sessions of a subject may cause
     * @param watchers per watched peer
     */
    public record Rates(
            int connectsPerSecond,
            int connectsBurst,
            int sessionsPerSubject,
            FanOutLimits.Rate sessionFanOut,
            FanOutLimits.Rate subjectFanOut,
            int watchers) {}

    /**
     * Limits of connections and uploads. 0 for no limit.
     *
     * @param perAddress connections from one address to one port, and streams of one address behind trusted proxies
     * @param all connections to one port, and streams behind trusted proxies
     * @param uploadsPerAddress request bodies being received from one address on the web port
     * @param uploads request bodies being received on the web port
     * @param pace how slowly the single message of Open, Send and GetIceServers may arrive
     * @param addresses determines client addresses behind trusted proxies
     */
    public record Connections(
            int perAddress, int all, int uploadsPerAddress, int uploads, UploadPace pace, ClientAddresses addresses) {}

    /**
     * HTTP/2 limits of a connection.
     *
     * @param headerBytes all headers of a request
     * @param nativeStreams concurrent calls on the native port
     * @param webStreams concurrent requests on the web port
     * @param resets streams that may be cancelled within the window
     * @param pings minimum interval of pings on the native port
     * @param controlFrames PING and SETTINGS frames allowed within the window
     * @param window whole seconds
     */
    public record Http2(
            int headerBytes,
            int nativeStreams,
            int webStreams,
            int resets,
            int controlFrames,
            Duration window,
            Duration pings) {}

    /**
     * Access tokens.
     *
     * @param keys if there is at least one, every client needs a token; otherwise none does
     * @param issuer required value of {@code iss}; null for any
     * @param audiences {@code aud} must contain one of them; empty for any
     * @param leeway tolerated clock difference to the issuer
     * @param grace how long a session continues after its token has expired
     * @param reload how often key files are checked for changes
     */
    public record Tokens(
            TokenKeys keys,
            @Nullable String issuer,
            List<String> audiences,
            Duration leeway,
            Duration grace,
            Duration reload) {
        public Tokens {
            audiences = List.copyOf(audiences);
        }
    }

    /**
     * The keys that verify tokens.
     *
     * @param secret for HS256; null for none
     * @param secretFile with such secrets, one per line; null for none
     * @param keyFiles PEM files with public keys
     * @param jwksFile with a JWK set; null for none
     * @param jwksUrl of a JWK set of public keys; null for none
     */
    public record TokenKeys(
            @Nullable Secret secret,
            @Nullable Path secretFile,
            List<Path> keyFiles,
            @Nullable Path jwksFile,
            @Nullable URI jwksUrl) {
        public TokenKeys {
            keyFiles = List.copyOf(keyFiles);
        }

        public boolean isEmpty() {
            return secret == null && secretFile == null && keyFiles.isEmpty() && jwksFile == null && jwksUrl == null;
        }
    }

    /**
     * TLS.
     *
     * @param certificate PEM file, the server's own certificate first
     * @param key PEM file with its private key
     * @param grpcClientCa authorities of the client certificates that the native port requires; null: no client
     * certificates
     * @param webClientCa the same for the web port
     * @param reload how often the files are checked for changes
     */
    public record Tls(
            Path certificate,
            Path key,
            TlsPorts ports,
            @Nullable Path grpcClientCa,
            @Nullable Path webClientCa,
            Duration reload) {

        public boolean onGrpc() {
            return ports != TlsPorts.WEB;
        }

        public boolean onWeb() {
            return ports != TlsPorts.GRPC;
        }
    }

    /** The ports that use TLS. */
    public enum TlsPorts {
        BOTH,
        GRPC,
        WEB
    }

    /** A text that is never printed. */
    public record Secret(String value) {
        @Override
        public String toString() {
            return "****";
        }
    }

    /**
     * The port of the Admin service.
     *
     * @param enabled false: the port is not opened
     * @param host address or name to listen on
     * @param port 0 for a free one
     */
    public record Admin(boolean enabled, String host, int port) {}

    /**
     * The port for operators: metrics and health.
     *
     * @param enabled false: the port is not opened
     * @param host address or name to listen on
     * @param port 0 for a free one
     */
    public record Metrics(boolean enabled, String host, int port) {}

    /**
     * How the server shuts down.
     *
     * @param within how long sessions may take to leave
     * @param spread clients are asked to leave at times spread over this; at most {@code within}
     */
    public record Drain(Duration within, Duration spread) {}

    /**
     * Heartbeats.
     *
     * @param nativeClients with Connect
     * @param browsers with Open and Send
     */
    public record Heartbeat(Heartbeats nativeClients, Heartbeats browsers) {}

    /** The log level; each level includes those before it. */
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

    /** The format of log lines. */
    public enum LogFormat {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
