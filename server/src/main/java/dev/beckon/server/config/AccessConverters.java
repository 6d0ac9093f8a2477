package dev.beckon.server.config;

import dev.beckon.server.config.ServerConfig.Secret;
import dev.beckon.server.config.ServerConfig.TlsPorts;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts text to the settings of access and TLS. Messages never contain what may be a secret. */
final class AccessConverters {

    private static final int MIN_SECRET_BYTES = 32;

    private AccessConverters() {}

    /** Converts an HS256 secret. */
    static final class SecretText implements ITypeConverter<Secret> {
        @Override
        public Secret convert(String text) {
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            if (bytes < MIN_SECRET_BYTES) {
                throw new TypeConversionException(
                        bytes + " bytes (expected: at least " + MIN_SECRET_BYTES + ", hard to guess)");
            }
            return new Secret(text);
        }
    }

    /** Converts the path of an existing, readable file. */
    static final class GivenFile implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            try {
                Path file = Path.of(text).toAbsolutePath().normalize();
                if (!text.isBlank() && Files.isRegularFile(file) && Files.isReadable(file)) {
                    return file;
                }
            } catch (InvalidPathException invalid) {
                throw Converters.unexpected(text, "a file");
            }
            throw Converters.unexpected(text, "a file that exists and that this user may read");
        }
    }

    /** Converts the choice of TLS ports. */
    static final class Ports implements ITypeConverter<TlsPorts> {
        @Override
        public TlsPorts convert(String text) {
            return Converters.constant(TlsPorts.class, text);
        }
    }

    /** Accepts any non-blank text. */
    static final class Text implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (text.isBlank()) {
                throw Converters.unexpected(text, "a text");
            }
            return text;
        }
    }

    /** Converts an address whose responses can be trusted: https, or http on the loopback interface. */
    static final class KeyServerAddress implements ITypeConverter<URI> {

        private static final String EXPECTED =
                "an address such as https://id.example.org/jwks.json; http only for this machine";

        @Override
        public URI convert(String text) {
            try {
                URI address = new URI(text);
                String host = address.getHost();
                if (host != null && address.getUserInfo() == null && isTrustworthy(address.getScheme(), host)) {
                    return address;
                }
            } catch (URISyntaxException malformed) {
                throw Converters.unexpected(text, EXPECTED);
            }
            throw Converters.unexpected(text, EXPECTED);
        }

        private static boolean isTrustworthy(String scheme, String host) {
            return "https".equals(scheme) || ("http".equals(scheme) && isLoopback(host));
        }

        private static boolean isLoopback(String host) {
            try {
                return InetAddress.getByName(host).isLoopbackAddress();
            } catch (UnknownHostException unknown) {
                return false;
            }
        }
    }
}
