package dev.beckon.server.transport.grpc;

import io.grpc.Grpc;
import io.grpc.ServerCall;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The address at the other end of a call's connection, as text. */
public final class CallerAddress {

    private CallerAddress() {}

    /** Returns host and port; "" if the transport has no addresses. */
    public static String of(ServerCall<?, ?> call) {
        SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return describe(address);
    }

    private static String describe(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress inet && !inet.isUnresolved()) {
            return hostAndPort(inet.getAddress(), inet.getPort());
        }
        return address == null ? "" : address.toString();
    }

    private static String hostAndPort(InetAddress host, int port) {
        String literal = host.getHostAddress();
        return (host instanceof Inet6Address ? "[" + literal + "]" : literal) + ":" + port;
    }
}
