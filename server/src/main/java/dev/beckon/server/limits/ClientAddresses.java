package dev.beckon.server.limits;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is behind proxies. The word of a proxy is taken only if it is a trusted one, and only as far back as the
 * chain of trusted ones goes: everything before that can be made up by the client. Immutable.
 */
public final class ClientAddresses {

    /** Which header the trusted proxies write. The other one is never read, since they may pass it on as the client wrote it. */
    public enum Header {
        /** A list of addresses, to which each proxy appends the one that it was called from. */
        X_FORWARDED_FOR("x-forwarded-for"),
        /** RFC 7239. */
        FORWARDED("forwarded");

        private final String headerName;

        Header(String headerName) {
            this.headerName = headerName;
        }

        /** Its name, in lower case. */
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
     * The address of the client itself.
     *
     * @param caller who called us
     * @param headers the values of {@link #header()}, in the order in which they came
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
                // A proxy that does not tell: it is the last that we know of.
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

    /** The node of one forwarded-element: "" if it has none, and "unknown" or a made-up name if the proxy says no more. */
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

    /** From "192.0.2.1:80", "[2001:db8::1]:80" and "[2001:db8::1]" what stands for the host; all else as it is. */
    private static String withoutPort(String node) {
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            return end < 0 ? "" : node.substring(1, end);
        }
        int colon = node.indexOf(':');
        return colon >= 0 && colon == node.lastIndexOf(':') ? node.substring(0, colon) : node;
    }
}
