package dev.beckon.server.limits;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Determines client addresses behind proxies. A forwarding header is evaluated from its end, and only as far as the
 * addresses are those of trusted proxies: a client can forge everything before. Immutable.
 */
public final class ClientAddresses {

    /**
     * The header that the trusted proxies set. The other one is ignored: proxies may pass it on as the client sent it.
     */
    public enum Header {
        /** A list of addresses; each proxy appends the address of its caller. */
        X_FORWARDED_FOR("x-forwarded-for"),
        /** RFC 7239. */
        FORWARDED("forwarded");

        private final String headerName;

        Header(String headerName) {
            this.headerName = headerName;
        }

        /** Returns the name in lower case. */
        public String headerName() {
            return headerName;
        }
    }

    private final List<Subnet> trusted;
    private final Header header;

    public ClientAddresses(List<Subnet> trustedProxies, Header header) {
        this.trusted = List.copyOf(trustedProxies);
        this.header = header;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClientAddresses same && same.trusted.equals(trusted) && same.header == header;
    }

    @Override
    public int hashCode() {
        return Objects.hash(trusted, header);
    }

    @Override
    public String toString() {
        return header.headerName() + " of " + trusted;
    }

    public Header header() {
        return header;
    }

    public boolean isTrustedProxy(InetAddress address) {
        for (Subnet subnet : trusted) {
            if (subnet.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the address of the client.
     *
     * @param caller the remote address of the connection
     * @param headers the values of {@link #header()}, in order of arrival
     */
    public InetAddress resolve(InetAddress caller, Iterable<String> headers) {
        if (!isTrustedProxy(caller)) {
            return caller;
        }
        InetAddress client = caller;
        String[] hops = String.join(",", headers).split(",", -1);
        for (int hop = hops.length - 1; hop >= 0 && isTrustedProxy(client); hop--) {
            InetAddress before = address(hops[hop]);
            if (before == null) {
                // The proxy gives no address, so it is the last one known.
                return client;
            }
            client = before;
        }
        return client;
    }

    private @Nullable InetAddress address(String hop) {
        String node = header == Header.FORWARDED ? forwardedFor(hop) : hop.strip();
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(withoutPort(node));
        if (bytes == null) {
            return null;
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            return null;
        }
    }

    /**
     * Returns the node of a forwarded-element: "" if it has none; "unknown" or an obfuscated name if the proxy hides
     * it.
     */
    private static String forwardedFor(String element) {
        for (String pair : element.split(";", -1)) {
            String trimmed = pair.strip();
            if (trimmed.toLowerCase(Locale.ROOT).startsWith("for=")) {
                String value = trimmed.substring("for=".length());
                boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
                return quoted ? value.substring(1, value.length() - 1) : value;
            }
        }
        return "";
    }

    /** Returns the host of "192.0.2.1:80", "[2001:db8::1]:80" and "[2001:db8::1]"; other text unchanged. */
    private static String withoutPort(String node) {
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            return end < 0 ? "" : node.substring(1, end);
        }
        int colon = node.indexOf(':');
        return colon >= 0 && colon == node.lastIndexOf(':') ? node.substring(0, colon) : node;
    }
}
