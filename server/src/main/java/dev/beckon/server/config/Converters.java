package dev.beckon.server.config;

import dev.beckon.server.config.ServerConfig.LogFormat;
import dev.beckon.server.config.ServerConfig.LogLevel;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.limits.ClientAddresses;
import dev.beckon.server.limits.Subnet;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the text of a setting to its value. Invalid values are reported as found and expected, never corrected. */
final class Converters {

    private Converters() {}

    /** Creates the error for a value that may be shown. */
    static TypeConversionException unexpected(String found, String expected) {
        return new TypeConversionException("'" + found + "' (expected: " + expected + ")");
    }

    private static int number(String text, int min, int max, String expected) {
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw unexpected(text, expected);
        }
        throw unexpected(text, expected);
    }

    static <E extends Enum<E>> E constant(Class<E> type, String text) {
        String expected = Arrays.stream(type.getEnumConstants())
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        for (E value : type.getEnumConstants()) {
            if (value.name().equalsIgnoreCase(text)) {
                return value;
            }
        }
        throw unexpected(text, "one of " + expected);
    }

    private static Path path(String text, String expected) {
        if (text.isBlank()) {
            throw unexpected(text, expected);
        }
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException invalid) {
            throw unexpected(text, expected);
        }
    }

    /** A host: an address or a name. Whether it belongs to this machine turns out when listening. */
    static final class Host implements ITypeConverter<String> {

        private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]+");

        @Override
        public String convert(String text) {
            if (!HOST.matcher(text).matches()) {
                throw unexpected(text, "an address or a host name, such as 127.0.0.1 or localhost");
            }
            return text;
        }
    }

    /** A TCP port. */
    static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, 0, 65_535, "a port from 1 to 65535, or 0 for a free one");
        }
    }

    /** A count of at least 1. */
    static final class Count implements ITypeConverter<Integer> {

        private static final int MAX = 1_000_000;

        @Override
        public Integer convert(String text) {
            return number(text, 1, MAX, "a number from 1 to " + MAX);
        }
    }

    /** A count; 0 for no limit. */
    static final class CountOrNone implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, 0, Count.MAX, "a number from 1 to " + Count.MAX + ", or 0 for no limit");
        }
    }

    /** A size in bytes, or a fraction of the maximum heap. */
    static final class HeapBytes implements ITypeConverter<Long> {

        private static final String EXPECTED =
                "a size from 1MiB on, such as 256MiB or 1GiB, or a share of the heap such as heap/4";
        private static final long MIN = 1024 * 1024;
        private static final int SMALLEST_SHARE = 1000;
        private static final Pattern SHARE = Pattern.compile("heap/(\\d{1,4})");
        private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(MiB|GiB)");

        @Override
        public Long convert(String text) {
            Matcher share = SHARE.matcher(text);
            Matcher size = SIZE.matcher(text);
            if (share.matches()) {
                return Runtime.getRuntime().maxMemory() / number(share.group(1), 2, SMALLEST_SHARE, EXPECTED);
            }
            if (!size.matches()) {
                throw unexpected(text, EXPECTED);
            }
            long unit = size.group(2).equals("MiB") ? MIN : MIN * 1024;
            long bytes = Long.parseLong(size.group(1)) * unit;
            if (bytes < MIN) {
                throw unexpected(text, EXPECTED);
            }
            return bytes;
        }
    }

    /** The same, or 0 for no limit. */
    static final class HeapBytesOrNone implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return text.equals("0") ? Long.valueOf(0) : new HeapBytes().convert(text);
        }
    }

    /** A network in CIDR notation (RFC 4632, section 3.1). */
    static final class Network implements ITypeConverter<Subnet> {
        @Override
        public Subnet convert(String text) {
            try {
                return Subnet.parse(text);
            } catch (IllegalArgumentException malformed) {
                throw unexpected(text, "an address or a network without host bits, such as 10.0.0.0/8 or fd00::/8");
            }
        }
    }

    /** A size in bytes. */
    static final class Bytes implements ITypeConverter<Integer> {

        private static final int MAX = 64 * 1024 * 1024;
        private static final String EXPECTED = "a size from 1 to " + MAX + " bytes, such as 65536, 64KiB or 1MiB";
        private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(KiB|MiB)?");

        @Override
        public Integer convert(String text) {
            Matcher matcher = SIZE.matcher(text);
            if (!matcher.matches()) {
                throw unexpected(text, EXPECTED);
            }
            long bytes = Long.parseLong(matcher.group(1)) * unit(matcher.group(2));
            if (bytes < 1 || bytes > MAX) {
                throw unexpected(text, EXPECTED);
            }
            return (int) bytes;
        }

        private static long unit(@Nullable String suffix) {
            if (suffix == null) {
                return 1;
            }
            return suffix.equals("KiB") ? 1024 : 1024 * 1024;
        }
    }

    /** A duration. */
    static final class Time implements ITypeConverter<Duration> {

        private static final String EXPECTED = "a time from 10ms to 24h, such as 500ms, 15s, 2m or 1h";
        private static final Duration MIN = Duration.ofMillis(10);
        private static final Duration MAX = Duration.ofHours(24);
        private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

        @Override
        public Duration convert(String text) {
            Matcher matcher = TIME.matcher(text);
            if (!matcher.matches()) {
                throw unexpected(text, EXPECTED);
            }
            Duration time = Duration.ofMillis(Long.parseLong(matcher.group(1)) * unitMs(matcher.group(2)));
            if (time.compareTo(MIN) < 0 || time.compareTo(MAX) > 0) {
                throw unexpected(text, EXPECTED);
            }
            return time;
        }

        private static long unitMs(String suffix) {
            return switch (suffix) {
                case "ms" -> 1;
                case "s" -> 1_000;
                case "m" -> 60_000;
                default -> 3_600_000;
            };
        }
    }

    /** A boolean. Unlike {@link Boolean#parseBoolean}, refuses anything but true and false. */
    static final class Switch implements ITypeConverter<Boolean> {
        @Override
        public Boolean convert(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw unexpected(text, "true or false");
            };
        }
    }

    /** An origin (RFC 6454, section 6.2) as browsers send it, or * for all. */
    static final class Origin implements ITypeConverter<String> {

        static final String ANY = "*";
        private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#\\s]+");

        @Override
        public String convert(String text) {
            String origin = text.toLowerCase(Locale.ROOT);
            if (!origin.equals(ANY) && !ORIGIN.matcher(origin).matches()) {
                throw unexpected(text, "an origin without a path, such as https://app.example.org, or * for all");
            }
            return origin;
        }
    }

    /** An existing folder. */
    static final class Folder implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            Path folder = path(text, "a folder");
            if (!Files.isDirectory(folder)) {
                throw unexpected(text, "a folder that exists");
            }
            return folder;
        }
    }

    /** A file to write, in an existing folder. */
    static final class NewFile implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            Path file = path(text, "a file");
            Path folder = file.getParent();
            if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
                throw unexpected(text, "a file in a folder that exists");
            }
            return file;
        }
    }

    /** The highest conflict policy that a hello may ask for. */
    static final class Conflict implements ITypeConverter<ConflictPolicy> {
        @Override
        public ConflictPolicy convert(String text) {
            return constant(ConflictPolicy.class, text);
        }
    }

    /** The log level. */
    static final class Level implements ITypeConverter<LogLevel> {
        @Override
        public LogLevel convert(String text) {
            return constant(LogLevel.class, text);
        }
    }

    /** The header in which proxies send the client's address. */
    static final class ProxyHeader implements ITypeConverter<ClientAddresses.Header> {
        @Override
        public ClientAddresses.Header convert(String text) {
            for (ClientAddresses.Header header : ClientAddresses.Header.values()) {
                if (header.headerName().equalsIgnoreCase(text)) {
                    return header;
                }
            }
            throw unexpected(text, "x-forwarded-for, or forwarded");
        }
    }

    /** The format of log lines. */
    static final class Format implements ITypeConverter<LogFormat> {
        @Override
        public LogFormat convert(String text) {
            return constant(LogFormat.class, text);
        }
    }
}
