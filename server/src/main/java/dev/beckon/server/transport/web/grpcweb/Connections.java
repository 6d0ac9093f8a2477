package dev.beckon.server.transport.web.grpcweb;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Access to details of a connection that Vert.x does not expose. */
public final class Connections {

    private Connections() {}

    /** Returns the transport attributes for services: the address of the client, or of a proxy in between. */
    static Attributes attributes(HttpServerRequest request) {
        return Attributes.newBuilder()
                .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, remoteAddress(request))
                .build();
    }

    static InetSocketAddress remoteAddress(HttpServerRequest request) {
        SocketAddress address = request.remoteAddress();
        try {
            // The text is always a literal address here, so there is no DNS lookup.
            return new InetSocketAddress(InetAddress.getByName(address.hostAddress()), address.port());
        } catch (UnknownHostException scopeUnknown) {
            return InetSocketAddress.createUnresolved(address.host(), address.port());
        }
    }

    /**
     * Closes the socket now and drops unsent data. {@code HttpConnection.close} would wait until the client has read
     * that, without limit if it reads nothing.
     */
    static void cut(HttpConnection connection) {
        cut(channel(connection));
    }

    /** Like {@link #cut(HttpConnection)}. */
    public static void cut(Channel channel) {
        // From the head of the pipeline, so that no handler can delay it. No effect if it was closed already.
        ChannelFuture unused = channel.pipeline().firstContext().close();
    }

    /** Returns the channel of a connection of this server. */
    public static Channel channel(HttpConnection connection) {
        return ((HttpServerConnection) connection).channelHandlerContext().channel();
    }
}
