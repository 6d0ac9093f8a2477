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

/** What the rest needs of a connection and Vert.x does not give directly. */
public final class Connections {

    private Connections() {}

    /** What services may know of the transport: the client's end of the connection, or that of a proxy between. */
    static Attributes attributes(HttpServerRequest request) {
        return Attributes.newBuilder()
                .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, remoteAddress(request))
                .build();
    }

    static InetSocketAddress remoteAddress(HttpServerRequest request) {
        SocketAddress address = request.remoteAddress();
        try {
            // The text is always a literal address here, so that nothing is looked up.
            return new InetSocketAddress(InetAddress.getByName(address.hostAddress()), address.port());
        } catch (UnknownHostException scopeUnknown) {
            return InetSocketAddress.createUnresolved(address.host(), address.port());
        }
    }

    /**
     * Closes the socket now and drops what was not yet sent. {@code HttpConnection.close} would wait until the client has
     * read that, for ever if it reads nothing.
     */
    static void cut(HttpConnection connection) {
        cut(channel(connection));
    }

    /** As above. */
    public static void cut(Channel channel) {
        // From the head of the pipeline, so that no handler can put it off. Whether it was open makes no difference.
        ChannelFuture unused = channel.pipeline().firstContext().close();
    }

    /** The socket of a connection of this server. */
    public static Channel channel(HttpConnection connection) {
        return ((HttpServerConnection) connection).channelHandlerContext().channel();
    }
}
