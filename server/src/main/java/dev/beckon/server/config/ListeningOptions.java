package dev.beckon.server.config;

import dev.beckon.server.limits.ClientAddresses.Header;
import dev.beckon.server.limits.Subnet;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Addresses, ports and who may connect. */
final class ListeningOptions {

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            converter = Converters.Host.class,
            description =
                    "Address or name to listen on, for both ports; the default is this machine only [${DEFAULT-VALUE}]")
    String host = "";

    @Option(
            names = "--grpc-port",
            paramLabel = "PORT",
            defaultValue = "50051",
            converter = Converters.Port.class,
            description = "Port for native gRPC; 0 for a free one [${DEFAULT-VALUE}]")
    int grpcPort;

    @Option(
            names = "--web-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            converter = Converters.Port.class,
            description = "Port for browsers: gRPC-Web, the page, /healthz, /readyz; 0 for a free one "
                    + "[${DEFAULT-VALUE}]")
    int webPort;

    @Option(
            names = "--web",
            arity = "1",
            paramLabel = "true|false",
            defaultValue = "true",
            converter = Converters.Switch.class,
            description = "Whether to open the web port [${DEFAULT-VALUE}]")
    boolean web;

    @Option(
            names = "--static-dir",
            paramLabel = "DIR",
            converter = Converters.Folder.class,
            description = "Folder with the page to serve on the web port [none]")
    @Nullable
    Path staticDir;

    @Option(
            names = "--allowed-origin",
            paramLabel = "ORIGIN",
            arity = "1",
            converter = Converters.Origin.class,
            description = "Origin whose pages may call gRPC-Web, besides the web port's own, such as "
                    + "https://app.example.org; '*' alone for all. May be repeated [none]")
    List<String> allowedOrigins = List.of();

    @Option(
            names = "--allow-anonymous",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            defaultValue = "false",
            converter = Converters.Switch.class,
            description = "Let anyone who can reach the ports take any peer id. Needed to listen on more than this "
                    + "machine without a key for access tokens; no effect with one [${DEFAULT-VALUE}]")
    boolean allowAnonymous;

    @Option(
            names = "--trusted-proxy",
            paramLabel = "CIDR",
            arity = "1",
            converter = Converters.Network.class,
            description = "Network of trusted proxies, such as 10.0.0.0/8, which supply the client's address. "
                    + "May be repeated [none]")
    List<Subnet> trustedProxies = List.of();

    @Option(
            names = "--proxy-header",
            paramLabel = "HEADER",
            defaultValue = "x-forwarded-for",
            converter = Converters.ProxyHeader.class,
            description = "Where trusted proxies write the client's address: x-forwarded-for, or forwarded (RFC 7239). "
                    + "The other header is ignored [${DEFAULT-VALUE}]")
    Header proxyHeader = Header.X_FORWARDED_FOR;

    ServerConfig.Web toWeb() {
        return new ServerConfig.Web(web, host, webPort, allowedOrigins, staticDir);
    }
}
