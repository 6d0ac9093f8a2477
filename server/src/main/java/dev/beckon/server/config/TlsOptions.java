package dev.beckon.server.config;

import dev.beckon.server.config.ServerConfig.Tls;
import dev.beckon.server.config.ServerConfig.TlsPorts;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** TLS options. */
final class TlsOptions {

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            converter = AccessConverters.GivenFile.class,
            description = "PEM file with the server's certificate, then the intermediate ones. Needs --tls-key "
                    + "[none: no TLS]")
    @Nullable
    Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            converter = AccessConverters.GivenFile.class,
            description = "PEM file with its private key, PKCS #8, not encrypted [none]")
    @Nullable
    Path key;

    @Option(
            names = "--tls-ports",
            paramLabel = "PORTS",
            defaultValue = "both",
            converter = AccessConverters.Ports.class,
            description = "Ports that use TLS: both, grpc or web [${DEFAULT-VALUE}]")
    TlsPorts ports = TlsPorts.BOTH;

    @Option(
            names = "--grpc-client-ca",
            paramLabel = "FILE",
            converter = AccessConverters.GivenFile.class,
            description = "PEM file with authorities: the gRPC port requires client certificates issued by them [none]")
    @Nullable
    Path grpcClientCa;

    @Option(
            names = "--web-client-ca",
            paramLabel = "FILE",
            converter = AccessConverters.GivenFile.class,
            description = "The same for the web port [none]")
    @Nullable
    Path webClientCa;

    @Option(
            names = "--tls-reload",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Converters.Time.class,
            description = "How often these files are checked; a change takes effect with the next handshake "
                    + "[${DEFAULT-VALUE}]")
    Duration reload = Duration.ZERO;

    @Nullable
    Tls toTls() {
        return certificate == null || key == null
                ? null
                : new Tls(certificate, key, ports, grpcClientCa, webClientCa, reload);
    }
}
