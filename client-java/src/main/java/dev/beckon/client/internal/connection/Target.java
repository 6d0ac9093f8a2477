package dev.beckon.client.internal.connection;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The host and the port of a server. Immutable. */
public final class Target {

    private static final String EXPECTED = "host:port, for instance \"signal.example.org:443\"";
    private static final String EXPECTED_NAME = EXPECTED
            + "; a name consists of letters, digits and hyphens, not at the ends, and its last part begins with a letter;"
            + " for a container, use an alias without underscore";
    private static final Pattern BRACKETED = Pattern.compile("(\\[[^]]*])(:(.*))?");
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}");

    private final String host;
    private final int port;

    private Target(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /**
     * Parses a target.
     *
     * @throws IllegalArgumentException if it is not host:port; the message says why
     */
    public static Target parse(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || Character.isSpaceChar(c) || Character.isISOControl(c)) {
                throw wrong(text, String.format("it has the character U+%04X at index %d", (int) c, i), EXPECTED);
            }
        }
        if (text.contains("://")) {
            throw wrong(text, "it has a scheme", EXPECTED + "; TLS is the default, plaintext() turns it off");
        }
        if (text.indexOf('/') >= 0) {
            throw wrong(text, "it has a path", EXPECTED);
        }
        Matcher bracketed = BRACKETED.matcher(text);
        if (bracketed.matches()) {
            return new Target(ipv6(text, bracketed.group(1)), port(text, bracketed.group(3)));
        }
        int colon = text.indexOf(':');
        if (colon != text.lastIndexOf(':')) {
            throw wrong(text, "it has more than one colon", EXPECTED + ", or \"[2001:db8::1]:443\"");
        }
        String host = colon < 0 ? text : text.substring(0, colon);
        String port = colon < 0 ? null : text.substring(colon + 1);
        return new Target(name(text, host), port(text, port));
    }

    private static String ipv6(String text, String host) {
        try {
            // A literal address is never resolved.
            InetAddress.getByName(host);
            return host;
        } catch (UnknownHostException noAddress) {
            throw wrong(text, host + " is no IPv6 address", "[address]:port, for instance \"[2001:db8::1]:443\"");
        }
    }

    private static String name(String text, String host) {
        if (host.isEmpty()) {
            throw wrong(text, "the host is missing", EXPECTED);
        }
        String ascii;
        try {
            ascii = IDN.toASCII(host);
        } catch (IllegalArgumentException noName) {
            throw wrong(text, "\"" + host + "\" is no host name", EXPECTED);
        }
        boolean isNumeric = DIGITS_AND_DOTS.matcher(ascii).matches();
        if (isNumeric ? !IPV4.matcher(ascii).matches() : !isHostOfUri(ascii)) {
            throw wrong(text, "\"" + host + "\" is no host name and no address", EXPECTED_NAME);
        }
        return ascii;
    }

    /** gRPC accepts only what {@link URI} accepts. On Android, that includes underscores. */
    private static boolean isHostOfUri(String name) {
        try {
            return name.equals(new URI(null, null, name, 1, null, null, null).getHost());
        } catch (URISyntaxException noHost) {
            return false;
        }
    }

    private static int port(String text, @Nullable String port) {
        if (port == null || port.isEmpty()) {
            throw wrong(text, "the port is missing", EXPECTED);
        }
        for (int i = 0; i < port.length(); i++) {
            if (port.charAt(i) < '0' || port.charAt(i) > '9') {
                throw wrong(text, "the port is \"" + port + "\"", EXPECTED);
            }
        }
        int number = port.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(port);
        if (number < 1 || number > 65_535) {
            throw wrong(text, "the port is " + port, "host:port with a port from 1 to 65535");
        }
        return number;
    }

    private static IllegalArgumentException wrong(String text, String found, String expected) {
        return new IllegalArgumentException("target: \"" + text + "\": " + found + " (expected: " + expected + ")");
    }

    /** Returns a name, an IPv4 address, or an IPv6 address in brackets. */
    String host() {
        return host;
    }

    int port() {
        return port;
    }
}
