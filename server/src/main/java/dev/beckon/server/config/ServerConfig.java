package dev.beckon.server.config;

import dev.beckon.server.core.message.Heartbeats;
import dev.beckon.server.core.message.IceServer;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.limits.ClientAddresses;
import dev.beckon.server.limits.UploadPace;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The effective settings of one server, checked. The options behind them are described in docs/operations.md.
 *
 * @param tls null: none of the ports speaks it
 * @param mailboxesBytes what may wait in all mailboxes together
 * @param iceServers what clients are given; may be empty
 * @param readyFile where to write the ports when everything listens; null for nowhere
 */
public record ServerConfig(
        Grpc grpc,
        Web web,
        Sessions sessions,
        Heartbeat heartbeat,
        Limits limits,
        long mailboxesBytes,
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
     * How sessions begin and come back.
     *
     * @param helloTimeout time from the start of Connect to its hello
     * @param conflictCap the most that a hello may ask for when its peer id is held
     */
    public record Sessions(Duration helloTimeout, ConflictPolicy conflictCap, ResumeWindows resumeWindows) {}

    /**
     * How long a resumable session without a stream may come back.
     *
     * @param nativeClients on Connect
     * @param browsers with Open
     */
    public record ResumeWindows(Duration nativeClients, Duration browsers) {}

    /**
     * How often, and how many sessions. 0 is no limit.
     *
     * @param connectsPerSecond of one address
     * @param connectsBurst at once, at least 1
     * @param sessionsPerSubject of access tokens
     */
    public record Rates(int connectsPerSecond, int connectsBurst, int sessionsPerSubject) {}

    /**
     * What connections may do at the doors. 0 is no limit.
     *
     * @param perAddress connections of one address to one port, trusted proxies aside
     * @param all connections to one port
     * @param uploadsPerAddress request bodies of one address that are arriving on the web port
     * @param uploads request bodies that are arriving on the web port
     * @param pace how slowly the one message of Open, Send and GetIceServers may arrive
     * @param addresses who a client is behind trusted proxies
     */
    public record Connections(
            int perAddress, int all, int uploadsPerAddress, int uploads, UploadPace pace, ClientAddresses addresses) {}

    /**
     * What a connection may ask of HTTP/2.
     *
     * @param headerBytes all headers of a request
     * @param nativeStreams calls at once on the native port
     * @param webStreams requests at once on the web port
     * @param resets streams that it may cancel within the window
     * @param pings how often a client may ping the native port
     * @param controlFrames PING and SETTINGS frames that it may send within the window
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
     * Who is let in.
     *
     * @param keys one or more: everyone needs a token; none: nobody does
     * @param issuer what {@code iss} must be; null for anything
     * @param audiences one of which {@code aud} must name; empty for anything
     * @param leeway how far the clocks of those who sign may be off
     * @param grace how long a session goes on after its token expired
     * @param reload how often the files with keys are looked at
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
     * What tokens are checked against.
     *
     * @param secret for HS256; null for none
     * @param secretFile with such secrets, one a line; null for none
     * @param keyFiles PEM files with public keys
     * @param jwksFile with a JWK set; null for none
     * @param jwksUrl where a JWK set of public keys is; null for none
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
     * TLS on the ports.
     *
     * @param certificate PEM file, the server's own certificate first
     * @param key PEM file with its private key
     * @param grpcClientCa whose client certificates the native port takes; null: it asks for none
     * @param webClientCa the same for the web port
     * @param reload how often the files are looked at
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

    /** Which ports speak TLS. */
    public enum TlsPorts {
        BOTH,
        GRPC,
        WEB
    }

    /** A text that is printed nowhere. */
    public record Secret(String value) {
        @Override
        public String toString() {
            return "****";
        }
    }

    /**
     * The port of the Admin service.
     *
     * @param enabled false: nothing listens on it
     * @param host address or name to listen on
     * @param port 0 for a free one
     */
    public record Admin(boolean enabled, String host, int port) {}

    /**
     * The port for operators: metrics and health.
     *
     * @param enabled false: nothing listens on it
     * @param host address or name to listen on
     * @param port 0 for a free one
     */
    public record Metrics(boolean enabled, String host, int port) {}

    /**
     * How the server ends.
     *
     * @param within how long sessions may take to leave
     * @param spread clients are told to leave at times spread over this; at most {@code within}
     */
    public record Drain(Duration within, Duration spread) {}

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

    /** What log lines look like. */
    public enum LogFormat {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
