package dev.beckon.benchmark.client;

import io.grpc.netty.shaded.io.netty.bootstrap.Bootstrap;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.socket.SocketChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpClientCodec;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpObjectAggregator;
import io.grpc.netty.shaded.io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.grpc.netty.shaded.io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** Clients of the PeerJS server, over WebSocket. */
public final class PeerJsAdapter implements Adapter {

    private static final int MAX_HANDSHAKE_BYTES = 8192;

    private final Network network;
    private final InetSocketAddress server;

    /** Creates an adapter for the server at this address. */
    public PeerJsAdapter(Network network, InetSocketAddress server) {
        this.network = network;
        this.server = server;
    }

    @Override
    public CompletableFuture<Peer> connect(EventLoop loop, String id, Inbox inbox) {
        Wire wire = new Wire();
        PeerJsPeer peer = new PeerJsPeer(id, wire, inbox);
        // The parameters that PeerJS's own client sends.
        String uri = "ws://%s:%d/peerjs?key=peerjs&id=%s&token=%s&version=1.5.5"
                .formatted(server.getAddress().getHostAddress(), server.getPort(), id, "t" + id);
        WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(uri)
                .withUTF8Validator(false)
                .build();
        new Bootstrap()
                .group(loop)
                .channelFactory(network.sockets(wire))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        socket.pipeline()
                                .addLast(new HttpClientCodec())
                                .addLast(new HttpObjectAggregator(MAX_HANDSHAKE_BYTES))
                                .addLast(new WebSocketClientProtocolHandler(config))
                                .addLast(peer);
                    }
                })
                .connect(server)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        peer.onFault(connected.cause());
                    }
                });
        return peer.opened();
    }
}
