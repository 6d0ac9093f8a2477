package dev.beckon.benchmark.client;

import dev.beckon.v1.SignalingGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** Beckon's Connect, used in one of two ways. */
public final class BeckonAdapter implements Adapter {

    /** How the clients use Connect. */
    public enum Manner {
        /** Like the client libraries: a session key, numbered frames, to_session_id, bye. */
        KEYED,
        /** Like a person with grpcurl: only the peer id. */
        PLAIN
    }

    private static final MethodDescriptor<byte[], byte[]> CONNECT =
            GrpcStream.method(SignalingGrpc.getConnectMethod().getFullMethodName());

    private final Network network;
    private final InetSocketAddress server;
    private final Manner manner;

    /** Creates an adapter for the server at this address. */
    public BeckonAdapter(Network network, InetSocketAddress server, Manner manner) {
        this.network = network;
        this.server = server;
        this.manner = manner;
    }

    @Override
    public CompletableFuture<Peer> connect(EventLoop loop, String id, Inbox inbox) {
        BeckonPeer peer = new BeckonPeer(id, manner, inbox);
        return peer.start(new GrpcStream(network, loop, server, CONNECT, peer));
    }
}
